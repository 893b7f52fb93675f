package org.cellineage.assign;

/**
 * A sparse cost matrix: cost (row, column) for the pairs that are candidates, nothing for the others.
 *
 * <p>Compressed rows: the candidates of row {@code i} are entries {@code rowStart[i]} to {@code rowStart[i + 1]}
 * (exclusive) of {@code column} and {@code cost}, columns ascending and unique in a row. The arrays are held, not
 * copied; nobody may change them afterwards.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param rowStart {@code rows + 1} offsets
 * @param column column of each entry
 * @param cost cost of each entry, finite
 */
@SuppressWarnings("ArrayRecordComponent")
public record SparseCosts(int rows, int columns, int[] rowStart, int[] column, double[] cost) {

    public SparseCosts {
        if (rowStart.length != rows + 1 || rowStart[rows] > column.length || column.length > cost.length) {
            throw new IllegalArgumentException("a matrix of " + rows + " rows needs " + (rows + 1)
                    + " offsets and as many costs as columns, but has " + rowStart.length + ", " + cost.length + ", "
                    + column.length);
        }
    }

    /** Number of candidate pairs. */
    public int entries() {
        return rowStart[rows];
    }
}
