package org.cellineage.assign;

/**
 * Finds the best selection of a part by branch and bound over its divisions.
 *
 * <p>At each node some divisions are taken and some choices closed. The bound comes from prices ({@link Prices});
 * choices whose slack exceeds the difference between the bound and the best selection are closed. The remaining links
 * are solved exactly. If no open division gains more than the links' prices at its row and columns, the links are
 * optimal at this node; otherwise the search branches on the division that exceeds them most, first with it, then
 * without.
 */
final class PartSearch {

    private static final int SWEEPS = 12;

    private final Choices choices;
    private final Prices prices;
    private final double tolerance;
    private final long effort;

    private final boolean[] closed;
    private final int[] trail;
    private int trailLength;
    private final int[] taken;
    private int takenCount;

    private Chosen best;
    private double bestGain;
    private boolean proved = true;
    private long spent;

    /**
     * @param effort limit on the total number of choices visited, each once per node; the first node is always visited
     */
    PartSearch(Choices choices, Chosen start, double tolerance, long effort) {
        this.choices = choices;
        this.tolerance = tolerance;
        this.effort = effort;
        this.prices = new Prices(choices, choices.largestGain());
        this.closed = new boolean[choices.count()];
        this.trail = new int[choices.count()];
        this.taken = new int[choices.rows()];
        this.best = start;
        this.bestGain = start.gain(choices);
    }

    /** Searches from these prices and leaves the result in {@link #best}. */
    void run(double[] startPrice) {
        explore(startPrice, 0);
    }

    Chosen best() {
        return best;
    }

    double bestGain() {
        return bestGain;
    }

    /** Whether the result is proved optimal up to the tolerance. */
    boolean proved() {
        return proved;
    }

    private void explore(double[] startPrice, double gainTaken) {
        int mark = trailLength;
        double[] price = startPrice.clone();
        int branch;
        while ((branch = settle(price, gainTaken)) != Assignment.NONE) {
            int beforeTaking = trailLength;
            take(branch);
            explore(price, gainTaken + choices.gain()[branch]);
            takenCount--;
            reopen(beforeTaking);
            close(branch);
        }
        reopen(mark);
    }

    /** Bounds and solves this node; returns the division to branch on, or NONE if nothing better remains here. */
    private int settle(double[] price, double gainTaken) {
        if (spent > 0 && spent + choices.count() > effort) {
            proved = false;
            return Assignment.NONE;
        }
        spent += choices.count();
        prices.descend(closed, price, SWEEPS);
        double above = gainTaken + prices.bound(closed, price) - bestGain;
        if (above <= tolerance) {
            return Assignment.NONE;
        }
        closeAbove(price, above);
        LinkOptimum links = LinkOptimum.of(choices, closed);
        double gain = gainTaken + links.chosen().gain(choices);
        if (gain > bestGain + tolerance) {
            bestGain = gain;
            best = links.chosen();
            for (int i = 0; i < takenCount; i++) {
                best.take(choices, taken[i]);
            }
        }
        int branch = mostWanted(links.price());
        if (branch == Assignment.NONE) {
            return branch;
        }
        prices.descend(closed, links.price(), SWEEPS);
        double linksAbove = gainTaken + prices.bound(closed, links.price()) - bestGain;
        if (linksAbove <= tolerance) {
            return Assignment.NONE;
        }
        if (linksAbove < above) {
            System.arraycopy(links.price(), 0, price, 0, price.length);
        }
        return branch;
    }

    /** Closes the choices with which the bound would not exceed the best selection. */
    private void closeAbove(double[] price, double above) {
        for (int row = 0; row < choices.rows(); row++) {
            double left = prices.left(row, closed, price);
            for (int h = choices.rowStart()[row]; h < choices.rowStart()[row + 1]; h++) {
                if (left - choices.value(h, price) > above) {
                    close(h);
                }
            }
        }
    }

    /**
     * The open division that exceeds the prices at its row and columns most, the first of equals; NONE if there is
     * none.
     */
    private int mostWanted(double[] linkPrice) {
        int most = Assignment.NONE;
        double mostGain = tolerance;
        for (int row = 0; row < choices.rows(); row++) {
            double left = 0;
            for (int h = choices.rowStart()[row]; h < choices.rowStart()[row + 1]; h++) {
                if (!closed[h]) {
                    double value = choices.value(h, linkPrice);
                    if (!choices.isDivision(h)) {
                        left = Math.max(left, value);
                    } else if (value - left > mostGain) {
                        mostGain = value - left;
                        most = h;
                    }
                }
            }
        }
        return most;
    }

    private void take(int choice) {
        taken[takenCount++] = choice;
        int row = choices.row()[choice];
        for (int h = choices.rowStart()[row]; h < choices.rowStart()[row + 1]; h++) {
            close(h);
        }
        closeColumn(choices.first()[choice]);
        closeColumn(choices.second()[choice]);
    }

    private void closeColumn(int column) {
        for (int i = choices.columnStart()[column]; i < choices.columnStart()[column + 1]; i++) {
            int row = choices.rowsAt()[i];
            for (int h = choices.rowStart()[row]; h < choices.rowStart()[row + 1]; h++) {
                if (choices.takes(h, column)) {
                    close(h);
                }
            }
        }
    }

    private void close(int choice) {
        if (!closed[choice]) {
            closed[choice] = true;
            trail[trailLength++] = choice;
        }
    }

    private void reopen(int mark) {
        while (trailLength > mark) {
            closed[trail[--trailLength]] = false;
        }
    }
}
