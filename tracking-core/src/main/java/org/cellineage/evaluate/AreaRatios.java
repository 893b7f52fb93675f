package org.cellineage.evaluate;

import java.util.Arrays;

/**
 * Areas of found cells over the areas of the true ones.
 *
 * @param ascending a ratio for each cell, sorted; nobody may change them
 */
@SuppressWarnings("ArrayRecordComponent")
public record AreaRatios(float[] ascending) {

    static final AreaRatios NONE = new AreaRatios(new float[0]);

    /** Sorts the first {@code n} of some ratios. */
    static AreaRatios of(float[] ratios, int n) {
        float[] sorted = Arrays.copyOf(ratios, n);
        Arrays.sort(sorted);
        return new AreaRatios(sorted);
    }

    /** Both together. */
    AreaRatios plus(AreaRatios other) {
        float[] all = Arrays.copyOf(ascending, ascending.length + other.ascending.length);
        System.arraycopy(other.ascending, 0, all, ascending.length, other.ascending.length);
        return of(all, all.length);
    }

    /** Cells that were compared. */
    public int cells() {
        return ascending.length;
    }

    /**
     * The smallest ratio that at least this share of the cells does not exceed: .5 for the median, .25 and .75 for the
     * quartiles; NaN where no cell was compared.
     *
     * @throws IllegalArgumentException where {@code share} is not between 0 and 1
     */
    public double quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("no share: " + share);
        }
        int rank = (int) Math.ceil(share * ascending.length);
        return ascending.length == 0 ? Double.NaN : ascending[Math.max(0, rank - 1)];
    }
}
