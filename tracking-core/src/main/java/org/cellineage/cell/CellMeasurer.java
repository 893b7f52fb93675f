package org.cellineage.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/**
 * Measures every cell of a labelled frame, in one raster pass for moments, boxes and intensities and one pass over the
 * outlines. The cost is linear in the number of pixels, whatever the number of cells.
 *
 * <p>Definitions follow scikit-image 0.19 {@code regionprops} in two dimensions; (y, x) are pixel centres:
 * <ul>
 * <li>centroid: mean of y and of x.
 * <li>axes: given the variances {@code vy, vx} and covariance {@code c} of the pixel centres, and the eigenvalues
 * {@code l1 >= l2} equal to {@code (vy + vx) / 2 ± sqrt((vy - vx)² / 4 + c²)}: major axis {@code 4 sqrt(l1)}, minor
 * axis {@code 4 sqrt(l2)}, eccentricity {@code sqrt(1 - l2 / l1)}, 0 for a single pixel.
 * <li>orientation: {@code atan2(2c, vy - vx) / 2}, the angle between the major axis and the y axis; if the variances
 * are equal, π/4 for positive {@code c} and -π/4 otherwise (scikit-image 0.19 swaps these two, contrary to its own
 * formula).
 * <li>perimeter: sum over outline pixels, that is, those with a 4-neighbour outside the cell, weighted by their
 * neighbours on the outline: 1 where it is straight, √2 where it is diagonal, (1 + √2) / 2 where it changes between the
 * two (Benkrid and Crookes 2000).
 * <li>solidity: area over the number of pixels in the convex hull, see {@link ConvexArea}.
 * <li>intensities: mean, population standard deviation, minimum and maximum of the finite pixels; all NaN if the cell
 * has none.
 * </ul>
 */
public final class CellMeasurer {

    private static final double STRAIGHT = 1;
    private static final double DIAGONAL = Math.sqrt(2);
    private static final double TURN = (1 + Math.sqrt(2)) / 2;

    private CellMeasurer() {}

    /**
     * Measures all cells.
     *
     * @param labels cells of the frame, connected or not
     * @param channels planes of the same size
     * @return cells by ascending label, with intensities in the order of {@code channels}
     * @throws IllegalArgumentException if sizes differ or a label is negative
     */
    public static List<Cell> measure(LabelImage labels, List<Plane> channels) {
        for (Plane plane : channels) {
            if (plane.width() != labels.width() || plane.height() != labels.height()) {
                throw new IllegalArgumentException("labels of " + labels.width() + " x " + labels.height()
                        + " pixels do not match a plane of " + plane.width() + " x " + plane.height());
            }
        }
        LabelIndex index = LabelIndex.of(labels.labels());
        Shapes shapes = new Shapes(labels, index);
        double[] perimeters = perimeters(labels, index);
        Intensities[] intensities = new Intensities[channels.size()];
        for (int c = 0; c < intensities.length; c++) {
            intensities[c] =
                    new Intensities(labels.labels(), index, channels.get(c).toFloats());
        }
        int[] convexAreas = shapes.convexAreas();
        List<Cell> cells = new ArrayList<>(index.size());
        for (int i = 0; i < index.size(); i++) {
            List<ChannelIntensity> ofCell = new ArrayList<>(intensities.length);
            for (Intensities channel : intensities) {
                ofCell.add(channel.of(i));
            }
            cells.add(shapes.cell(i, perimeters[i], (double) shapes.area[i] / convexAreas[i], ofCell));
        }
        return cells;
    }

    /**
     * Areas, boxes and second moments, accumulated in one pass. Coordinates are relative to each cell's first pixel.
     */
    private static final class Shapes {
        private final LabelImage image;
        private final LabelIndex index;
        private final int[] area;
        private final int[] firstY;
        private final int[] firstX;
        private final int[] minX;
        private final int[] maxX;
        private final int[] maxY;
        private final long[] sumY;
        private final long[] sumX;
        private final long[] sumYy;
        private final long[] sumXx;
        private final long[] sumYx;

        Shapes(LabelImage image, LabelIndex index) {
            this.image = image;
            this.index = index;
            int n = index.size();
            area = new int[n];
            firstY = new int[n];
            firstX = new int[n];
            minX = new int[n];
            maxX = new int[n];
            maxY = new int[n];
            sumY = new long[n];
            sumX = new long[n];
            sumYy = new long[n];
            sumXx = new long[n];
            sumYx = new long[n];
            Arrays.fill(minX, Integer.MAX_VALUE);
            gather();
        }

        /** Adds run by run: the sums over a horizontal run have closed forms. */
        private void gather() {
            int width = image.width();
            int[] pixels = image.labels();
            for (int y = 0; y < image.height(); y++) {
                int row = y * width;
                int x = 0;
                while (x < width) {
                    int label = pixels[row + x];
                    int from = x++;
                    while (x < width && pixels[row + x] == label) {
                        x++;
                    }
                    if (label != 0) {
                        addRun(index.index(label), y, from, x - 1);
                    }
                }
            }
        }

        private void addRun(int i, int y, int from, int to) {
            if (area[i] == 0) {
                firstY[i] = y;
                firstX[i] = from;
            }
            long n = to - from + 1L;
            long dy = y - firstY[i];
            long a = from - firstX[i];
            long b = to - firstX[i];
            long sum = (a + b) * n / 2;
            area[i] += (int) n;
            minX[i] = Math.min(minX[i], from);
            maxX[i] = Math.max(maxX[i], to);
            maxY[i] = y;
            sumY[i] += dy * n;
            sumX[i] += sum;
            sumYy[i] += dy * dy * n;
            sumXx[i] += squares(b) - squares(a - 1);
            sumYx[i] += dy * sum;
        }

        /**
         * 0² + 1² + … + n². For n < -1, minus the sum of the squares from n + 1 to -1, so that differences of two
         * values are correct.
         */
        private static long squares(long n) {
            return n * (n + 1) * (2 * n + 1) / 6;
        }

        int[] convexAreas() {
            int n = index.size();
            int[] start = new int[n + 1];
            for (int i = 0; i < n; i++) {
                start[i + 1] = start[i] + maxY[i] - firstY[i] + 1;
            }
            int[] first = new int[start[n]];
            int[] last = new int[start[n]];
            Arrays.fill(first, Integer.MAX_VALUE);
            Arrays.fill(last, Integer.MAX_VALUE);
            int width = image.width();
            int[] pixels = image.labels();
            for (int y = 0; y < image.height(); y++) {
                int row = y * width;
                for (int x = 0; x < width; x++) {
                    int label = pixels[row + x];
                    if (label != 0) {
                        int i = index.index(label);
                        int at = start[i] + y - firstY[i];
                        if (first[at] == Integer.MAX_VALUE) {
                            first[at] = x;
                        }
                        last[at] = x;
                    }
                }
            }
            int[] areas = new int[n];
            ConvexArea hull = new ConvexArea();
            for (int i = 0; i < n; i++) {
                areas[i] = hull.count(first, last, start[i], start[i + 1] - start[i]);
            }
            return areas;
        }

        Cell cell(int i, double perimeter, double solidity, List<ChannelIntensity> intensities) {
            double n = area[i];
            double meanY = sumY[i] / n;
            double meanX = sumX[i] / n;
            // In whole numbers up to the division, so that equal variances compare equal.
            double vy = (n * sumYy[i] - (double) sumY[i] * sumY[i]) / (n * n);
            double vx = (n * sumXx[i] - (double) sumX[i] * sumX[i]) / (n * n);
            double c = (n * sumYx[i] - (double) sumY[i] * sumX[i]) / (n * n);
            double middle = (vy + vx) / 2;
            double spread = Math.sqrt((vy - vx) * (vy - vx) / 4 + c * c);
            double large = Math.max(0, middle + spread);
            double small = Math.max(0, middle - spread);
            double eccentricity = large == 0 ? 0 : Math.sqrt(1 - small / large);
            double orientation = vy == vx ? (c > 0 ? Math.PI / 4 : -Math.PI / 4) : Math.atan2(2 * c, vy - vx) / 2;
            BoundingBox box = new BoundingBox(firstY[i], minX[i], maxY[i] + 1, maxX[i] + 1);
            boolean border =
                    box.minY() == 0 || box.minX() == 0 || box.maxY() == image.height() || box.maxX() == image.width();
            int label = index.label(i);
            return new Cell(
                    label,
                    firstY[i] + meanY,
                    firstX[i] + meanX,
                    box,
                    area[i],
                    perimeter,
                    eccentricity,
                    4 * Math.sqrt(large),
                    4 * Math.sqrt(small),
                    orientation,
                    solidity,
                    border,
                    intensities,
                    Double.NaN,
                    false,
                    RunLengthMask.encode(image.labels(), image.width(), box, label));
        }
    }

    private static double[] perimeters(LabelImage image, LabelIndex index) {
        int width = image.width();
        int height = image.height();
        int[] pixels = image.labels();
        boolean[] outline = new boolean[pixels.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int p = y * width + x;
                int label = pixels[p];
                outline[p] = label != 0
                        && (y == 0
                                || x == 0
                                || y == height - 1
                                || x == width - 1
                                || pixels[p - 1] != label
                                || pixels[p + 1] != label
                                || pixels[p - width] != label
                                || pixels[p + width] != label);
            }
        }
        // Count first, so that the result does not depend on the order of floating-point additions.
        int[] straight = new int[index.size()];
        int[] diagonal = new int[index.size()];
        int[] turns = new int[index.size()];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int p = y * width + x;
                if (!outline[p]) {
                    continue;
                }
                int label = pixels[p];
                int beside = 0;
                int across = 0;
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        int ny = y + dy;
                        int nx = x + dx;
                        if ((dy | dx) != 0 && ny >= 0 && ny < height && nx >= 0 && nx < width) {
                            int q = ny * width + nx;
                            if (outline[q] && pixels[q] == label) {
                                if (dy == 0 || dx == 0) {
                                    beside++;
                                } else {
                                    across++;
                                }
                            }
                        }
                    }
                }
                int i = index.index(label);
                if ((beside == 2 || beside == 3) && across <= 2) {
                    straight[i]++;
                } else if ((beside == 0 && across == 2) || (beside == 1 && across == 3)) {
                    diagonal[i]++;
                } else if (beside == 1 && (across == 1 || across == 2)) {
                    turns[i]++;
                }
            }
        }
        double[] perimeters = new double[index.size()];
        for (int i = 0; i < perimeters.length; i++) {
            perimeters[i] = STRAIGHT * straight[i] + DIAGONAL * diagonal[i] + TURN * turns[i];
        }
        return perimeters;
    }

    /** Intensities of all cells in one channel. Sums are relative to each cell's first pixel, to preserve precision. */
    private static final class Intensities {
        private final float[] first;
        private final double[] sum;
        private final double[] squares;
        private final float[] min;
        private final float[] max;
        /** Number of finite pixels. */
        private final int[] count;

        Intensities(int[] labels, LabelIndex index, float[] values) {
            int n = index.size();
            first = new float[n];
            sum = new double[n];
            squares = new double[n];
            min = new float[n];
            max = new float[n];
            count = new int[n];
            for (int p = 0; p < labels.length; p++) {
                if (labels[p] != 0 && Float.isFinite(values[p])) {
                    add(index.index(labels[p]), values[p]);
                }
            }
        }

        private void add(int i, float value) {
            if (count[i]++ == 0) {
                first[i] = value;
                min[i] = value;
                max[i] = value;
            }
            double d = (double) value - first[i];
            sum[i] += d;
            squares[i] += d * d;
            min[i] = Math.min(min[i], value);
            max[i] = Math.max(max[i], value);
        }

        ChannelIntensity of(int i) {
            if (count[i] == 0) {
                return ChannelIntensity.UNKNOWN;
            }
            double mean = sum[i] / count[i];
            double variance = Math.max(0, squares[i] / count[i] - mean * mean);
            return new ChannelIntensity(first[i] + mean, Math.sqrt(variance), min[i], max[i]);
        }
    }
}
