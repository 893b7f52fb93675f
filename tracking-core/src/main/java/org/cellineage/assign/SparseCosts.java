package org.cellineage.assign;

/**
 * A sparse cost matrix, which has costs only for candidate pairs of row and column.
 *
 * <p>In compressed row format: the candidates of row {@code i} are entries {@code rowStart[i]} to
 * {@code rowStart[i + 1]} (exclusive) of {@code column} and {@code cost}; columns are ascending and unique within a
 * row. Arrays are not copied and must not be modified.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param rowStart {@code rows + 1} offsets
 * @param column column of each entry
 * @param cost finite cost of each entry
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
