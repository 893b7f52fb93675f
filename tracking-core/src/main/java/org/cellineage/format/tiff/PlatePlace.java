package org.cellineage.format.tiff;

import java.util.Locale;

/**
 * A position on a plate in OME-XML.
 *
 * @param row row of the well, from 0
 * @param column column of the well, from 0
 * @param site number of the position in the well, from 1
 */
public record PlatePlace(int row, int column, int site) {

    /** Name of the well: {@code A01}, {@code AF48}. */
    public String well() {
        String letter = Character.toString('A' + row % 26);
        String letters = row < 26 ? letter : Character.toString('A' + row / 26 - 1) + letter;
        return String.format(Locale.ROOT, "%s%02d", letters, column + 1);
    }
}
