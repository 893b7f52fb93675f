package org.cellineage.assign;

/**
 * How much the bound of the relaxation drops if a row's choice is forbidden.
 *
 * <p>Without that choice, each of its columns becomes available at the price the next row would pay, and the row falls
 * back on its next best choice at these prices. No selection without the choice gains more than the bound minus these
 * reductions.
 */
final class Margins {

    private final Slacks slacks;
    private final Choices choices;
    private final double[] price;

    Margins(Slacks slacks) {
        this.slacks = slacks;
        this.choices = slacks.choices();
        this.price = slacks.price();
    }

    double of(int choice) {
        int row = choices.row()[choice];
        int first = choices.first()[choice];
        int second = choices.second()[choice];
        double firstFall = fall(row, first, Assignment.NONE, 0);
        double secondFall = second == Assignment.NONE ? 0 : fall(row, second, first, firstFall);
        double next = 0;
        for (int h = choices.rowStart()[row]; h < choices.rowStart()[row + 1]; h++) {
            if (h != choice) {
                double value = choices.value(h, price)
                        + (choices.takes(h, first) ? firstFall : 0)
                        + (second != Assignment.NONE && choices.takes(h, second) ? secondFall : 0);
                next = Math.max(next, value);
            }
        }
        double margin = slacks.left()[row] - next + firstFall + secondFall;
        return Math.min(choices.gain()[choice], Math.max(0, margin));
    }

    /**
     * How much a column's price can fall until a row other than its own values it as much as that row's current choice.
     */
    private double fall(int ownRow, int column, int cheaperColumn, double cheaperBy) {
        double fall = price[column];
        for (int i = choices.columnStart()[column]; i < choices.columnStart()[column + 1]; i++) {
            int row = choices.rowsAt()[i];
            if (row != ownRow) {
                for (int h = choices.rowStart()[row]; h < choices.rowStart()[row + 1]; h++) {
                    if (choices.takes(h, column)) {
                        double slack = slacks.of(h)
                                - (cheaperColumn != Assignment.NONE && choices.takes(h, cheaperColumn) ? cheaperBy : 0);
                        fall = Math.min(fall, Math.max(0, slack));
                    }
                }
            }
        }
        return fall;
    }
}
