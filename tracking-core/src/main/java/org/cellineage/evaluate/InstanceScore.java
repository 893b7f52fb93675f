package org.cellineage.evaluate;

/**
 * Counts of cells found at one IoU threshold: cells of ground truth and result are paired one to one with an
 * intersection over union of at least {@code minIou}.
 *
 * <p>The pairing is a maximum matching. Above an IoU of 0.5, a cell can be paired with only one other; at exactly 0.5,
 * two cells may each cover half of it, and it counts once.
 *
 * @param minIou minimum intersection over union of a pair, 0.5 to 0.9
 * @param truePositives number of pairs
 * @param falsePositives unpaired cells of the result
 * @param falseNegatives unpaired cells of the ground truth
 */
public record InstanceScore(double minIou, long truePositives, long falsePositives, long falseNegatives) {

    /**
     * {@code TP / (TP + FP + FN)}, called average precision by the 2018 Data Science Bowl (Caicedo et al. 2019); NaN if
     * neither side has cells.
     */
    public double ap() {
        long all = truePositives + falsePositives + falseNegatives;
        return all == 0 ? Double.NaN : (double) truePositives / all;
    }

    /** Pairs over the cells of the result; NaN if it has none. */
    public double precision() {
        long result = truePositives + falsePositives;
        return result == 0 ? Double.NaN : (double) truePositives / result;
    }

    /** Pairs over the cells of the ground truth; NaN if it has none. */
    public double recall() {
        long truth = truePositives + falseNegatives;
        return truth == 0 ? Double.NaN : (double) truePositives / truth;
    }

    /** {@code 2 TP / (2 TP + FP + FN)}; NaN if neither side has cells. */
    public double f1() {
        long both = 2 * truePositives + falsePositives + falseNegatives;
        return both == 0 ? Double.NaN : 2.0 * truePositives / both;
    }

    /** Adds the counts of two scores with the same threshold. */
    InstanceScore plus(InstanceScore other) {
        return new InstanceScore(
                minIou,
                truePositives + other.truePositives,
                falsePositives + other.falsePositives,
                falseNegatives + other.falseNegatives);
    }
}
