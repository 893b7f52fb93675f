package org.cellineage.format.name;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A well of a plate with up to 1536 wells, parsed from any notation: {@code A01}, {@code a1}, {@code A - 1},
 * {@code Well B02}, {@code r01c01}, {@code R2C11}. {@link #toString} gives the canonical form: row letters in upper
 * case, then a two-digit column ({@code A01} to {@code AF48}).
 *
 * @param row 1 to 32, from the top; row 27 is {@code AA}
 * @param column 1 to 48, from the left
 */
public record WellName(int row, int column) implements Comparable<WellName> {

    /** Rows of the largest plate. */
    public static final int MAX_ROW = 32;

    /** Columns of the largest plate. */
    public static final int MAX_COLUMN = 48;

    private static final Pattern LETTERS =
            Pattern.compile("(?:well[ _-]*)?([A-Z]{1,2})[ _-]{0,3}0{0,4}([1-9]\\d?)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBERS = Pattern.compile(
            "(?:well[ _-]*)?r(?:ow)?[ _-]?0{0,4}([1-9]\\d?)[ _-]{0,3}c(?:ol(?:umn)?)?[ _-]?0{0,4}([1-9]\\d?)",
            Pattern.CASE_INSENSITIVE);

    public WellName {
        if (row < 1 || row > MAX_ROW || column < 1 || column > MAX_COLUMN) {
            throw new IllegalArgumentException("there is no well with row " + row + " and column " + column);
        }
    }

    /** Parses the whole of {@code text} as a well, ignoring surrounding blanks; empty if invalid. */
    public static Optional<WellName> parse(String text) {
        String trimmed = text.strip();
        Matcher numbers = NUMBERS.matcher(trimmed);
        if (numbers.matches()) {
            return of(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
        }
        Matcher letters = LETTERS.matcher(trimmed);
        return letters.matches()
                ? of(rowNumber(letters.group(1)), Integer.parseInt(letters.group(2)))
                : Optional.empty();
    }

    /** Parses a row ({@code B} or {@code 2}) and a column ({@code 11}) given separately. */
    public static Optional<WellName> parse(String row, String column) {
        String rowText = row.strip();
        String columnText = column.strip();
        if (!columnText.matches("\\d{1,4}") || !rowText.matches("\\d{1,4}|[A-Za-z]{1,2}")) {
            return Optional.empty();
        }
        int rowNumber = Character.isDigit(rowText.charAt(0)) ? Integer.parseInt(rowText) : rowNumber(rowText);
        return of(rowNumber, Integer.parseInt(columnText));
    }

    /** The well at a row and a column, both from 1; empty if no plate has it. */
    public static Optional<WellName> of(int row, int column) {
        return row < 1 || row > MAX_ROW || column < 1 || column > MAX_COLUMN
                ? Optional.empty()
                : Optional.of(new WellName(row, column));
    }

    /**
     * The well with a number, counted row by row from 1.
     *
     * @param wells number of wells of the plate: 6, 12, 24, 48, 96, 384 or 1536
     * @return empty if the plate has no such well, or there is no such plate
     */
    public static Optional<WellName> ofIndex(int index, int wells) {
        int columns = switch (wells) {
            case 6 -> 3;
            case 12 -> 4;
            case 24 -> 6;
            case 48 -> 8;
            case 96 -> 12;
            case 384 -> 24;
            case 1536 -> 48;
            default -> 0;
        };
        return columns == 0 || index < 1 || index > wells
                ? Optional.empty()
                : of((index - 1) / columns + 1, (index - 1) % columns + 1);
    }

    /** The letters of the row: {@code A}, {@code AF}. */
    public String rowLetters() {
        String last = String.valueOf((char) ('A' + (row - 1) % 26));
        return row > 26 ? "A" + last : last;
    }

    /** Whether a plate with this number of rows and columns has the well. */
    public boolean fits(int rows, int columns) {
        return row <= rows && column <= columns;
    }

    private static int rowNumber(String letters) {
        String upper = letters.toUpperCase(Locale.ROOT);
        int number = 0;
        for (int i = 0; i < upper.length(); i++) {
            number = number * 26 + upper.charAt(i) - 'A' + 1;
        }
        return number;
    }

    @Override
    public int compareTo(WellName other) {
        return row == other.row ? Integer.compare(column, other.column) : Integer.compare(row, other.row);
    }

    /** The canonical form. */
    @Override
    public String toString() {
        return rowLetters() + (column < 10 ? "0" : "") + column;
    }
}
