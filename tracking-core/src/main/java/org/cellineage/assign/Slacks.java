package org.cellineage.assign;

/**
 * How far the value of each choice falls below the surplus of its row. The gap between a selection and the bound of the
 * relaxation is the sum of the slacks of its choices, the surpluses of idle rows and the prices of idle columns.
 *
 * @param left surplus of each row with its best choice, at least 0
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

    /** Slack of the row's current state: its choice, or idleness. */
    double ofRow(int row, Chosen chosen) {
        int choice = chosen.choiceOfRow()[row];
        return choice == Assignment.NONE ? left[row] : of(choice);
    }
}
