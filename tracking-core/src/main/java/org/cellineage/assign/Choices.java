package org.cellineage.assign;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Links and divisions as one list: the choices of each row with a gain above 0, and the columns they take.
 *
 * <p>The choices of row {@code i} are {@code rowStart[i]} to {@code rowStart[i + 1] - 1}: links by column, then
 * divisions by their columns. Ties are broken by this order, not by that of the input.
 *
 * @param first first column of each choice, the lower one of a division
 * @param second higher column of a division, {@link Assignment#NONE} for a link
 * @param origin where a choice comes from: an entry or a division of the input or, for a part, a choice of the whole
 * @param columnStart offsets into {@code rowsAt} for each column
 * @param rowsAt for each column, the ascending distinct rows with a choice that takes it
 */
@SuppressWarnings("ArrayRecordComponent")
record Choices(
        int rows,
        int columns,
        int[] rowStart,
        int[] row,
        int[] first,
        int[] second,
        double[] gain,
        int[] origin,
        int[] columnStart,
        int[] rowsAt) {

    static Choices of(SparseGains links, DivisionCandidates divisions) {
        int[] order = sorted(divisions);
        Builder builder = new Builder(links.rows(), links.columns(), links.entries() + order.length);
        int next = 0;
        for (int row = 0; row < links.rows(); row++) {
            for (int e = links.rowStart()[row]; e < links.rowStart()[row + 1]; e++) {
                if (links.gain()[e] > 0) {
                    builder.add(row, links.column()[e], Assignment.NONE, links.gain()[e], e);
                }
            }
            for (; next < order.length && divisions.row()[order[next]] == row; next++) {
                int d = order[next];
                builder.add(
                        row,
                        divisions.first()[d],
                        divisions.second()[d],
                        divisions.gain()[d],
                        d);
            }
        }
        return builder.build();
    }

    /** Divisions with a positive gain, sorted by row, columns, descending gain and index. */
    private static int[] sorted(DivisionCandidates divisions) {
        return IntStream.range(0, divisions.count())
                .filter(d -> divisions.gain()[d] > 0)
                .boxed()
                .sorted((a, b) -> {
                    int byRow = Integer.compare(divisions.row()[a], divisions.row()[b]);
                    int byFirst = byRow != 0
                            ? byRow
                            : Integer.compare(divisions.first()[a], divisions.first()[b]);
                    int bySecond = byFirst != 0
                            ? byFirst
                            : Integer.compare(divisions.second()[a], divisions.second()[b]);
                    return bySecond != 0
                            ? bySecond
                            : Double.compare(divisions.gain()[b], divisions.gain()[a]);
                })
                .mapToInt(Integer::intValue)
                .toArray();
    }

    int count() {
        return rowStart[rows];
    }

    boolean isDivision(int choice) {
        return second[choice] != Assignment.NONE;
    }

    boolean takes(int choice, int column) {
        return first[choice] == column || second[choice] == column;
    }

    /** Gain of a choice minus the prices of its columns. */
    double value(int choice, double[] price) {
        double value = gain[choice] - price[first[choice]];
        return second[choice] == Assignment.NONE ? value : value - price[second[choice]];
    }

    double largestGain() {
        double largest = 0;
        for (double g : gain) {
            largest = Math.max(largest, g);
        }
        return largest;
    }

    /**
     * Returns the choices of these rows (ascending) that pass the filter; {@code localColumn} renumbers their columns
     * from 0.
     */
    Choices part(int[] keptRows, int partColumns, int[] localColumn, Keep keep) {
        int size = 0;
        for (int r : keptRows) {
            size += rowStart[r + 1] - rowStart[r];
        }
        Builder builder = new Builder(keptRows.length, partColumns, size);
        for (int local = 0; local < keptRows.length; local++) {
            for (int h = rowStart[keptRows[local]]; h < rowStart[keptRows[local] + 1]; h++) {
                if (keep.test(h)) {
                    int otherColumn = isDivision(h) ? localColumn[second[h]] : Assignment.NONE;
                    builder.add(local, localColumn[first[h]], otherColumn, gain[h], h);
                }
            }
        }
        return builder.build();
    }

    /** Selects the choices that belong to a part. */
    @FunctionalInterface
    interface Keep {
        boolean test(int choice);
    }

    /** Collects choices row by row. */
    private static final class Builder {
        private final int rows;
        private final int columns;
        private final int[] rowStart;
        private final int[] row;
        private final int[] first;
        private final int[] second;
        private final double[] gain;
        private final int[] origin;
        private int count;

        Builder(int rows, int columns, int most) {
            this.rows = rows;
            this.columns = columns;
            this.rowStart = new int[rows + 1];
            this.row = new int[most];
            this.first = new int[most];
            this.second = new int[most];
            this.gain = new double[most];
            this.origin = new int[most];
        }

        void add(int ofRow, int column, int otherColumn, double itsGain, int itsOrigin) {
            row[count] = ofRow;
            first[count] = column;
            second[count] = otherColumn;
            gain[count] = itsGain;
            origin[count] = itsOrigin;
            count++;
            rowStart[ofRow + 1] = count;
        }

        Choices build() {
            for (int r = 0; r < rows; r++) {
                rowStart[r + 1] = Math.max(rowStart[r + 1], rowStart[r]);
            }
            int[] columnStart = new int[columns + 1];
            int[] lastRow = new int[columns];
            Arrays.fill(lastRow, -1);
            for (int h = 0; h < count; h++) {
                countColumn(first[h], row[h], lastRow, columnStart);
                countColumn(second[h], row[h], lastRow, columnStart);
            }
            for (int c = 0; c < columns; c++) {
                columnStart[c + 1] += columnStart[c];
            }
            int[] rowsAt = new int[columnStart[columns]];
            int[] fill = columnStart.clone();
            Arrays.fill(lastRow, -1);
            for (int h = 0; h < count; h++) {
                enterRow(first[h], row[h], lastRow, fill, rowsAt);
                enterRow(second[h], row[h], lastRow, fill, rowsAt);
            }
            return new Choices(rows, columns, rowStart, row, first, second, gain, origin, columnStart, rowsAt);
        }

        private static void countColumn(int column, int row, int[] lastRow, int[] columnStart) {
            if (column != Assignment.NONE && lastRow[column] != row) {
                lastRow[column] = row;
                columnStart[column + 1]++;
            }
        }

        private static void enterRow(int column, int row, int[] lastRow, int[] fill, int[] rowsAt) {
            if (column != Assignment.NONE && lastRow[column] != row) {
                lastRow[column] = row;
                rowsAt[fill[column]++] = row;
            }
        }
    }
}
