package org.cellineage.assign;

import java.util.Arrays;

/**
 * A part of a problem with its own numbering, its current selection and its prices.
 *
 * @param choices the choices that take only columns of the part; their origin is the choice in the whole problem
 * @param rows rows in the whole problem, ascending
 * @param columns columns in the whole problem, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
record Part(Choices choices, int[] rows, int[] columns, Chosen chosen, double[] price) {

    /** Extracts parts from a problem. */
    static final class Cutter {
        private final Choices whole;
        private final int[] localColumn;

        Cutter(Choices whole) {
            this.whole = whole;
            this.localColumn = new int[whole.columns()];
            Arrays.fill(localColumn, Assignment.NONE);
        }

        /**
         * Extracts the part with these rows and columns (ascending); every selected choice that touches it must lie
         * completely inside it.
         */
        Part cut(int[] rows, int[] columns, Chosen chosen, double[] price) {
            double[] partPrice = new double[columns.length];
            for (int c = 0; c < columns.length; c++) {
                localColumn[columns[c]] = c;
                partPrice[c] = price[columns[c]];
            }
            Choices choices = whole.part(rows, columns.length, localColumn, this::isInside);
            Chosen inPart = Chosen.none(choices);
            for (int h = 0; h < choices.count(); h++) {
                if (chosen.choiceOfRow()[rows[choices.row()[h]]] == choices.origin()[h]) {
                    inPart.take(choices, h);
                }
            }
            for (int column : columns) {
                localColumn[column] = Assignment.NONE;
            }
            return new Part(choices, rows, columns, inPart, partPrice);
        }

        private boolean isInside(int choice) {
            return localColumn[whole.first()[choice]] != Assignment.NONE
                    && (!whole.isDivision(choice) || localColumn[whole.second()[choice]] != Assignment.NONE);
        }
    }

    /** Replaces the selection of the whole problem within this part. */
    void putBack(Choices whole, Chosen better, Chosen ofWhole) {
        for (int row : rows) {
            ofWhole.release(whole, row);
        }
        for (int choice : better.choiceOfRow()) {
            if (choice != Assignment.NONE) {
                ofWhole.take(whole, choices.origin()[choice]);
            }
        }
    }
}
