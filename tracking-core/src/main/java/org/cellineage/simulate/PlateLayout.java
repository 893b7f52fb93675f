package org.cellineage.simulate;

import java.util.Locale;

/**
 * The wells of the smallest standard plate (96, 384 or 1,536 wells) that is large enough, filled row by row.
 *
 * @param rows number of rows of the plate
 * @param columns number of columns of the plate
 */
public record PlateLayout(int rows, int columns) implements java.io.Serializable {

    private static final int MAX_WELLS = 1536;

    /** The plate for a number of wells. */
    public static PlateLayout forWells(int wells) {
        if (wells < 1 || wells > MAX_WELLS) {
            throw new IllegalArgumentException("a plate has 1 to " + MAX_WELLS + " wells, not " + wells);
        }
        if (wells <= 96) {
            return new PlateLayout(8, 12);
        }
        return wells <= 384 ? new PlateLayout(16, 24) : new PlateLayout(32, 48);
    }

    /** Name of the {@code index}-th well: A01, A02, …, AF48. */
    public String well(int index) {
        int row = index / columns;
        String letters = row < 26 ? "" + (char) ('A' + row) : "A" + (char) ('A' + row - 26);
        return letters + String.format(Locale.ROOT, "%02d", index % columns + 1);
    }

    /** Column of the {@code index}-th well, counted from 0. */
    public int column(int index) {
        return index % columns;
    }
}
