package org.cellineage.assign;

/**
 * What each link (row, column) would add to the total, for the pairs that are candidates.
 *
 * <p>Compressed rows as in {@link SparseCosts}: the candidates of row {@code i} are entries {@code rowStart[i]} to
 * {@code rowStart[i + 1]} (exclusive) of {@code column} and {@code gain}, columns ascending and unique in a row. Only
 * links that gain more than 0 are ever taken. The arrays are held, not copied; nobody may change them afterwards.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param rowStart {@code rows + 1} offsets
 * @param column column of each entry
 * @param gain gain of each entry, finite
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
