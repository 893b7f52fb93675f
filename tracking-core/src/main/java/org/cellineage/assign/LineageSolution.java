package org.cellineage.assign;

/**
 * Links and divisions chosen jointly: each row has at most one link or division, each column at most one row.
 *
 * @param entryOfRow for each row, the chosen entry of the {@link SparseGains}, or {@link Assignment#NONE}
 * @param divisionOfRow for each row, the chosen index of the {@link DivisionCandidates}, or {@link Assignment#NONE}
 * @param rowOfColumn for each column, its row, or {@link Assignment#NONE}
 * @param margin for each row, how decisively its link or division was chosen; 0 for rows without one. No assignment
 *     without this choice gains more than {@code relaxedGain - margin}, so forbidding it loses at least
 *     {@code margin - (relaxedGain - gain)}. It is computed from the prices of the relaxation at this row and its
 *     columns: usually the exact loss if few rows compete, too small in long chains, never more than the gain of the
 *     choice
 * @param gain the total gain
 * @param relaxedGain upper bound on the total, from the relaxation
 * @param gap no assignment gains more than {@code gain + gap}; 0 (up to rounding, 1e-9 of the largest gain per row) if
 *     {@code unproved} is 0
 * @param unproved number of parts that reached the effort limit, whose choice is good but not proved optimal
 */
@SuppressWarnings("ArrayRecordComponent")
public record LineageSolution(
        int[] entryOfRow,
        int[] divisionOfRow,
        int[] rowOfColumn,
        double[] margin,
        double gain,
        double relaxedGain,
        double gap,
        int unproved) {

    /** Number of links, not counting divisions. */
    public int links() {
        return chosen(entryOfRow);
    }

    /** Number of divisions. */
    public int divisions() {
        return chosen(divisionOfRow);
    }

    private static int chosen(int[] ofRow) {
        int count = 0;
        for (int choice : ofRow) {
            if (choice != Assignment.NONE) {
                count++;
            }
        }
        return count;
    }
}
