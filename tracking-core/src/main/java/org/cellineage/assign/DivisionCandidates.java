package org.cellineage.assign;

/**
 * Divisions that may be chosen: the mother's row, her two daughters' columns, and what the division would add to the
 * total.
 *
 * <p>In any order. Only divisions that gain more than 0 are ever taken; a daughter's column needs no link candidate
 * with the mother's row. The arrays are held, not copied; nobody may change them afterwards.
 *
 * @param row mother's row of each candidate
 * @param first lower column of each candidate
 * @param second higher column of each candidate
 * @param gain gain of each candidate, finite; of the division as a whole, not on top of a link
 */
@SuppressWarnings("ArrayRecordComponent")
public record DivisionCandidates(int[] row, int[] first, int[] second, double[] gain) {

    /** No candidate. */
    public static final DivisionCandidates EMPTY =
            new DivisionCandidates(new int[0], new int[0], new int[0], new double[0]);

    public DivisionCandidates {
        if (first.length != row.length || second.length != row.length || gain.length != row.length) {
            throw new IllegalArgumentException("each division needs a row, two columns and a gain, but there are "
                    + row.length + ", " + first.length + ", " + second.length + " and " + gain.length);
        }
        for (int d = 0; d < row.length; d++) {
            if (first[d] >= second[d]) {
                throw new IllegalArgumentException("the first daughter's column must be the lower one, but division "
                        + d + " has " + first[d] + " and " + second[d]);
            }
        }
    }

    /** Number of candidates. */
    public int count() {
        return row.length;
    }

    /** Throws where a row or column is not in a matrix of this size. */
    void checkWithin(int rows, int columns) {
        for (int d = 0; d < row.length; d++) {
            if (row[d] < 0 || row[d] >= rows || first[d] < 0 || second[d] >= columns) {
                throw new IllegalArgumentException("division " + d + " of row " + row[d] + " into columns " + first[d]
                        + " and " + second[d] + " is outside " + rows + " rows and " + columns + " columns");
            }
        }
    }
}
