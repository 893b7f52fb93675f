package org.cellineage.assign;

/**
 * Links and divisions chosen together: each row has at most one link or one division, each column at most one row.
 *
 * @param entryOfRow for each row the chosen entry of the {@link SparseGains}, or {@link Assignment#NONE}
 * @param divisionOfRow for each row the chosen index of the {@link DivisionCandidates}, or {@link Assignment#NONE}
 * @param rowOfColumn for each column its row, or {@link Assignment#NONE}
 * @param margin for each row how firmly its link or division is chosen, 0 for rows without: without it, no assignment
 *     gains more than {@code relaxedGain - margin}; so at least {@code margin - (relaxedGain - gain)} would be lost
 *     were it forbidden. From the prices of the relaxation at this row and its columns: mostly the loss itself where
 *     few rows compete, too little in long chains, never more than the choice's own gain
 * @param gain the total that was reached
 * @param relaxedGain what the relaxation proves for all together: no assignment gains more
 * @param gap no assignment gains more than {@code gain + gap}; 0 (up to rounding, 1e-9 of the largest gain a row) where
 *     {@code unproved} is 0
 * @param unproved parts of the problem that reached the limit of work, so that their choice is good but not proved best
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

    /** Number of links; a division counts none. */
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
