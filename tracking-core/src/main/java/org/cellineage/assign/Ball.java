package org.cellineage.assign;

import java.util.Arrays;

/**
 * The rows and columns that an exchange can reach from a source while the total slack of its new choices stays below a
 * radius.
 *
 * <p>Dijkstra's algorithm over nodes (rows first, then columns); traversing a choice costs its slack, or nothing if it
 * is selected. Only visited nodes are reset for the next ball.
 */
final class Ball {

    private final Slacks slacks;
    private final Choices choices;
    private final Chosen chosen;
    private final double[] distance;
    private final int[] touched;
    private final int[] reached;
    private final IndexedHeap heap;
    private int touchedCount;
    private int reachedCount;

    Ball(Slacks slacks, Chosen chosen) {
        this.slacks = slacks;
        this.choices = slacks.choices();
        this.chosen = chosen;
        int nodes = choices.rows() + choices.columns();
        this.distance = new double[nodes];
        this.touched = new int[nodes];
        this.reached = new int[nodes];
        this.heap = new IndexedHeap(distance);
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
    }

    /**
     * Returns the nodes closer than the radius, nearest first; stops early once more than {@code mostRows} rows would
     * be reached.
     */
    int[] grow(int[] sources, double radius, int mostRows) {
        reset();
        for (int source : sources) {
            offer(source, 0);
        }
        int rowsReached = 0;
        while (!heap.isEmpty() && rowsReached < mostRows) {
            int node = heap.pop();
            reached[reachedCount++] = node;
            if (node < choices.rows()) {
                rowsReached++;
                fromRow(node, radius);
            } else {
                fromColumn(node - choices.rows(), radius);
            }
        }
        heap.clear();
        return Arrays.copyOf(reached, reachedCount);
    }

    /** Distance of a node returned by the last {@link #grow}. */
    double distance(int node) {
        return distance[node];
    }

    private void reset() {
        for (int i = 0; i < touchedCount; i++) {
            distance[touched[i]] = Double.POSITIVE_INFINITY;
        }
        touchedCount = 0;
        reachedCount = 0;
    }

    private void fromRow(int row, double radius) {
        double here = distance[row];
        for (int h = choices.rowStart()[row]; h < choices.rowStart()[row + 1]; h++) {
            if (chosen.choiceOfRow()[row] == h) {
                offerColumns(h, here);
            } else {
                double there = here + slacks.of(h);
                if (there < radius) {
                    offerColumns(h, there);
                }
            }
        }
    }

    private void fromColumn(int column, double radius) {
        double here = distance[choices.rows() + column];
        int owner = chosen.rowOfColumn()[column];
        if (owner != Assignment.NONE) {
            offer(owner, here);
        }
        for (int i = choices.columnStart()[column]; i < choices.columnStart()[column + 1]; i++) {
            int row = choices.rowsAt()[i];
            for (int h = choices.rowStart()[row]; h < choices.rowStart()[row + 1]; h++) {
                if (choices.takes(h, column) && chosen.choiceOfRow()[row] != h) {
                    double there = here + slacks.of(h);
                    if (there < radius) {
                        offer(row, there);
                        offerColumns(h, there);
                    }
                }
            }
        }
    }

    private void offerColumns(int choice, double at) {
        offer(choices.rows() + choices.first()[choice], at);
        if (choices.isDivision(choice)) {
            offer(choices.rows() + choices.second()[choice], at);
        }
    }

    private void offer(int node, double at) {
        if (at < distance[node]) {
            if (distance[node] == Double.POSITIVE_INFINITY) {
                touched[touchedCount++] = node;
            }
            distance[node] = at;
            heap.pushOrMoveUp(node);
        }
    }
}
