package org.cellineage.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.assign.Assignment;
import org.cellineage.assign.DivisionCandidates;
import org.cellineage.assign.ShadowAssignment;
import org.cellineage.assign.SparseCosts;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.link.CandidateFinder;
import org.cellineage.link.GeometricScorer;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.LinkScorer;

/**
 * Links with hand-engineered scores in the two steps that Moen et al. 2019 use with learned ones: first an assignment
 * with shadow objects for births and deaths, then a search for the mothers of the new cells.
 */
public final class GeometricLinker implements FrameLinker {

    /** The least probability of which a logarithm is taken. */
    private static final double LEAST = 1e-6;

    private final CandidateFinder candidates;
    private final LinkScorer scorer;
    private final ShadowAssignment assignment;
    private final DivisionFinder divisionFinder;
    private final TrackingOptions options;
    private final GainListener listener;

    public GeometricLinker(TrackingOptions options, LinkOptions linkOptions) {
        this(options, linkOptions, new GeometricScorer(linkOptions));
    }

    /**
     * Creates a linker with any scorer.
     *
     * @param scorer gives the linker its name
     */
    public GeometricLinker(TrackingOptions options, LinkOptions linkOptions, LinkScorer scorer) {
        this(options, linkOptions, scorer, GainListener.NONE);
    }

    /**
     * Creates a linker with any scorer.
     *
     * @param scorer gives the linker its name
     * @param listener hears of every frame
     */
    public GeometricLinker(TrackingOptions options, LinkOptions linkOptions, LinkScorer scorer, GainListener listener) {
        this.options = options;
        this.listener = listener;
        this.candidates = new CandidateFinder(linkOptions);
        this.scorer = scorer;
        this.assignment = new ShadowAssignment(options.birthCost(), options.deathCost());
        this.divisionFinder = new DivisionFinder(scorer, options);
    }

    @Override
    public String name() {
        return scorer.name();
    }

    @Override
    public CandidateFinder candidates() {
        return candidates;
    }

    @Override
    public FrameLinks link(SegmentedFrame frame, LinkProblem problem, LinkDoubts doubts) {
        double[] scores = scorer.scoreLinks(problem);
        if (listener != GainListener.NONE) {
            listener.heard(problem, gains(problem, scores, doubts));
        }
        Assignment links = assignment.solve(costs(problem, scores, doubts));
        List<FrameLinks.FoundDivision> divisions = divisions(problem, links, doubts);
        double[] alternatives = alternatives(problem, links, scores);
        int cells = problem.cells().size();
        int[] trackOfCell = links.rowOfColumn().clone();
        double[] probability = new double[cells];
        double[] margin = new double[cells];
        Arrays.fill(probability, Double.NaN);
        Arrays.fill(margin, Double.NaN);
        for (int c = 0; c < cells; c++) {
            int row = trackOfCell[c];
            if (row != Assignment.NONE) {
                probability[c] = scores[links.entryOfRow()[row]];
                margin[c] = probability[c] - alternatives[c];
            }
        }
        for (FrameLinks.FoundDivision division : divisions) {
            // A division replaces the mother's link.
            trackOfCell[division.firstCell()] = FrameLinks.NONE;
            trackOfCell[division.secondCell()] = FrameLinks.NONE;
        }
        return new FrameLinks(trackOfCell, probability, margin, divisions);
    }

    /**
     * Scores as probabilities. A division at its threshold is worth as much as a perfect link of one of the daughters, as
     * {@link DivisionFinder} prefers it to any.
     */
    private GainListener.Gains gains(LinkProblem problem, double[] scores, LinkDoubts doubts) {
        double threshold = Math.log(Math.max(LEAST, 1 - assignment.limit()));
        double[] link = new double[scores.length];
        for (int i = 0; i < problem.tracks().size(); i++) {
            for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                boolean isBarred = !doubts.mayContinue()[i]
                        || doubts.barred().bars(i, problem.cells().get(problem.cell()[e]));
                link[e] = isBarred ? 0 : Math.log(Math.max(LEAST, scores[e])) - threshold;
            }
        }
        List<DivisionFinder.Found> found = divisionFinder.candidates(problem, doubts);
        double[] division =
                found.stream().mapToDouble(DivisionFinder.Found::score).toArray();
        double least = Math.log(Math.max(LEAST, options.divisionThreshold()));
        DivisionCandidates divisions = new DivisionCandidates(
                found.stream().mapToInt(DivisionFinder.Found::mother).toArray(),
                found.stream().mapToInt(DivisionFinder.Found::firstCell).toArray(),
                found.stream().mapToInt(DivisionFinder.Found::secondCell).toArray(),
                Arrays.stream(division)
                        .map(score -> Math.log(Math.max(LEAST, score)) - least - threshold)
                        .toArray());
        return new GainListener.Gains(scores, link, divisions, division, threshold);
    }

    private SparseCosts costs(LinkProblem problem, double[] scores, LinkDoubts doubts) {
        double[] cost = new double[scores.length];
        for (int i = 0; i < problem.tracks().size(); i++) {
            for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                boolean isBarred = !doubts.mayContinue()[i]
                        || doubts.barred().bars(i, problem.cells().get(problem.cell()[e]));
                cost[e] = isBarred ? assignment.limit() + 1 : 1 - scores[e];
            }
        }
        return new SparseCosts(
                problem.tracks().size(), problem.cells().size(), problem.rowStart(), problem.cell(), cost);
    }

    private List<FrameLinks.FoundDivision> divisions(LinkProblem problem, Assignment links, LinkDoubts doubts) {
        int[] columnOfTrack = new int[problem.tracks().size()];
        for (int i = 0; i < columnOfTrack.length; i++) {
            int entry = links.entryOfRow()[i];
            columnOfTrack[i] = entry == Assignment.NONE ? Assignment.NONE : problem.cell()[entry];
        }
        boolean[] born = new boolean[problem.cells().size()];
        for (int c = 0; c < born.length; c++) {
            born[c] = links.rowOfColumn()[c] == Assignment.NONE;
        }
        List<FrameLinks.FoundDivision> found = new ArrayList<>();
        for (DivisionFinder.Found division : divisionFinder.find(problem, doubts, columnOfTrack, born)) {
            found.add(new FrameLinks.FoundDivision(
                    division.mother(), division.firstCell(), division.secondCell(), division.score()));
        }
        return found;
    }

    /** For each linked cell, the best alternative score of the cell or its track: another pair, or no link. */
    private double[] alternatives(LinkProblem problem, Assignment links, double[] scores) {
        double[] best = new double[problem.cells().size()];
        Arrays.fill(best, 1 - assignment.limit());
        for (int row = 0; row < problem.tracks().size(); row++) {
            int chosen = links.entryOfRow()[row];
            for (int e = problem.rowStart()[row]; e < problem.rowStart()[row + 1]; e++) {
                if (e != chosen) {
                    int column = problem.cell()[e];
                    best[column] = Math.max(best[column], scores[e]);
                    if (chosen != Assignment.NONE) {
                        int own = problem.cell()[chosen];
                        best[own] = Math.max(best[own], scores[e]);
                    }
                }
            }
        }
        return best;
    }
}
