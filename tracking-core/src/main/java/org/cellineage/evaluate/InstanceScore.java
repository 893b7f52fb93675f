package org.cellineage.evaluate;

/**
 * How many cells were found at one level of strictness: those of the truth and of the result that pair up one to one
 * with an intersection over union (IoU) of at least {@code minIou}.
 *
 * <p>The pairing is the largest there is. Above an IoU of 0.5 a cell fits one other at most, and there is no choice; at
 * exactly 0.5 a cell may fit two others, each half of it, and counts once.
 *
 * @param minIou least intersection over union of a pair, 0.5 to 0.9
 * @param truePositives pairs
 * @param falsePositives cells of the result without a partner
 * @param falseNegatives cells of the truth without a partner
 */
public record InstanceScore(double minIou, long truePositives, long falsePositives, long falseNegatives) {

    /**
     * {@code TP / (TP + FP + FN)}, which the 2018 Data Science Bowl calls average precision (Caicedo et al. 2019); NaN
     * where neither side has a cell.
     */
    public double ap() {
        long all = truePositives + falsePositives + falseNegatives;
        return all == 0 ? Double.NaN : (double) truePositives / all;
    }

    /** Pairs over the cells of the result; NaN where it has none. */
    public double precision() {
        long result = truePositives + falsePositives;
        return result == 0 ? Double.NaN : (double) truePositives / result;
    }

    /** Pairs over the cells of the truth; NaN where it has none. */
    public double recall() {
        long truth = truePositives + falseNegatives;
        return truth == 0 ? Double.NaN : (double) truePositives / truth;
    }

    /** {@code 2 TP / (2 TP + FP + FN)}; NaN where neither side has a cell. */
    public double f1() {
        long both = 2 * truePositives + falsePositives + falseNegatives;
        return both == 0 ? Double.NaN : 2.0 * truePositives / both;
    }

    /** Both counts together. */
    InstanceScore plus(InstanceScore other) {
        return new InstanceScore(
                minIou,
                truePositives + other.truePositives,
                falsePositives + other.falsePositives,
                falseNegatives + other.falseNegatives);
    }
}
