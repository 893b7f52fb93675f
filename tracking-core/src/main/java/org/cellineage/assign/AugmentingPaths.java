package org.cellineage.assign;

import java.util.Arrays;

/**
 * Minimum-cost assignment of the rows of one component, where each row takes a column or remains unassigned at the
 * limit's cost.
 *
 * <p>Successive shortest paths: rows are added one by one; Dijkstra's algorithm on reduced costs finds the cheapest
 * alternating path from the new row to a free column or to a row that becomes unassigned. Potentials keep the reduced
 * costs non-negative. Only the nodes that a path visits are reset, so the cost depends on the local crowding and not on
 * the size of the frame.
 */
final class AugmentingPaths {

    private final SparseCosts costs;
    private final double limit;
    private final int[] entryOfRow;
    private final int[] rowOfColumn;

    /** Potentials of rows and columns: cost - rowPotential - columnPotential is at least 0, and 0 for matched pairs. */
    private final double[] rowPotential;

    private final double[] columnPotential;

    private final double[] distance;
    private final int[] rowBefore;
    private final int[] entryBefore;
    private final boolean[] settled;
    private final int[] touched;
    private final IndexedHeap heap;

    AugmentingPaths(SparseCosts costs, double limit, int[] entryOfRow, int[] rowOfColumn) {
        this.costs = costs;
        this.limit = limit;
        this.entryOfRow = entryOfRow;
        this.rowOfColumn = rowOfColumn;
        this.rowPotential = new double[costs.rows()];
        this.columnPotential = new double[costs.columns()];
        this.distance = new double[costs.columns()];
        this.rowBefore = new int[costs.columns()];
        this.entryBefore = new int[costs.columns()];
        this.settled = new boolean[costs.columns()];
        this.touched = new int[costs.columns()];
        this.heap = new IndexedHeap(distance);
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
    }

    void solve(int[] rows, int from, int to) {
        for (int i = from; i < to; i++) {
            insert(rows[i]);
        }
    }

    /** Dual price of a column in the optimum, at least 0; 0 if the column is free. */
    double columnPrice(int column) {
        return Math.max(0, -columnPotential[column]);
    }

    /** Adds a row and restores optimality. */
    private void insert(int newRow) {
        int touchedCount = 0;
        int row = newRow;
        double rowDistance = 0;
        double bestEnd = Double.POSITIVE_INFINITY;
        int endRow = Assignment.NONE;
        int endColumn = Assignment.NONE;
        rowPotential[newRow] = smallestReducedCost(newRow);
        while (true) {
            // Alternative: this row remains (or becomes) unassigned.
            double giveUp = rowDistance + limit - rowPotential[row];
            if (giveUp < bestEnd) {
                bestEnd = giveUp;
                endRow = row;
                endColumn = Assignment.NONE;
            }
            for (int e = costs.rowStart()[row]; e < costs.rowStart()[row + 1]; e++) {
                int column = costs.column()[e];
                if (costs.cost()[e] >= limit || settled[column]) {
                    continue;
                }
                double reduced = costs.cost()[e] - rowPotential[row] - columnPotential[column];
                double through = rowDistance + Math.max(0, reduced);
                if (through < distance[column]) {
                    if (distance[column] == Double.POSITIVE_INFINITY) {
                        touched[touchedCount++] = column;
                    }
                    distance[column] = through;
                    rowBefore[column] = row;
                    entryBefore[column] = e;
                    heap.pushOrMoveUp(column);
                }
            }
            if (heap.isEmpty() || distance[heap.peek()] >= bestEnd) {
                break;
            }
            int column = heap.pop();
            settled[column] = true;
            if (rowOfColumn[column] == Assignment.NONE) {
                bestEnd = distance[column];
                endColumn = column;
                break;
            }
            row = rowOfColumn[column];
            rowDistance = distance[column];
        }
        updatePotentials(newRow, bestEnd, touchedCount);
        flip(newRow, endRow, endColumn);
        for (int i = 0; i < touchedCount; i++) {
            distance[touched[i]] = Double.POSITIVE_INFINITY;
            settled[touched[i]] = false;
        }
        heap.clear();
    }

    private double smallestReducedCost(int row) {
        double smallest = limit;
        for (int e = costs.rowStart()[row]; e < costs.rowStart()[row + 1]; e++) {
            smallest = Math.min(smallest, costs.cost()[e] - columnPotential[costs.column()[e]]);
        }
        return smallest;
    }

    private void updatePotentials(int newRow, double length, int touchedCount) {
        rowPotential[newRow] += length;
        for (int i = 0; i < touchedCount; i++) {
            int column = touched[i];
            if (settled[column] && distance[column] < length) {
                double slack = length - distance[column];
                columnPotential[column] -= slack;
                if (rowOfColumn[column] != Assignment.NONE) {
                    rowPotential[rowOfColumn[column]] += slack;
                }
            }
        }
    }

    /** Augments along the path from its end: each row takes the column through which the path left it. */
    private void flip(int newRow, int endRow, int endColumn) {
        int column = endColumn;
        if (column == Assignment.NONE) {
            if (endRow == newRow) {
                return;
            }
            column = costs.column()[entryOfRow[endRow]];
            entryOfRow[endRow] = Assignment.NONE;
        }
        while (true) {
            int row = rowBefore[column];
            int entry = entryBefore[column];
            int freed = entryOfRow[row] == Assignment.NONE ? Assignment.NONE : costs.column()[entryOfRow[row]];
            entryOfRow[row] = entry;
            rowOfColumn[column] = row;
            if (row == newRow) {
                return;
            }
            column = freed;
        }
    }
}
