package org.cellineage.assign;

/**
 * A partial one-to-one assignment of rows to columns.
 *
 * @param entryOfRow for each row, the chosen entry of the {@link SparseCosts}, or {@link #NONE}
 * @param rowOfColumn for each column, its row, or {@link #NONE}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Assignment(int[] entryOfRow, int[] rowOfColumn) {

    /** Marks an unassigned row or column. */
    public static final int NONE = -1;

    /** Number of pairs. */
    public int pairs() {
        int count = 0;
        for (int entry : entryOfRow) {
            if (entry != NONE) {
                count++;
            }
        }
        return count;
    }
}
