package org.cellineage.assign;

import java.util.Arrays;

/** A feasible selection of {@link Choices}, modified in place. */
@SuppressWarnings("ArrayRecordComponent")
record Chosen(int[] choiceOfRow, int[] rowOfColumn) {

    static Chosen none(Choices choices) {
        int[] choiceOfRow = new int[choices.rows()];
        int[] rowOfColumn = new int[choices.columns()];
        Arrays.fill(choiceOfRow, Assignment.NONE);
        Arrays.fill(rowOfColumn, Assignment.NONE);
        return new Chosen(choiceOfRow, rowOfColumn);
    }

    void take(Choices choices, int choice) {
        int row = choices.row()[choice];
        choiceOfRow[row] = choice;
        rowOfColumn[choices.first()[choice]] = row;
        if (choices.isDivision(choice)) {
            rowOfColumn[choices.second()[choice]] = row;
        }
    }

    void release(Choices choices, int row) {
        int choice = choiceOfRow[row];
        if (choice != Assignment.NONE) {
            choiceOfRow[row] = Assignment.NONE;
            rowOfColumn[choices.first()[choice]] = Assignment.NONE;
            if (choices.isDivision(choice)) {
                rowOfColumn[choices.second()[choice]] = Assignment.NONE;
            }
        }
    }

    /** Sum of the gains, added in row order. */
    double gain(Choices choices) {
        double total = 0;
        for (int choice : choiceOfRow) {
            if (choice != Assignment.NONE) {
                total += choices.gain()[choice];
            }
        }
        return total;
    }
}
