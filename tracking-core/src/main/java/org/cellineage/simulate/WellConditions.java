package org.cellineage.simulate;

/**
 * Effect of a well's treatment on its cells.
 *
 * @param dose 0 (untreated) to 1
 * @param cycleFactor factor on the length of the cell cycle
 * @param extraDeathRate additional probability of death per frame
 * @param stepFactor factor on the length of steps
 */
public record WellConditions(double dose, double cycleFactor, double extraDeathRate, double stepFactor) {

    /** No treatment. */
    public static final WellConditions UNTREATED = ofDose(0);

    /**
     * A drug that, in proportion to its dose, slows the cycle, kills some cells and reduces the motility of the others.
     */
    public static WellConditions ofDose(double dose) {
        return new WellConditions(dose, 1 + 1.5 * dose, 0.006 * dose, 1 - 0.5 * dose);
    }
}
