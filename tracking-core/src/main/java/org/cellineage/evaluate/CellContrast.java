package org.cellineage.evaluate;

import java.util.Arrays;
import org.cellineage.image.DistanceTransform;
import org.cellineage.image.LabelImage;

/**
 * Contrast of the true cells of a frame with their surroundings, relative to its typical cell.
 *
 * <p>A cell's contrast is the median intensity of all pixels that the ground truth gives it, minus that of its
 * surroundings, divided by the median contrast over all true cells of the frame. Adding a constant to the image or
 * multiplying it by one changes nothing.
 *
 * <p>Lengths are in diameters {@code D}, the larger of the median diameters of the frame's true cells and of its
 * regions, because a marker is smaller than its cell. A true cell extends beyond its marker by {@code (D - d) / 2},
 * where {@code d} is the median diameter of the true cells; this is 0 if the ground truth has complete masks. The
 * surroundings of a cell are the pixels from {@value #MARGIN} to {@value #REACH} diameters beyond its edge that are at
 * least the margin away from every true cell's edge and from every region. If these are fewer than an eighth of a
 * typical cell's pixels, as inside a clump, all pixels of the frame that are this far from cells and regions are used
 * instead.
 */
final class CellContrast {

    private static final double MARGIN = 0.15;
    private static final double REACH = 1;
    private static final double LEAST_PIXELS = 0.125;

    private final LabelImage truth;
    private final float[] intensities;
    /** Pixels of the true cells; those of cell {@code i} are at {@code starts[i]} to {@code starts[i + 1]}. */
    private final int[] pixels;

    private final int[] starts;
    private final boolean[] background;
    private final double reach;
    private final double leastPixels;

    private CellContrast(Overlaps overlaps, LabelImage truth, LabelImage result, float[] intensities) {
        this.truth = truth;
        this.intensities = intensities;
        this.starts = new int[overlaps.truthAreas().length + 1];
        for (int i = 0; i < overlaps.truthAreas().length; i++) {
            starts[i + 1] = starts[i] + overlaps.truthAreas()[i];
        }
        this.pixels = pixels(overlaps, truth);
        double ofTruth = medianDiameter(overlaps.truthAreas());
        double diameter = Math.max(ofTruth, medianDiameter(overlaps.resultAreas()));
        double beyondMarker = (diameter - ofTruth) / 2;
        this.reach = beyondMarker + REACH * diameter;
        this.leastPixels = LEAST_PIXELS * Math.PI / 4 * diameter * diameter;
        this.background = background(result, beyondMarker + MARGIN * diameter, MARGIN * diameter);
    }

    /**
     * Returns the relative contrast of each cell of {@link Overlaps#truthLabels}; NaN if unknown, because the frame
     * shows no background, the median contrast is 0, or all intensities of the cell are NaN or infinite.
     *
     * @param intensities intensities of the frame's pixels, row-major
     */
    static double[] relative(Overlaps overlaps, LabelImage truth, LabelImage result, float[] intensities) {
        if (overlaps.truthLabels().length == 0) {
            return new double[0];
        }
        return new CellContrast(overlaps, truth, result, intensities).relative();
    }

    private static int[] pixels(Overlaps overlaps, LabelImage truth) {
        int[] next = new int[overlaps.truthAreas().length];
        for (int i = 1; i < next.length; i++) {
            next[i] = next[i - 1] + overlaps.truthAreas()[i - 1];
        }
        int[] pixels = new int[Arrays.stream(overlaps.truthAreas()).sum()];
        int label = 0;
        int cell = 0;
        for (int p = 0; p < truth.labels().length; p++) {
            if (truth.labels()[p] != 0) {
                if (truth.labels()[p] != label) {
                    label = truth.labels()[p];
                    cell = Arrays.binarySearch(overlaps.truthLabels(), label);
                }
                pixels[next[cell]++] = p;
            }
        }
        return pixels;
    }

    private static double medianDiameter(int[] areas) {
        return areas.length == 0
                ? 0
                : 2 * Math.sqrt(median(Arrays.stream(areas).asDoubleStream().toArray()) / Math.PI);
    }

    private boolean[] background(LabelImage result, double fromTruth, double fromRegions) {
        float[] toTruth = DistanceTransform.of(outside(truth), truth.width(), truth.height());
        float[] toRegions = DistanceTransform.of(outside(result), truth.width(), truth.height());
        boolean[] far = new boolean[toTruth.length];
        for (int p = 0; p < far.length; p++) {
            far[p] = toTruth[p] > fromTruth && toRegions[p] > fromRegions;
        }
        return far;
    }

    private static boolean[] outside(LabelImage image) {
        boolean[] outside = new boolean[image.labels().length];
        for (int p = 0; p < outside.length; p++) {
            outside[p] = image.labels()[p] == 0;
        }
        return outside;
    }

    private double[] relative() {
        double ofFrame = Double.NaN;
        double[] contrasts = new double[starts.length - 1];
        for (int cell = 0; cell < contrasts.length; cell++) {
            double[] around = surroundings(cell);
            double level;
            if (around.length > 0 && around.length >= leastPixels) {
                level = median(around);
            } else {
                ofFrame = Double.isNaN(ofFrame) ? median(allBackground()) : ofFrame;
                level = ofFrame;
            }
            contrasts[cell] = median(own(cell)) - level;
        }
        double typical = median(finite(contrasts, contrasts.length));
        for (int cell = 0; cell < contrasts.length; cell++) {
            contrasts[cell] = typical == 0 ? Double.NaN : contrasts[cell] / typical;
        }
        return contrasts;
    }

    private double[] own(int cell) {
        double[] values = new double[starts[cell + 1] - starts[cell]];
        for (int i = 0; i < values.length; i++) {
            values[i] = intensities[pixels[starts[cell] + i]];
        }
        return finite(values, values.length);
    }

    private double[] surroundings(int cell) {
        int width = truth.width();
        int minX = width;
        int maxX = 0;
        for (int i = starts[cell]; i < starts[cell + 1]; i++) {
            minX = Math.min(minX, pixels[i] % width);
            maxX = Math.max(maxX, pixels[i] % width);
        }
        // Pixels are in raster order, so the first is in the top row and the last in the bottom row.
        int margin = (int) Math.ceil(reach);
        int left = Math.max(0, minX - margin);
        int right = Math.min(width - 1, maxX + margin);
        int top = Math.max(0, pixels[starts[cell]] / width - margin);
        int bottom = Math.min(truth.height() - 1, pixels[starts[cell + 1] - 1] / width + margin);
        int columns = right - left + 1;
        int rows = bottom - top + 1;
        boolean[] outside = new boolean[columns * rows];
        Arrays.fill(outside, true);
        for (int i = starts[cell]; i < starts[cell + 1]; i++) {
            outside[(pixels[i] / width - top) * columns + pixels[i] % width - left] = false;
        }
        float[] distance = DistanceTransform.of(outside, columns, rows);
        double[] values = new double[distance.length];
        int n = 0;
        for (int q = 0; q < distance.length; q++) {
            int p = (top + q / columns) * width + left + q % columns;
            if (background[p] && distance[q] <= reach) {
                values[n++] = intensities[p];
            }
        }
        return finite(values, n);
    }

    private double[] allBackground() {
        double[] values = new double[background.length];
        int n = 0;
        for (int p = 0; p < background.length; p++) {
            if (background[p]) {
                values[n++] = intensities[p];
            }
        }
        return finite(values, n);
    }

    /** The finite values among the first {@code n}. */
    private static double[] finite(double[] values, int n) {
        return Arrays.stream(values, 0, n).filter(Double::isFinite).toArray();
    }

    /** The median; the mean of the two middle values of an even number, NaN if there are none. */
    private static double median(double[] values) {
        Arrays.sort(values);
        int n = values.length;
        return n == 0 ? Double.NaN : (values[(n - 1) / 2] + values[n / 2]) / 2;
    }
}
