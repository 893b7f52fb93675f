package org.cellineage.assign;

/**
 * How far each choice lies below what the prices leave to its row. What a selection lacks to the relaxation's bound is the
 * sum of the slacks of its choices, of what is left to its idle rows and of the prices of its idle columns.
 *
 * @param left what the best choice leaves to each row, at least 0
 */
@SuppressWarnings("ArrayRecordComponent")
record Slacks(Choices choices, double[] price, double[] left) {

    static Slacks of(Choices choices, double[] price, Prices prices) {
        double[] left = new double[choices.rows()];
        boolean[] closed = new boolean[choices.count()];
        for (int row = 0; row < left.length; row++) {
            left[row] = prices.left(row, closed, price);
        }
        return new Slacks(choices, price, left);
    }

    double of(int choice) {
        return Math.max(0, left[choices.row()[choice]] - choices.value(choice, price));
    }

    /** The slack of what a row has: its choice, or idleness. */
    double ofRow(int row, Chosen chosen) {
        int choice = chosen.choiceOfRow()[row];
        return choice == Assignment.NONE ? left[row] : of(choice);
    }
}
