package org.cellineage.track;

import org.cellineage.link.LinkProblem;

/** How much more probable a link is than the best other link of its track or its cell. */
final class LinkMargins {

    private final LinkProblem problem;
    private final double[] probability;
    /** The two highest probabilities of each cell's links. */
    private final double[][] best;

    LinkMargins(LinkProblem problem, double[] probability) {
        this.problem = problem;
        this.probability = probability;
        this.best = new double[problem.cells().size()][2];
        for (int e = 0; e < probability.length; e++) {
            double[] two = best[problem.cell()[e]];
            double value = probability[e];
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
        double other = probability[entry] == ofCell[0] ? ofCell[1] : ofCell[0];
        for (int e = problem.rowStart()[track]; e < problem.rowStart()[track + 1]; e++) {
            if (e != entry) {
                other = Math.max(other, probability[e]);
            }
        }
        return probability[entry] - other;
    }
}
