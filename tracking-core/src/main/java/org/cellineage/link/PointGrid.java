package org.cellineage.link;

import java.util.Arrays;

/**
 * Points in the plane, sorted into square bins, for finding the points near a position.
 *
 * <p>Built in time linear in the number of points; a search visits the bins that its circle touches.
 */
public final class PointGrid {

    /** Receives the index of a point and its squared distance. */
    @FunctionalInterface
    public interface Visitor {
        void point(int index, double squaredDistance);
    }

    /** Index that stands for no point. */
    public static final int NONE = -1;

    private static final int MAX_BINS_PER_POINT = 4;

    private final double[] y;
    private final double[] x;
    private final double originY;
    private final double originX;
    private final double binSide;
    private final int binRows;
    private final int binColumns;
    private final int[] binStart;
    private final int[] order;

    /**
     * @param y rows of the points; not copied
     * @param x columns of the points; not copied
     * @param wishedBinSide side of a bin; increased if there would be many more bins than points
     */
    public PointGrid(double[] y, double[] x, double wishedBinSide) {
        this.y = y;
        this.x = x;
        int n = y.length;
        double minY = Double.POSITIVE_INFINITY;
        double minX = Double.POSITIVE_INFINITY;
        double maxY = Double.NEGATIVE_INFINITY;
        double maxX = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            minY = Math.min(minY, y[i]);
            minX = Math.min(minX, x[i]);
            maxY = Math.max(maxY, y[i]);
            maxX = Math.max(maxX, x[i]);
        }
        originY = n == 0 ? 0 : minY;
        originX = n == 0 ? 0 : minX;
        double height = n == 0 ? 0 : maxY - minY;
        double width = n == 0 ? 0 : maxX - minX;
        double side = Math.max(wishedBinSide, 1e-6);
        double most = 16 + (double) MAX_BINS_PER_POINT * n;
        while ((Math.floor(height / side) + 1) * (Math.floor(width / side) + 1) > most) {
            side *= 2;
        }
        binSide = side;
        binRows = (int) (height / side) + 1;
        binColumns = (int) (width / side) + 1;
        binStart = new int[binRows * binColumns + 1];
        int[] bin = new int[n];
        for (int i = 0; i < n; i++) {
            bin[i] = (int) ((y[i] - originY) / side) * binColumns + (int) ((x[i] - originX) / side);
            binStart[bin[i] + 1]++;
        }
        for (int b = 0; b < binStart.length - 1; b++) {
            binStart[b + 1] += binStart[b];
        }
        int[] fill = Arrays.copyOf(binStart, binStart.length - 1);
        order = new int[n];
        for (int i = 0; i < n; i++) {
            order[fill[bin[i]]++] = i;
        }
    }

    /** Visits every point within {@code radius} of (atY, atX), bin by bin. */
    public void forEachWithin(double atY, double atX, double radius, Visitor visitor) {
        int firstRow = clamp((atY - radius - originY) / binSide, binRows);
        int lastRow = clamp((atY + radius - originY) / binSide, binRows);
        int firstColumn = clamp((atX - radius - originX) / binSide, binColumns);
        int lastColumn = clamp((atX + radius - originX) / binSide, binColumns);
        double limit = radius * radius;
        for (int row = firstRow; row <= lastRow; row++) {
            int from = binStart[row * binColumns + firstColumn];
            int to = binStart[row * binColumns + lastColumn + 1];
            for (int k = from; k < to; k++) {
                int i = order[k];
                double dy = y[i] - atY;
                double dx = x[i] - atX;
                double squared = dy * dy + dx * dx;
                if (squared <= limit) {
                    visitor.point(i, squared);
                }
            }
        }
    }

    /** Index of the point nearest to (atY, atX) within {@code radius}, or {@link #NONE}; ties go to the lower index. */
    public int nearestWithin(double atY, double atX, double radius) {
        int firstRow = clamp((atY - radius - originY) / binSide, binRows);
        int lastRow = clamp((atY + radius - originY) / binSide, binRows);
        int firstColumn = clamp((atX - radius - originX) / binSide, binColumns);
        int lastColumn = clamp((atX + radius - originX) / binSide, binColumns);
        double best = radius * radius;
        int nearest = NONE;
        for (int row = firstRow; row <= lastRow; row++) {
            int to = binStart[row * binColumns + lastColumn + 1];
            for (int k = binStart[row * binColumns + firstColumn]; k < to; k++) {
                int i = order[k];
                double dy = y[i] - atY;
                double dx = x[i] - atX;
                double squared = dy * dy + dx * dx;
                if (squared < best || (squared == best && (nearest == NONE || i < nearest))) {
                    best = squared;
                    nearest = i;
                }
            }
        }
        return nearest;
    }

    /** Median, over the points, of the distance to the nearest other point; NaN if there are fewer than two points. */
    public double medianNeighbourDistance() {
        int n = y.length;
        if (n < 2) {
            return Double.NaN;
        }
        double[] nearest = neighbourDistances();
        Arrays.sort(nearest);
        return n % 2 == 1 ? nearest[n / 2] : (nearest[n / 2 - 1] + nearest[n / 2]) / 2;
    }

    /** For each point, the distance to the nearest other point; NaN if there is none. */
    public double[] neighbourDistances() {
        int n = y.length;
        double[] nearest = new double[n];
        double widest = Math.hypot(binRows * binSide, binColumns * binSide);
        for (int i = 0; i < n; i++) {
            double[] best = {Double.POSITIVE_INFINITY};
            int self = i;
            for (double radius = binSide; ; radius *= 2) {
                forEachWithin(y[i], x[i], radius, (j, squared) -> {
                    if (j != self && squared < best[0]) {
                        best[0] = squared;
                    }
                });
                if (best[0] < Double.POSITIVE_INFINITY || radius > widest) {
                    break;
                }
            }
            nearest[i] = n < 2 ? Double.NaN : Math.sqrt(best[0]);
        }
        return nearest;
    }

    private static int clamp(double bin, int bins) {
        return (int) Math.max(0, Math.min(bins - 1, Math.floor(bin)));
    }
}
