package org.cellineage.track;

import org.cellineage.link.LinkProblem;
import org.cellineage.link.learned.LearnedScorer;

/** How much more probable a link is than the best other link of its track or its cell. */
final class LinkMargins {

    private final LinkProblem problem;
    private final double[] same;
    /** The two highest probabilities of each cell's links. */
    private final double[][] best;

    LinkMargins(LinkProblem problem, LearnedScorer.Scores scores) {
        this.problem = problem;
        this.same = scores.same();
        this.best = new double[problem.cells().size()][2];
        for (int e = 0; e < same.length; e++) {
            double[] two = best[problem.cell()[e]];
            double value = same[e];
            if (value > two[0]) {
                two[1] = two[0];
                two[0] = value;
            } else if (value > two[1]) {
                two[1] = value;
            }
        }
    }

    /** The margin of a track's link, from -1 to 1. */
    double of(int track, int entry) {
        double[] ofCell = best[problem.cell()[entry]];
        double other = same[entry] == ofCell[0] ? ofCell[1] : ofCell[0];
        for (int e = problem.rowStart()[track]; e < problem.rowStart()[track + 1]; e++) {
            if (e != entry) {
                other = Math.max(other, same[e]);
            }
        }
        return same[entry] - other;
    }
}
