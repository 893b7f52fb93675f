package org.cellineage.classify;

import java.util.Arrays;

/**
 * Figures of a cell's crop that a small network would have to learn to sum up, such as how much light there is in all:
 * the DNA content of a nucleus. They do not change when a crop is turned or mirrored.
 *
 * <p>For each channel, above the background: the total, the total of what is brighter and darker, the maximum of the mean
 * of 3 × 3 pixels, the areas above a tenth and a half of it, the spread of the light around its centre, how elongated that
 * is, the standard deviation, and the mean differences of neighbours, of first and of second order. The background is the
 * median of the window's edge, or 0 where only the cell's own pixels count. Then the figures relative to the typical cell.
 */
public final class CropFigures {

    /** Number of figures of a channel. */
    static final int PER_CHANNEL = 10;

    private static final double TENTH = 0.1;
    private static final double HALF = 0.5;

    private final int side;
    private final float[] above;
    private final float[] weight;

    private CropFigures(int side, float[] above, float[] weight) {
        this.side = side;
        this.above = above;
        this.weight = weight;
    }

    /** Number of figures of a crop. */
    public static int count(Crop crop) {
        return PER_CHANNEL * crop.planes().length + crop.relative().length;
    }

    /** Measures a crop. */
    public static float[] of(Crop crop) {
        float[] figures = new float[count(crop)];
        int at = 0;
        float[] everywhere = new float[crop.sidePx() * crop.sidePx()];
        Arrays.fill(everywhere, 1);
        for (float[] plane : crop.planes()) {
            float dark = crop.hasMask() ? 0 : edge(plane, crop.sidePx());
            float[] above = new float[plane.length];
            for (int p = 0; p < above.length; p++) {
                above[p] = plane[p] - dark;
            }
            at = new CropFigures(crop.sidePx(), above, crop.hasMask() ? crop.mask() : everywhere).write(figures, at);
        }
        System.arraycopy(crop.relative(), 0, figures, at, crop.relative().length);
        return figures;
    }

    /** Median of the outermost two pixels on all sides. */
    private static float edge(float[] plane, int side) {
        float[] edge = new float[plane.length];
        int count = 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                if (y < 2 || x < 2 || y >= side - 2 || x >= side - 2) {
                    edge[count++] = plane[y * side + x];
                }
            }
        }
        Arrays.sort(edge, 0, count);
        return count % 2 == 1 ? edge[count / 2] : (edge[count / 2 - 1] + edge[count / 2]) / 2;
    }

    private int write(float[] to, int from) {
        double total = 0;
        double magnitude = 0;
        double squares = 0;
        double mass = 0;
        double sumY = 0;
        double sumX = 0;
        double light = 0;
        for (int p = 0; p < above.length; p++) {
            double w = weight[p];
            double v = above[p];
            mass += w;
            total += w * v;
            magnitude += w * Math.abs(v);
            squares += w * v * v;
            double l = w * Math.abs(v);
            light += l;
            sumY += l * (p / side);
            sumX += l * (p % side);
        }
        double cells = (double) side * side;
        double most = brightest();
        double centreY = light > 0 ? sumY / light : 0;
        double centreX = light > 0 ? sumX / light : 0;
        double[] shape = moments(centreY, centreX, light);
        double mean = mass > 0 ? total / mass : 0;
        int at = from;
        to[at++] = (float) (total / cells);
        to[at++] = (float) (magnitude / cells);
        to[at++] = (float) most;
        to[at++] = (float) (areaAbove(TENTH * most) / cells);
        to[at++] = (float) (areaAbove(HALF * most) / cells);
        to[at++] = (float) (shape[0] / cells);
        to[at++] = (float) shape[1];
        to[at++] = (float) Math.sqrt(Math.max(0, (mass > 0 ? squares / mass : 0) - mean * mean));
        differences(to, at, Math.max(1e-6, Math.max(magnitude, 1e-3 * cells)));
        return at + 2;
    }

    private double brightest() {
        double most = 1e-6;
        for (int y = 1; y < side - 1; y++) {
            for (int x = 1; x < side - 1; x++) {
                int p = y * side + x;
                if (weight[p] > 0) {
                    double sum = above[p - side - 1] + above[p - side] + above[p - side + 1];
                    sum += above[p - 1] + above[p] + above[p + 1];
                    sum += above[p + side - 1] + above[p + side] + above[p + side + 1];
                    most = Math.max(most, sum / 9);
                }
            }
        }
        return most;
    }

    private double areaAbove(double level) {
        double area = 0;
        for (int p = 0; p < above.length; p++) {
            area += above[p] > level ? weight[p] : 0;
        }
        return area;
    }

    /** The sum of the two second moments, and the share by which they differ. */
    private double[] moments(double centreY, double centreX, double light) {
        double yy = 0;
        double xx = 0;
        double yx = 0;
        for (int p = 0; p < above.length; p++) {
            double l = weight[p] * Math.abs(above[p]);
            double dy = p / side - centreY;
            double dx = p % side - centreX;
            yy += l * dy * dy;
            xx += l * dx * dx;
            yx += l * dy * dx;
        }
        if (!(light > 0) || !(yy + xx > 0)) {
            return new double[] {0, 0};
        }
        return new double[] {(yy + xx) / light, Math.sqrt((yy - xx) * (yy - xx) + 4 * yx * yx) / (yy + xx)};
    }

    /** Mean differences of neighbours relative to the light: how rough the cell is. */
    private void differences(float[] to, int at, double light) {
        double first = 0;
        double second = 0;
        for (int y = 1; y < side - 1; y++) {
            for (int x = 1; x < side - 1; x++) {
                int p = y * side + x;
                double w = weight[p];
                if (w > 0) {
                    double middle = above[p];
                    first += w
                            / 2
                            * (Math.abs(above[p + 1] - middle)
                                    + Math.abs(above[p - 1] - middle)
                                    + Math.abs(above[p + side] - middle)
                                    + Math.abs(above[p - side] - middle));
                    second +=
                            w * Math.abs(above[p + 1] + above[p - 1] + above[p + side] + above[p - side] - 4 * middle);
                }
            }
        }
        to[at] = (float) (first / light);
        to[at + 1] = (float) (second / light);
    }
}
