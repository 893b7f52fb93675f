package org.cellineage.assign;

/**
 * Candidate divisions: the mother's row, her two daughters' columns, and the gain of the division.
 *
 * <p>In any order. Only divisions with a gain above 0 are ever chosen; a daughter's column need not be a link candidate
 * of the mother's row. Arrays are not copied and must not be modified.
 *
 * @param row mother's row of each candidate
 * @param first lower column of each candidate
 * @param second higher column of each candidate
 * @param gain finite gain of each candidate, for the division as a whole and not in addition to a link
 */
@SuppressWarnings("ArrayRecordComponent")
public record DivisionCandidates(int[] row, int[] first, int[] second, double[] gain) {

    /** No candidates. */
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

    /**
     * Checks that all rows and columns lie within a matrix of this size.
     *
     * @throws IllegalArgumentException otherwise
     */
    void checkWithin(int rows, int columns) {
        for (int d = 0; d < row.length; d++) {
            if (row[d] < 0 || row[d] >= rows || first[d] < 0 || second[d] >= columns) {
                throw new IllegalArgumentException("division " + d + " of row " + row[d] + " into columns " + first[d]
                        + " and " + second[d] + " is outside " + rows + " rows and " + columns + " columns");
            }
        }
    }
}
