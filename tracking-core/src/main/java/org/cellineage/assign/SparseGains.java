package org.cellineage.assign;

/**
 * The gain of each candidate link of a row and a column.
 *
 * <p>In compressed row format, like {@link SparseCosts}: the candidates of row {@code i} are entries
 * {@code rowStart[i]} to {@code rowStart[i + 1]} (exclusive) of {@code column} and {@code gain}; columns are ascending
 * and unique within a row. Only links with a gain above 0 are ever chosen. Arrays are not copied and must not be
 * modified.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param rowStart {@code rows + 1} offsets
 * @param column column of each entry
 * @param gain finite gain of each entry
 */
@SuppressWarnings("ArrayRecordComponent")
public record SparseGains(int rows, int columns, int[] rowStart, int[] column, double[] gain) {

    public SparseGains {
        if (rowStart.length != rows + 1 || rowStart[rows] > column.length || column.length > gain.length) {
            throw new IllegalArgumentException("gains of " + rows + " rows need " + (rows + 1)
                    + " offsets and as many gains as columns, but have " + rowStart.length + ", " + gain.length + ", "
                    + column.length);
        }
    }

    /** Number of candidate pairs. */
    public int entries() {
        return rowStart[rows];
    }
}
