package org.cellineage.link;

import java.util.Arrays;

/** The median. */
final class Median {

    private Median() {}

    /** Median of the first {@code count} values, which are sorted in place; at least one. */
    static double of(double[] values, int count) {
        Arrays.sort(values, 0, count);
        return count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
    }
}
