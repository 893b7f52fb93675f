package org.cellineage.assign;

import java.util.Arrays;

/**
 * Assigns tracks (rows) to cells (columns) at minimum total cost, where a track may die and a cell may be born at a
 * cost.
 *
 * <p>The result equals the dense assignment of Jaqaman et al. 2008 on the (rows + columns)² matrix with shadow objects:
 * link costs top left, death cost on the diagonal top right, birth cost on the diagonal bottom left, and the transposed
 * link costs bottom right. Because every link is paid twice there, its optimum links a pair only if the cost is below
 * {@code (birth + death) / 2}, and it maximizes the sum of {@code (birth + death) / 2 - cost} over the links. Here this
 * is solved on the candidates alone, one connected component at a time, by shortest augmenting paths with potentials
 * (Jonker and Volgenant 1987; with a heap, as the graph is sparse); every row may also remain unassigned at the limit's
 * cost.
 *
 * <p>The same matrix gives the same assignment; among equal totals, the choice depends only on the order of rows and
 * columns.
 */
public final class ShadowAssignment {

    private final double limit;

    /**
     * @param birthCost cost of a cell without a track
     * @param deathCost cost of a track without a cell
     */
    public ShadowAssignment(double birthCost, double deathCost) {
        if (!(birthCost >= 0 && deathCost >= 0)) {
            throw new IllegalArgumentException(
                    "birth and death cost must be at least 0, but are " + birthCost + " and " + deathCost);
        }
        this.limit = (birthCost + deathCost) / 2;
    }

    /** Pairs with at least this cost are never linked. */
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
