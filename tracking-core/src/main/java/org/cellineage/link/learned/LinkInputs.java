package org.cellineage.link.learned;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.cellineage.link.LinkProblem;

/**
 * The inputs of the network's heads for a problem, in training and inference alike.
 *
 * @param problem the problem
 * @param track track of each entry
 * @param pairs {@link PairFeatures} of each entry
 * @param divisions the plausible divisions
 * @param divisionNumbers {@link DivisionFeatures#OWN_SIZE} features of each division
 * @param rivals for each division and daughter, the entries of the {@link DivisionFeatures#RIVALS} nearest other
 *     tracks, or {@link #NONE}
 */
@SuppressWarnings("ArrayRecordComponent")
public record LinkInputs(
        LinkProblem problem,
        int[] track,
        float[] pairs,
        List<DivisionFeatures.Candidate> divisions,
        float[] divisionNumbers,
        int[] rivals) {

    /**
     * Version of the features that a linking network reads ({@link PairFeatures} and the others); incremented whenever
     * the meaning of one changes.
     */
    public static final int VERSION = 3;

    /** Stands for no entry. */
    public static final int NONE = -1;

    /** Computes the inputs of a problem whose cells have features. */
    public static LinkInputs of(LinkProblem problem) {
        return of(problem, track -> true);
    }

    /** Computes the inputs for some tracks; those of the other pairs remain 0. */
    public static LinkInputs of(LinkProblem problem, IntPredicate tracks) {
        LinkGeometry geometry = LinkGeometry.of(problem);
        PairFit fit = PairFit.of(geometry);
        float[] pairs = new float[problem.entries() * PairFeatures.SIZE];
        List<DivisionFeatures.Candidate> divisions = new ArrayList<>();
        for (int i = 0; i < problem.tracks().size(); i++) {
            if (tracks.test(i)) {
                PairFeatures.fill(fit, i, pairs);
                DivisionFeatures.addCandidates(geometry, i, divisions);
            }
        }
        float[] numbers = new float[divisions.size() * DivisionFeatures.OWN_SIZE];
        int[] rivals = new int[divisions.size() * 2 * DivisionFeatures.RIVALS];
        Arrays.fill(rivals, NONE);
        for (int d = 0; d < divisions.size(); d++) {
            DivisionFeatures.Candidate division = divisions.get(d);
            DivisionFeatures.fill(fit, division, numbers, d * DivisionFeatures.OWN_SIZE);
            rivals(geometry, division.first(), rivals, 2 * d * DivisionFeatures.RIVALS);
            rivals(geometry, division.second(), rivals, (2 * d + 1) * DivisionFeatures.RIVALS);
        }
        return new LinkInputs(problem, geometry.track(), pairs, divisions, numbers, rivals);
    }

    private static void rivals(LinkGeometry geometry, int entry, int[] to, int at) {
        int cell = geometry.problem().cell()[entry];
        int into = at;
        for (int k = geometry.cellStart()[cell];
                k < geometry.cellStart()[cell + 1] && into < at + DivisionFeatures.RIVALS;
                k++) {
            if (geometry.byCell()[k] != entry) {
                to[into++] = geometry.byCell()[k];
            }
        }
    }
}
