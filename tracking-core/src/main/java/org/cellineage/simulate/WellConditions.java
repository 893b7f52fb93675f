package org.cellineage.simulate;

/**
 * What a well does to its cells.
 *
 * @param dose 0 (untreated) to 1
 * @param cycleFactor how much longer the cell cycle is
 * @param extraDeathRate additional probability to die in a frame
 * @param stepFactor how much shorter steps are
 */
public record WellConditions(double dose, double cycleFactor, double extraDeathRate, double stepFactor) {

    /** No treatment. */
    public static final WellConditions UNTREATED = ofDose(0);

    /** A drug that slows the cycle, kills some cells and makes the others sluggish, in proportion to its dose. */
    public static WellConditions ofDose(double dose) {
        return new WellConditions(dose, 1 + 1.5 * dose, 0.006 * dose, 1 - 0.5 * dose);
    }
}
