package org.cellineage.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Detection of divisions, with a tolerance in frames.
 *
 * <p>A division is a mother with two or more daughters. It is found if a division of the result has the same number of
 * daughters, if mother and daughters match those of the ground truth one to one, and if their times differ by at most
 * the tolerance. A division with a wrong daughter counts twice, as missed and as a false alarm. (Tools that exclude
 * such mismatches report higher scores.)
 *
 * @param toleranceFrames maximum difference of the mother's last frame and of the daughters' first frames
 * @param found divisions of the ground truth that were found
 * @param missed divisions of the ground truth that were not found
 * @param falseAlarms divisions of the result that match none of the ground truth
 */
public record DivisionScore(int toleranceFrames, int found, int missed, int falseAlarms) {

    /** A truth division and a result division that may be the same event. */
    private record Pair(int truth, int result, int difference) {}

    static DivisionScore of(TrackMatching matching, int tolerance) {
        List<LineageGraph.Branching> truth = matching.truth().branchings();
        List<LineageGraph.Branching> result = matching.result().branchings();
        List<Pair> pairs = new ArrayList<>();
        for (int t = 0; t < truth.size(); t++) {
            for (int r = 0; r < result.size(); r++) {
                if (same(matching, truth.get(t), result.get(r), tolerance)) {
                    int difference =
                            Math.abs(truth.get(t).motherEnd() - result.get(r).motherEnd());
                    pairs.add(new Pair(t, r, difference));
                }
            }
        }
        pairs.sort(Comparator.comparingInt(Pair::difference)
                .thenComparingInt(Pair::truth)
                .thenComparingInt(Pair::result));
        Set<Integer> truthTaken = new HashSet<>();
        Set<Integer> resultTaken = new HashSet<>();
        int found = 0;
        for (Pair pair : pairs) {
            if (!truthTaken.contains(pair.truth()) && !resultTaken.contains(pair.result())) {
                truthTaken.add(pair.truth());
                resultTaken.add(pair.result());
                found++;
            }
        }
        return new DivisionScore(tolerance, found, truth.size() - found, result.size() - found);
    }

    private static boolean same(
            TrackMatching matching, LineageGraph.Branching truth, LineageGraph.Branching result, int tolerance) {
        boolean near = Math.abs(truth.motherEnd() - result.motherEnd()) <= tolerance;
        if (!near || truth.daughters().size() != result.daughters().size()) {
            return false;
        }
        // If one divides later, mothers are compared in the last frame in which both exist, daughters in the first in
        // which both exist.
        int before = Math.min(truth.motherEnd(), result.motherEnd());
        if (matching.resultLabel(before, truth.mother()) != result.mother()) {
            return false;
        }
        Set<Integer> matched = new HashSet<>();
        for (int daughter : truth.daughters()) {
            for (int candidate : result.daughters()) {
                int truthBegin = matching.truth().begin(daughter);
                int resultBegin = matching.result().begin(candidate);
                int after = Math.max(truthBegin, resultBegin);
                if (Math.abs(truthBegin - resultBegin) <= tolerance
                        && matching.resultLabel(after, daughter) == candidate
                        && matched.add(candidate)) {
                    break;
                }
            }
        }
        return matched.size() == truth.daughters().size();
    }

    /** Found divisions over all divisions of the ground truth; NaN if it has none. */
    public double recall() {
        return found + missed == 0 ? Double.NaN : (double) found / (found + missed);
    }

    /** Found divisions over all divisions of the result; NaN if it has none. */
    public double precision() {
        return found + falseAlarms == 0 ? Double.NaN : (double) found / (found + falseAlarms);
    }

    /**
     * Harmonic mean of precision and recall, which equals the branching correctness BC(tolerance) of Ulman et al. 2017;
     * NaN if the ground truth has no divisions.
     */
    public double f1() {
        return found + missed == 0 ? Double.NaN : 2.0 * found / (2.0 * found + missed + falseAlarms);
    }
}
