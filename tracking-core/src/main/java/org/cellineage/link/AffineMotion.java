package org.cellineage.link;

/**
 * A displacement that varies linearly over the frame: a shift at the centre and its gradient.
 *
 * @param centreY row at which the displacement equals the shift
 * @param centreX column at which the displacement equals the shift
 * @param shiftY downward displacement at the centre, in pixels
 * @param shiftX displacement to the right at the centre, in pixels
 * @param yByY change of the downward displacement per pixel down
 * @param yByX change of the downward displacement per pixel to the right
 * @param xByY change of the displacement to the right per pixel down
 * @param xByX change of the displacement to the right per pixel to the right
 */
record AffineMotion(
        double centreY,
        double centreX,
        double shiftY,
        double shiftX,
        double yByY,
        double yByX,
        double xByY,
        double xByX) {

    /** No motion. */
    static final AffineMotion STILL = shift(0, 0);

    private static final double[] REACH_SPACINGS = {0.75, 0.6, 0.5, 0.5};
    /** Regularization of the slopes, in squared spacings: with few points, the fit is nearly a pure shift. */
    private static final double STIFFNESS = 12;
    /** Maximum slope; cells in tissue that stretches more between two frames can hardly be recognized. */
    private static final double MOST_SLOPE = 0.35;

    /** The same displacement everywhere. */
    static AffineMotion shift(double y, double x) {
        return new AffineMotion(0, 0, y, x, 0, 0, 0, 0);
    }

    /** Returns the motion with an additional shift. */
    AffineMotion plus(double y, double x) {
        return new AffineMotion(centreY, centreX, shiftY + y, shiftX + x, yByY, yByX, xByY, xByX);
    }

    double downAt(double y, double x) {
        return shiftY + yByY * (y - centreY) + yByX * (x - centreX);
    }

    double rightAt(double y, double x) {
        return shiftX + xByY * (y - centreY) + xByX * (x - centreX);
    }

    /** Mean distance between the moved points and their nearest targets, each at most {@code reach}. */
    double meanMiss(Points from, SortedPoints to, double reach) {
        Points moved = from.moved(this);
        double sum = 0;
        for (int i = 0; i < moved.size(); i++) {
            int j = to.grid().nearestWithin(moved.y()[i], moved.x()[i], reach);
            if (j == PointGrid.NONE) {
                sum += reach;
            } else {
                double dy = to.y(j) - moved.y()[i];
                double dx = to.x(j) - moved.x()[i];
                sum += Math.sqrt(dy * dy + dx * dx);
            }
        }
        return sum / moved.size();
    }

    /**
     * Refits the motion to the nearest targets of the moved points, with weights that decrease with the residual
     * (Tukey's biweight), over several iterations with decreasing reach.
     */
    AffineMotion refined(Points from, SortedPoints to, double spacing) {
        AffineMotion motion = this;
        for (double reach : REACH_SPACINGS) {
            motion = motion.fitted(from, to, reach * spacing, STIFFNESS * spacing * spacing);
        }
        return motion;
    }

    private AffineMotion fitted(Points from, SortedPoints to, double reach, double stiffness) {
        Sums sums = new Sums();
        int n = from.size();
        double[] weights = new double[n];
        double[] leftY = new double[n];
        double[] leftX = new double[n];
        for (int i = 0; i < n; i++) {
            double y = from.y()[i];
            double x = from.x()[i];
            double movedY = y + downAt(y, x);
            double movedX = x + rightAt(y, x);
            int j = to.grid().nearestWithin(movedY, movedX, reach);
            if (j != PointGrid.NONE) {
                leftY[i] = to.y(j) - movedY;
                leftX[i] = to.x(j) - movedX;
                double share = (leftY[i] * leftY[i] + leftX[i] * leftX[i]) / (reach * reach);
                weights[i] = (1 - share) * (1 - share);
                sums.add(weights[i], y, x, leftY[i], leftX[i]);
            }
        }
        if (!(sums.weight > 0)) {
            return this;
        }
        double meanY = sums.y / sums.weight;
        double meanX = sums.x / sums.weight;
        Sums centred = new Sums();
        for (int i = 0; i < n; i++) {
            centred.addProducts(weights[i], from.y()[i] - meanY, from.x()[i] - meanX, leftY[i], leftX[i]);
        }
        double yy = centred.yy + stiffness;
        double xx = centred.xx + stiffness;
        double determinant = yy * xx - centred.yx * centred.yx;
        return new AffineMotion(
                meanY,
                meanX,
                downAt(meanY, meanX) + sums.leftY / sums.weight,
                rightAt(meanY, meanX) + sums.leftX / sums.weight,
                slope(yByY + (centred.yLeftY * xx - centred.xLeftY * centred.yx) / determinant),
                slope(yByX + (centred.xLeftY * yy - centred.yLeftY * centred.yx) / determinant),
                slope(xByY + (centred.yLeftX * xx - centred.xLeftX * centred.yx) / determinant),
                slope(xByX + (centred.xLeftX * yy - centred.yLeftX * centred.yx) / determinant));
    }

    private static double slope(double wished) {
        return Math.max(-MOST_SLOPE, Math.min(MOST_SLOPE, wished));
    }

    /** Weighted sums of a linear fit. */
    private static final class Sums {
        private double weight;
        private double y;
        private double x;
        private double leftY;
        private double leftX;
        private double yy;
        private double yx;
        private double xx;
        private double yLeftY;
        private double xLeftY;
        private double yLeftX;
        private double xLeftX;

        void add(double w, double atY, double atX, double dy, double dx) {
            weight += w;
            y += w * atY;
            x += w * atX;
            leftY += w * dy;
            leftX += w * dx;
        }

        void addProducts(double w, double atY, double atX, double dy, double dx) {
            yy += w * atY * atY;
            yx += w * atY * atX;
            xx += w * atX * atX;
            yLeftY += w * atY * dy;
            xLeftY += w * atX * dy;
            yLeftX += w * atY * dx;
            xLeftX += w * atX * dx;
        }
    }
}
