package org.cellineage.page;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Divides a number of bytes among movies. */
public final class BudgetShares {

    private BudgetShares() {}

    /**
     * The share of each movie. Movies that want less than an equal part get what they want, and the others share what
     * these leave. Nothing depends on the order of the movies; the shares never add up to more than the budget.
     *
     * @param wanted bytes each movie takes in full detail
     */
    public static long[] of(long[] wanted, long budget) {
        Integer[] order = IntStream.range(0, wanted.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingLong(movie -> wanted[movie]));
        long[] shares = new long[wanted.length];
        long left = Math.max(0, budget);
        for (int i = 0; i < order.length; i++) {
            long equal = left / (order.length - i);
            if (wanted[order[i]] > equal) {
                // All others want at least as much; equal parts rounded down do not depend on the order.
                for (int rest = i; rest < order.length; rest++) {
                    shares[order[rest]] = equal;
                }
                return shares;
            }
            shares[order[i]] = wanted[order[i]];
            left -= wanted[order[i]];
        }
        return shares;
    }
}
