package org.cellineage.assign;

import java.util.Arrays;

/**
 * A part of a problem, numbered on its own, with what is chosen in it and its prices.
 *
 * @param choices the choices that take columns of the part only; their origin is the choice of the whole
 * @param rows rows of the whole, ascending
 * @param columns columns of the whole, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
record Part(Choices choices, int[] rows, int[] columns, Chosen chosen, double[] price) {

    /** Cuts parts out of one whole. */
    static final class Cutter {
        private final Choices whole;
        private final int[] localColumn;

        Cutter(Choices whole) {
            this.whole = whole;
            this.localColumn = new int[whole.columns()];
            Arrays.fill(localColumn, Assignment.NONE);
        }

        /** Rows and columns ascending; whoever has a chosen choice in the part must have it there wholly. */
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

    /** Replaces what the whole has in this part. */
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
