package org.cellineage.assign;

import java.util.Arrays;

/**
 * Assigns tracks (rows) to cells (columns) at the least total cost, where a track may die and a cell may be born at a
 * price.
 *
 * <p>The same answer as the dense assignment of Jaqaman et al. 2008 on the (rows + columns)² matrix with shadow objects:
 * link costs top left, death cost on the diagonal top right, birth cost on the diagonal bottom left, the transposed link
 * costs bottom right. As every link is paid twice there, that optimum links a pair only when its cost is below
 * {@code (birth + death) / 2} and maximises the sum of {@code (birth + death) / 2 - cost} over the links. This is solved
 * here on the candidates alone, one connected component at a time, by shortest augmenting paths with potentials
 * (Jonker and Volgenant 1987; on sparse graphs with a heap): every row may also take a private column "dies" at the
 * limit's cost.
 *
 * <p>The same matrix gives the same assignment; between equal totals the choice depends on the order of rows and
 * columns only.
 */
public final class ShadowAssignment {

    private final double limit;

    /**
     * @param birthCost price of a cell without a track
     * @param deathCost price of a track without a cell
     */
    public ShadowAssignment(double birthCost, double deathCost) {
        if (!(birthCost >= 0 && deathCost >= 0)) {
            throw new IllegalArgumentException(
                    "birth and death cost must be at least 0, but are " + birthCost + " and " + deathCost);
        }
        this.limit = (birthCost + deathCost) / 2;
    }

    /** Pairs at this cost or above are never linked. */
    public double limit() {
        return limit;
    }

    /** Solves the assignment. */
    public Assignment solve(SparseCosts costs) {
        int[] entryOfRow = new int[costs.rows()];
        int[] rowOfColumn = new int[costs.columns()];
        Arrays.fill(entryOfRow, Assignment.NONE);
        Arrays.fill(rowOfColumn, Assignment.NONE);
        Components components = Components.of(costs, limit);
        AugmentingPaths paths = new AugmentingPaths(costs, limit, entryOfRow, rowOfColumn);
        for (int c = 0; c < components.count(); c++) {
            int from = components.start()[c];
            int to = components.start()[c + 1];
            if (to - from == 1) {
                takeCheapest(costs, components.rows()[from], entryOfRow, rowOfColumn);
            } else {
                paths.solve(components.rows(), from, to);
            }
        }
        return new Assignment(entryOfRow, rowOfColumn);
    }

    private static void takeCheapest(SparseCosts costs, int row, int[] entryOfRow, int[] rowOfColumn) {
        int best = costs.rowStart()[row];
        for (int e = best + 1; e < costs.rowStart()[row + 1]; e++) {
            if (costs.cost()[e] < costs.cost()[best]) {
                best = e;
            }
        }
        entryOfRow[row] = best;
        rowOfColumn[costs.column()[best]] = row;
    }
}
