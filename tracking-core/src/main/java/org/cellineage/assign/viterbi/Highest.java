package org.cellineage.assign.viterbi;

import java.util.Arrays;

/** Values of which the highest is always known: a tournament in a binary tree. Of equal values, the first is taken. */
final class Highest {

    private final double[] value;
    private final int[] winner;
    private final int leaves;

    Highest(int count) {
        leaves = Math.max(1, Integer.highestOneBit(Math.max(1, 2 * count - 1)));
        value = new double[leaves];
        winner = new int[2 * leaves];
        Arrays.fill(value, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < leaves; i++) {
            winner[leaves + i] = i;
        }
        for (int node = leaves - 1; node >= 1; node--) {
            winner[node] = winner[2 * node];
        }
    }

    void set(int at, double newValue) {
        value[at] = newValue;
        for (int node = (leaves + at) / 2; node >= 1; node /= 2) {
            int left = winner[2 * node];
            int right = winner[2 * node + 1];
            winner[node] = value[right] > value[left] ? right : left;
        }
    }

    /** Index of the highest value. */
    int first() {
        return winner[1];
    }

    double highest() {
        return value[first()];
    }
}
