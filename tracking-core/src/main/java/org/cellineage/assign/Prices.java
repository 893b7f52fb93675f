package org.cellineage.assign;

import java.util.Arrays;

/**
 * The relaxation's bound through prices of columns, brought down column by column.
 *
 * <p>When columns cost {@code price >= 0} and every row takes what leaves it most, columns no longer exclude each other,
 * and the sum of all prices plus what is left to the rows is at least the best total (Lagrangian duality; at the best
 * prices it equals the linear programme's optimum). For one column the best price lies between what the two rows that
 * want it most would pay; it is set halfway between, so that the bound never rises and choices outside the optimum come
 * to lie clearly apart from it.
 */
final class Prices {

    /** A price that moves less than this part of the largest gain wakes no neighbour. */
    private static final double STILL = 1e-4;

    private final Choices choices;
    private final double still;
    private final boolean[] awake;

    Prices(Choices choices, double largestGain) {
        this.choices = choices;
        this.still = STILL * largestGain;
        this.awake = new boolean[choices.columns()];
    }

    /** What the best open choice leaves to the row, or 0. */
    double left(int row, boolean[] closed, double[] price) {
        double best = 0;
        for (int h = choices.rowStart()[row]; h < choices.rowStart()[row + 1]; h++) {
            if (!closed[h]) {
                best = Math.max(best, choices.value(h, price));
            }
        }
        return best;
    }

    /** No selection of open choices gains more. */
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

    /** Lowers the bound by moving prices, at most so many sweeps. */
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

    /** The mean of the two highest prices that rows would pay for the column, others' prices given. */
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
