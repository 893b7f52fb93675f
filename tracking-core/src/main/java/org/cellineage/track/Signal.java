package org.cellineage.track;

import java.util.Arrays;

/**
 * A quantity of a cell over time, such as the intensity of a reporter: at most one value per frame, in frame order.
 * Frames without a value are omitted or have NaN.
 */
public final class Signal {

    private final int[] frames;
    private final double[] values;

    /**
     * Creates a signal.
     *
     * @param frames frame of each value, strictly ascending
     * @param values one value per frame, or NaN
     * @throws IllegalArgumentException if the lengths differ or the frames do not ascend
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
     * Moving average: for each value, the mean of the known values at most {@code window / 2} frames before and after
     * it; NaN if there are none.
     *
     * @param window odd number of frames
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
     * Returns the frames of the peaks, in order. A peak is a value, or a plateau of equal values (represented by its
     * middle, the earlier of two), that is higher than the next known value on both sides; the first and last value
     * cannot be peaks. Its prominence is its height above the higher of the two lowest points between it and the
     * nearest higher value, or the end of the signal, on each side.
     *
     * <p>Equivalent to {@code scipy.signal.find_peaks} with {@code prominence}.
     *
     * @param minProminence minimum prominence
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

    /** Lowest value from a peak in direction {@code step} until a higher value. */
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
     * Returns the values from {@code before} frames before {@code frame} to {@code after} frames after it, one per
     * frame, NaN if unknown; used to align signals of different cells at an event such as a division.
     *
     * @throws IllegalArgumentException if {@code before} or {@code after} is negative, or the window has more than
     *     {@value #MAX_ALIGNED_FRAMES} frames
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

    /** Maximum number of frames that {@link #around} returns. */
    public static final int MAX_ALIGNED_FRAMES = 1_000_000;
}
