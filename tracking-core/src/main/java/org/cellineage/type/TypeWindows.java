package org.cellineage.type;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cellineage.image.BoxFilter;
import org.cellineage.image.BrightnessRange;
import org.cellineage.image.LocalContrast;
import org.cellineage.image.Plane;
import org.cellineage.image.Scaling;

/**
 * The windows of a frame from which its type is told: at the standard scale, that of full, half, quarter and eighth
 * resolution at which structures of some 20 pixels vary most, because the size of the cells is not known yet, and in the
 * places where the frame varies most, because there the cells are.
 */
public final class TypeWindows {

    /** Side of a window in pixels. */
    public static final int SIDE = 96;

    /** Values per pixel: brightness between two percentiles of the frame, and local contrast. */
    public static final int CHANNELS = 2;

    private static final double DARK_PERCENTILE = 1;
    private static final double BRIGHT_PERCENTILE = 99.8;
    private static final int LEVELS = 4;
    private static final int WINDOWS = 6;

    /** Radii of the two means between which structures of the standard size lie, in pixels. */
    private static final int FINE_RADIUS_PX = 3;

    private static final int COARSE_RADIUS_PX = 9;

    /** Of two scales that show nearly as much, the finer shows cells in more detail. */
    private static final double NEARLY = 0.6;

    private static final int STRIDE = SIDE / 2;

    private TypeWindows() {}

    /**
     * A frame at one resolution.
     *
     * @param brightness scaled between the percentiles of the frame
     * @param structure how much structures of the standard size vary
     * @param corners {row, column} of the windows that vary most, the first most
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Level(int width, int height, float[] brightness, double structure, List<int[]> corners) {

        public Level {
            corners = List.copyOf(corners);
        }
    }

    /** The resolutions of a frame; empty if all its pixels are equal. Sides are at least {@link #SIDE}. */
    public static List<Level> levels(Plane plane) {
        float[] values = plane.toFloats();
        if (isFlat(values)) {
            return List.of();
        }
        float[] normal =
                BrightnessRange.of(values, DARK_PERCENTILE, BRIGHT_PERCENTILE).apply(values);
        int width = plane.width();
        int height = plane.height();
        double enlarge = Math.max(1, (double) SIDE / Math.min(width, height));
        List<Level> levels = new ArrayList<>();
        for (int k = 0; k < LEVELS; k++) {
            int w = (int) Math.ceil(enlarge * width / (1 << k));
            int h = (int) Math.ceil(enlarge * height / (1 << k));
            if (k > 0 && Math.min(w, h) < SIDE) {
                break;
            }
            float[] scaled = Scaling.scale(normal, width, height, w, h);
            levels.add(new Level(w, h, scaled, structure(scaled, w, h), corners(scaled, w, h)));
        }
        return levels;
    }

    /** The index of the standard scale: the finest at which structures vary nearly as much as at any. */
    public static int standard(List<Level> levels) {
        double most = 0;
        for (Level level : levels) {
            most = Math.max(most, level.structure());
        }
        int finest = 0;
        while (levels.get(finest).structure() < NEARLY * most) {
            finest++;
        }
        return finest;
    }

    /** Variance of what lies between a fine and a coarse mean. */
    private static double structure(float[] values, int width, int height) {
        float[] clipped = new float[values.length];
        for (int p = 0; p < clipped.length; p++) {
            clipped[p] = Math.max(-0.5f, Math.min(1.2f, values[p]));
        }
        float[] fine = BoxFilter.mean(clipped, width, height, FINE_RADIUS_PX);
        float[] coarse = BoxFilter.mean(fine, width, height, COARSE_RADIUS_PX);
        double sum = 0;
        for (int p = 0; p < fine.length; p++) {
            double between = fine[p] - coarse[p];
            sum += between * between;
        }
        return sum / fine.length;
    }

    private static boolean isFlat(float[] values) {
        for (float value : values) {
            if (Float.isFinite(value) && value != values[0]) {
                return false;
            }
        }
        return true;
    }

    /** Windows on a grid by how much they vary, none of which overlaps a better one by more than a half. */
    private static List<int[]> corners(float[] values, int width, int height) {
        record Place(int row, int column, double spread) {}
        List<Place> places = new ArrayList<>();
        for (int row : steps(height)) {
            for (int column : steps(width)) {
                places.add(new Place(row, column, spread(values, width, row, column)));
            }
        }
        places.sort(Comparator.comparingDouble(Place::spread).reversed());
        List<int[]> corners = new ArrayList<>();
        for (Place place : places) {
            boolean isApart = corners.stream()
                    .allMatch(known ->
                            Math.abs(known[0] - place.row) >= STRIDE || Math.abs(known[1] - place.column) >= STRIDE);
            if (isApart && corners.size() < WINDOWS) {
                corners.add(new int[] {place.row, place.column});
            }
        }
        return corners;
    }

    private static List<Integer> steps(int size) {
        List<Integer> steps = new ArrayList<>();
        for (int at = 0; at < size - SIDE; at += STRIDE) {
            steps.add(at);
        }
        steps.add(size - SIDE);
        return steps;
    }

    /** Standard deviation of every third pixel in each direction, without the few that a bright speck is made of. */
    private static double spread(float[] values, int width, int row, int column) {
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int y = row; y < row + SIDE; y += 3) {
            for (int x = column; x < column + SIDE; x += 3) {
                double value = Math.max(-0.5, Math.min(1.2, values[y * width + x]));
                sum += value;
                squares += value * value;
                n++;
            }
        }
        double mean = sum / n;
        return Math.sqrt(Math.max(0, squares / n - mean * mean));
    }

    /** The windows of a frame as the network reads them, each [SIDE, SIDE, CHANNELS]; none if all pixels are equal. */
    public static List<float[]> of(Plane plane) {
        List<Level> levels = levels(plane);
        return levels.isEmpty() ? List.of() : of(levels.get(standard(levels)));
    }

    /** The windows of one resolution. */
    public static List<float[]> of(Level level) {
        List<float[]> windows = new ArrayList<>();
        for (int[] corner : level.corners()) {
            float[] brightness = new float[SIDE * SIDE];
            for (int y = 0; y < SIDE; y++) {
                int from = (corner[0] + y) * level.width() + corner[1];
                System.arraycopy(level.brightness(), from, brightness, y * SIDE, SIDE);
            }
            windows.add(interleaved(brightness));
        }
        return windows;
    }

    /** Adds the local contrast to the brightness of a window. */
    public static float[] interleaved(float[] brightness) {
        float[] contrast = LocalContrast.of(brightness, SIDE, SIDE);
        float[] both = new float[brightness.length * CHANNELS];
        for (int p = 0; p < brightness.length; p++) {
            both[CHANNELS * p] = brightness[p];
            both[CHANNELS * p + 1] = contrast[p];
        }
        return both;
    }
}
