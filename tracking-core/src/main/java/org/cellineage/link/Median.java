package org.cellineage.link;

import java.util.Arrays;

/** Computes the median. */
final class Median {

    private Median() {}

    /** Returns the median of the first {@code count} values (at least one) and sorts these in place. */
    static double of(double[] values, int count) {
        Arrays.sort(values, 0, count);
        return count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
    }
}
