package org.cellineage.assign;

import java.util.Arrays;

/**
 * The optimal links without divisions, and the column prices that prove it.
 *
 * @param chosen the links
 * @param price price of each column, at least 0
 */
@SuppressWarnings("ArrayRecordComponent")
record LinkOptimum(Chosen chosen, double[] price) {

    /** Solves the links that are not closed, with rows in ascending order, like {@link ShadowAssignment}. */
    static LinkOptimum of(Choices choices, boolean[] closed) {
        int[] rowStart = new int[choices.rows() + 1];
        int[] column = new int[choices.count()];
        double[] cost = new double[choices.count()];
        int[] choiceOfEntry = new int[choices.count()];
        int[] rows = new int[choices.rows()];
        int rowCount = 0;
        int entries = 0;
        for (int row = 0; row < choices.rows(); row++) {
            for (int h = choices.rowStart()[row]; h < choices.rowStart()[row + 1]; h++) {
                if (!closed[h] && !choices.isDivision(h)) {
                    column[entries] = choices.first()[h];
                    cost[entries] = -choices.gain()[h];
                    choiceOfEntry[entries] = h;
                    entries++;
                }
            }
            rowStart[row + 1] = entries;
            if (entries > rowStart[row]) {
                rows[rowCount++] = row;
            }
        }
        SparseCosts costs = new SparseCosts(choices.rows(), choices.columns(), rowStart, column, cost);
        int[] entryOfRow = new int[choices.rows()];
        int[] rowOfColumn = new int[choices.columns()];
        Arrays.fill(entryOfRow, Assignment.NONE);
        Arrays.fill(rowOfColumn, Assignment.NONE);
        AugmentingPaths paths = new AugmentingPaths(costs, 0, entryOfRow, rowOfColumn);
        paths.solve(rows, 0, rowCount);
        for (int row = 0; row < entryOfRow.length; row++) {
            if (entryOfRow[row] != Assignment.NONE) {
                entryOfRow[row] = choiceOfEntry[entryOfRow[row]];
            }
        }
        double[] price = new double[choices.columns()];
        for (int c = 0; c < price.length; c++) {
            price[c] = paths.columnPrice(c);
        }
        return new LinkOptimum(new Chosen(entryOfRow, rowOfColumn), price);
    }
}
