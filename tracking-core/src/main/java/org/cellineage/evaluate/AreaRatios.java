package org.cellineage.evaluate;

import java.util.Arrays;

/**
 * Areas of found cells divided by the areas of the true ones.
 *
 * @param ascending one ratio per cell, sorted; must not be modified
 */
@SuppressWarnings("ArrayRecordComponent")
public record AreaRatios(float[] ascending) {

    static final AreaRatios NONE = new AreaRatios(new float[0]);

    /** Sorts the first {@code n} ratios. */
    static AreaRatios of(float[] ratios, int n) {
        float[] sorted = Arrays.copyOf(ratios, n);
        Arrays.sort(sorted);
        return new AreaRatios(sorted);
    }

    /** Combines both. */
    AreaRatios plus(AreaRatios other) {
        float[] all = Arrays.copyOf(ascending, ascending.length + other.ascending.length);
        System.arraycopy(other.ascending, 0, all, ascending.length, other.ascending.length);
        return of(all, all.length);
    }

    /** Number of cells compared. */
    public int cells() {
        return ascending.length;
    }

    /**
     * The smallest ratio that at least this share of the cells does not exceed: 0.5 for the median, 0.25 and 0.75 for
     * the quartiles; NaN if no cell was compared.
     *
     * @throws IllegalArgumentException if {@code share} is not between 0 and 1
     */
    public double quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("no share: " + share);
        }
        int rank = (int) Math.ceil(share * ascending.length);
        return ascending.length == 0 ? Double.NaN : ascending[Math.max(0, rank - 1)];
    }
}
