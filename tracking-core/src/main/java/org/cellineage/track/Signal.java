package org.cellineage.track;

import java.util.Arrays;

/**
 * A figure of a cell over time, such as a reporter's brightness: one value a frame, in the order of frames; a frame without
 * a value is left out or has NaN.
 */
public final class Signal {

    private final int[] frames;
    private final double[] values;

    /**
     * Takes a signal.
     *
     * @param frames frame of each value, rising
     * @param values values, NaN where there is none
     * @throws IllegalArgumentException where the two differ in length, or frames do not rise
     */
    public Signal(int[] frames, double[] values) {
        if (frames.length != values.length) {
            throw new IllegalArgumentException(
                    "as many frames as values are needed, not " + frames.length + " and " + values.length);
        }
        for (int i = 1; i < frames.length; i++) {
            if (frames[i] <= frames[i - 1]) {
                throw new IllegalArgumentException(
                        "frames must rise, but " + frames[i] + " comes after " + frames[i - 1]);
            }
        }
        this.frames = frames.clone();
        this.values = values.clone();
    }

    /**
     * The mean around each value: over the values at most {@code window / 2} frames before and after it, as far as they
     * are there. NaN where none is.
     *
     * @param window frames, odd
     */
    public double[] smooth(int window) {
        if (window < 1 || window % 2 == 0) {
            throw new IllegalArgumentException("a window is an odd number of frames, not " + window);
        }
        int half = window / 2;
        double[] smooth = new double[values.length];
        int from = 0;
        for (int i = 0; i < values.length; i++) {
            while ((long) frames[i] - frames[from] > half) {
                from++;
            }
            double sum = 0;
            int count = 0;
            for (int j = from; j < values.length && (long) frames[j] - frames[i] <= half; j++) {
                if (!Double.isNaN(values[j])) {
                    sum += values[j];
                    count++;
                }
            }
            smooth[i] = count == 0 ? Double.NaN : sum / count;
        }
        return smooth;
    }

    /**
     * Frames of the peaks, in order. A peak is a value, or a run of equal ones (its middle counts, the earlier of two),
     * that is higher than the next known value on both sides; the first and the last value are none. Its prominence is
     * how far one must go down from it, on the side where that is less, before a higher value comes or the signal ends.
     *
     * <p>Defined as {@code scipy.signal.find_peaks} with {@code prominence} does.
     *
     * @param minProminence least prominence
     */
    public int[] peaks(double minProminence) {
        int[] known = known();
        int[] peaks = new int[known.length];
        int count = 0;
        for (int i = 1; i < known.length - 1; i++) {
            double height = values[known[i]];
            if (values[known[i - 1]] >= height) {
                continue;
            }
            int end = i;
            while (end + 1 < known.length && values[known[end + 1]] == height) {
                end++;
            }
            if (end + 1 < known.length
                    && values[known[end + 1]] < height
                    && height - Math.max(lowest(known, i, -1), lowest(known, end, 1)) >= minProminence) {
                peaks[count++] = frames[known[(i + end) / 2]];
            }
        }
        return Arrays.copyOf(peaks, count);
    }

    /** Lowest value from a peak on, in steps of {@code step}, until a higher one comes. */
    private double lowest(int[] known, int peak, int step) {
        double height = values[known[peak]];
        double lowest = height;
        for (int i = peak; i >= 0 && i < known.length && values[known[i]] <= height; i += step) {
            lowest = Math.min(lowest, values[known[i]]);
        }
        return lowest;
    }

    private int[] known() {
        int[] known = new int[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                known[count++] = i;
            }
        }
        return Arrays.copyOf(known, count);
    }

    /**
     * The values from {@code before} frames before {@code frame} to {@code after} frames after it, one a frame, NaN where
     * there is none: signals of different cells come to lie on one another at an event such as a division.
     *
     * @throws IllegalArgumentException where {@code before} or {@code after} is negative, or more than
     *     {@value #MAX_ALIGNED_FRAMES} frames are asked for
     */
    public double[] around(int frame, int before, int after) {
        if (before < 0 || after < 0 || (long) before + after >= MAX_ALIGNED_FRAMES) {
            throw new IllegalArgumentException("frames before and after are 0 or more, and fewer than "
                    + MAX_ALIGNED_FRAMES + " in all, not " + before + " and " + after);
        }
        double[] aligned = new double[before + after + 1];
        Arrays.fill(aligned, Double.NaN);
        for (int i = 0; i < values.length; i++) {
            long at = (long) frames[i] - frame + before;
            if (at >= 0 && at < aligned.length) {
                aligned[(int) at] = values[i];
            }
        }
        return aligned;
    }

    /** Most frames that {@link #around} gives. */
    public static final int MAX_ALIGNED_FRAMES = 1_000_000;
}
