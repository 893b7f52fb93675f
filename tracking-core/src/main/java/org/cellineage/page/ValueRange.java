package org.cellineage.page;

/**
 * The range of a measure over a movie. Pages receive a value as one of {@value #STEPS} equal steps of it, which is finer
 * than a plot can show.
 *
 * @param low smallest value
 * @param high largest value; smaller than {@code low} if there is none
 */
public record ValueRange(double low, double high) {

    /** Number of steps from the smallest value to the largest. */
    public static final int STEPS = 4095;

    /** The range of no values. */
    public static final ValueRange EMPTY = new ValueRange(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    /** The range with one more value; unknown values (NaN) do not count. */
    public ValueRange with(double value) {
        return Double.isFinite(value) ? new ValueRange(Math.min(low, value), Math.max(high, value)) : this;
    }

    /** Whether it has a value. */
    public boolean isKnown() {
        return low <= high;
    }

    /** The step nearest to a value, 0 to {@value #STEPS}; -1 if the value is unknown (NaN). */
    public int step(double value) {
        if (!Double.isFinite(value)) {
            return -1;
        }
        return high > low ? (int) Math.round((Math.min(high, Math.max(low, value)) - low) / (high - low) * STEPS) : 0;
    }
}
