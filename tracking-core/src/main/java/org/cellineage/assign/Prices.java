package org.cellineage.assign;

import java.util.Arrays;

/**
 * Upper bound from the relaxation with column prices, lowered by coordinate descent.
 *
 * <p>If columns cost {@code price >= 0} and every row takes its best choice at these prices, columns no longer exclude
 * each other, and the sum of all prices plus the surpluses of the rows is at least the best total (Lagrangian duality;
 * at the best prices it equals the optimum of the linear programme). The best price for a column lies between what the
 * two rows that value it most would pay; it is set to the midpoint, so that the bound never rises and choices outside
 * the optimum are clearly separated from it.
 */
final class Prices {

    /** A price change below this share of the largest gain does not trigger an update of its neighbours. */
    private static final double STILL = 1e-4;

    private final Choices choices;
    private final double still;
    private final boolean[] awake;

    Prices(Choices choices, double largestGain) {
        this.choices = choices;
        this.still = STILL * largestGain;
        this.awake = new boolean[choices.columns()];
    }

    /** The row's surplus with its best open choice, or 0. */
    double left(int row, boolean[] closed, double[] price) {
        double best = 0;
        for (int h = choices.rowStart()[row]; h < choices.rowStart()[row + 1]; h++) {
            if (!closed[h]) {
                best = Math.max(best, choices.value(h, price));
            }
        }
        return best;
    }

    /** Upper bound on the total gain of open choices. */
    double bound(boolean[] closed, double[] price) {
        double bound = 0;
        for (double p : price) {
            bound += p;
        }
        for (int row = 0; row < choices.rows(); row++) {
            bound += left(row, closed, price);
        }
        return bound;
    }

    /** Lowers the bound by adjusting prices in at most {@code sweeps} sweeps. */
    void descend(boolean[] closed, double[] price, int sweeps) {
        Arrays.fill(awake, true);
        boolean moved = true;
        for (int sweep = 0; sweep < sweeps && moved; sweep++) {
            moved = false;
            for (int column = 0; column < price.length; column++) {
                if (awake[column]) {
                    awake[column] = false;
                    double better = halfway(column, closed, price);
                    if (Math.abs(better - price[column]) > still) {
                        wakeNeighbours(column, closed);
                        moved = true;
                    }
                    price[column] = better;
                }
            }
        }
    }

    /** Mean of the two highest prices that rows would pay for the column, given the other prices. */
    private double halfway(int column, boolean[] closed, double[] price) {
        double highest = 0;
        double second = 0;
        for (int i = choices.columnStart()[column]; i < choices.columnStart()[column + 1]; i++) {
            int row = choices.rowsAt()[i];
            double with = Double.NEGATIVE_INFINITY;
            double without = 0;
            for (int h = choices.rowStart()[row]; h < choices.rowStart()[row + 1]; h++) {
                if (!closed[h]) {
                    double value = choices.value(h, price);
                    if (choices.takes(h, column)) {
                        with = Math.max(with, value);
                    } else {
                        without = Math.max(without, value);
                    }
                }
            }
            double pays = with + price[column] - without;
            if (pays > highest) {
                second = highest;
                highest = pays;
            } else if (pays > second) {
                second = pays;
            }
        }
        return (highest + second) / 2;
    }

    private void wakeNeighbours(int column, boolean[] closed) {
        for (int i = choices.columnStart()[column]; i < choices.columnStart()[column + 1]; i++) {
            int row = choices.rowsAt()[i];
            for (int h = choices.rowStart()[row]; h < choices.rowStart()[row + 1]; h++) {
                if (!closed[h]) {
                    awake[choices.first()[h]] = true;
                    if (choices.isDivision(h)) {
                        awake[choices.second()[h]] = true;
                    }
                }
            }
        }
        awake[column] = false;
    }
}
