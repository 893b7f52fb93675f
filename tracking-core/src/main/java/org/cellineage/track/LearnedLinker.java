package org.cellineage.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.assign.Assignment;
import org.cellineage.assign.DivisionCandidates;
import org.cellineage.assign.LineageAssignment;
import org.cellineage.assign.LineageSolution;
import org.cellineage.assign.SparseGains;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.cell.Thumbnail;
import org.cellineage.link.CandidateFinder;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.TrackHistory;
import org.cellineage.link.learned.DivisionFeatures;
import org.cellineage.link.learned.LearnedScorer;
import org.cellineage.link.learned.LinkingModel;

/**
 * Links with learned probabilities. Links and divisions are chosen jointly for the greatest total gain, where the gain
 * of each is the logit of its probability minus that of the threshold at which a birth and a death are equally good.
 */
public final class LearnedLinker implements FrameLinker {

    /** Name of this linker in the configuration. */
    public static final String NAME = "learned";

    /**
     * Minimum probability for a track to continue after a gap. Between consecutive frames, a track and a nearby cell
     * both need an explanation, and a link is the best one even if it is uncertain; a lost track already has one.
     */
    private static final double GAP_THRESHOLD = 0.5;

    /** Probabilities are clipped to this distance from 0 and 1. */
    private static final double TINY = 1e-6;

    /** Gain of a link that is never made: nothing with a gain of 0 or less is. */
    private static final double BARRED = -1;

    private final CandidateFinder candidates;
    private final LearnedScorer scorer;
    private final LinkingModel.Settings settings;
    private final GainListener listener;
    private final LineageAssignment assignment = new LineageAssignment();

    /**
     * @param options link options whose gate is the model's
     * @param scorer scorer of the model
     */
    public LearnedLinker(LinkOptions options, LearnedScorer scorer, LinkingModel.Settings settings) {
        this(options, scorer, settings, GainListener.NONE);
    }

    /**
     * @param options link options whose gate is the model's
     * @param scorer scorer of the model
     * @param listener hears of every frame without rival cuts
     */
    public LearnedLinker(
            LinkOptions options, LearnedScorer scorer, LinkingModel.Settings settings, GainListener listener) {
        this.candidates = new CandidateFinder(options.withGate(settings.gateSpacings(), settings.maxCandidates()));
        this.scorer = scorer;
        this.settings = settings;
        this.listener = listener;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CandidateFinder candidates() {
        return candidates;
    }

    @Override
    public List<CellFeatures> cellFeatures(SegmentedFrame frame) {
        return frame.features().cellFeatures();
    }

    @Override
    public boolean takesCandidates() {
        return true;
    }

    @Override
    public int framesAhead() {
        return settings.framesAhead();
    }

    @Override
    public int motherMaxMissedFrames(TrackingOptions options) {
        return settings.motherMaxMissedFrames();
    }

    @Override
    public FrameLinks link(SegmentedFrame frame, LinkProblem problem, LinkDoubts doubts) {
        LearnedScorer.Scores scores = scorer.score(problem, frame.features().thumbnail());
        double[] gain = gains(problem, scores, doubts);
        Divisions divisions = divisions(problem, scores, doubts);
        listener.heard(
                problem,
                new GainListener.Gains(
                        scores.same(),
                        gain,
                        divisions.candidates(),
                        divisions.probabilities(scores),
                        Math.min(0, logit(settings.sameThreshold()))));
        LineageSolution solution = assignment.solve(
                new SparseGains(
                        problem.tracks().size(), problem.cells().size(), problem.rowStart(), problem.cell(), gain),
                divisions.candidates());
        return links(problem, scores, solution, divisions);
    }

    @Override
    public CutLinks link(Clumps clumps, LinkProblem parts, LinkProblem wholes, LinkDoubts doubts) {
        Thumbnail thumbnail = clumps.parts().features().thumbnail();
        LearnedScorer.Scores scores = scorer.score(parts, thumbnail);
        LearnedScorer.Scores ofWholes = scorer.score(wholes, thumbnail);
        Divisions divisions = divisions(parts, scores, doubts);
        ClumpAssignment cuts = new ClumpAssignment(clumps, parts, wholes, gains(parts, scores, doubts));
        cuts.addDivisions(divisions.candidates());
        cuts.addWholes(gains(wholes, ofWholes, doubts));
        ClumpAssignment.Decided decided = cuts.decide(assignment.solve(cuts.links(), cuts.pairs()));

        LinkTable table = new LinkTable(decided.frame().cells().size());
        LinkMargins margins = new LinkMargins(parts, scores.same());
        LinkMargins ofWholeMargins = new LinkMargins(wholes, ofWholes.same());
        for (ClumpAssignment.Decision decision : decided.decisions()) {
            if (decision.division() != Assignment.NONE) {
                table.divide(
                        decision.track(),
                        decision.cell(),
                        decision.second(),
                        scores.division()[divisions.scored()[decision.division()]]);
            } else {
                LearnedScorer.Scores source = decision.inWhole() ? ofWholes : scores;
                LinkMargins known = decision.inWhole() ? ofWholeMargins : margins;
                table.link(
                        decision.track(),
                        decision.cell(),
                        source.same()[decision.entry()],
                        known.of(decision.track(), decision.entry()));
            }
        }
        return new CutLinks(decided.frame(), table.links());
    }

    private double[] gains(LinkProblem problem, LearnedScorer.Scores scores, LinkDoubts doubts) {
        int before = 0;
        for (TrackHistory track : problem.tracks()) {
            before = Math.max(before, track.last().frame());
        }
        double threshold = settings.sameThreshold();
        double[] gain = new double[scores.same().length];
        for (int i = 0; i < problem.tracks().size(); i++) {
            boolean wasSeen = problem.tracks().get(i).last().frame() == before;
            double least = logit(wasSeen ? threshold : Math.max(threshold, GAP_THRESHOLD));
            for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                Cell cell = problem.cells().get(problem.cell()[e]);
                gain[e] = !doubts.mayContinue()[i] || doubts.barred().bars(i, cell)
                        ? BARRED
                        : logit(scores.same()[e]) - least + doubts.logOdds()[i] + LinkDoubts.logOdds(cell);
            }
        }
        return gain;
    }

    /** The candidate divisions, and the index of each among the scored ones. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Divisions(DivisionCandidates candidates, int[] scored) {

        double[] probabilities(LearnedScorer.Scores scores) {
            return Arrays.stream(scored)
                    .mapToDouble(division -> scores.division()[division])
                    .toArray();
        }
    }

    private Divisions divisions(LinkProblem problem, LearnedScorer.Scores scores, LinkDoubts doubts) {
        int n = 0;
        int count = scores.divisions().size();
        int[] row = new int[count];
        int[] first = new int[count];
        int[] second = new int[count];
        double[] gain = new double[count];
        int[] scored = new int[count];
        double threshold = logit(settings.divisionThreshold());
        for (int d = 0; d < count; d++) {
            DivisionFeatures.Candidate division = scores.divisions().get(d);
            Cell one = problem.cells().get(problem.cell()[division.first()]);
            Cell other = problem.cells().get(problem.cell()[division.second()]);
            double value =
                    logit(scores.division()[d]) - threshold + LinkDoubts.logOdds(one) + LinkDoubts.logOdds(other);
            boolean isBarred = doubts.barred().bars(division.mother(), one)
                    || doubts.barred().bars(division.mother(), other);
            if (value > 0 && !isBarred && doubts.mayDivide()[division.mother()]) {
                row[n] = division.mother();
                first[n] = problem.cell()[division.first()];
                second[n] = problem.cell()[division.second()];
                gain[n] = value;
                scored[n++] = d;
            }
        }
        return new Divisions(
                new DivisionCandidates(
                        Arrays.copyOf(row, n),
                        Arrays.copyOf(first, n),
                        Arrays.copyOf(second, n),
                        Arrays.copyOf(gain, n)),
                scored);
    }

    private static FrameLinks links(
            LinkProblem problem, LearnedScorer.Scores scores, LineageSolution solution, Divisions divisions) {
        LinkTable table = new LinkTable(problem.cells().size());
        LinkMargins margins = new LinkMargins(problem, scores.same());
        for (int i = 0; i < problem.tracks().size(); i++) {
            int entry = solution.entryOfRow()[i];
            int division = solution.divisionOfRow()[i];
            if (entry != Assignment.NONE) {
                table.link(i, problem.cell()[entry], scores.same()[entry], margins.of(i, entry));
            } else if (division != Assignment.NONE) {
                table.divide(
                        i,
                        divisions.candidates().first()[division],
                        divisions.candidates().second()[division],
                        scores.division()[divisions.scored()[division]]);
            }
        }
        return table.links();
    }

    /** Collects the decisions for a frame. */
    private static final class LinkTable {
        private final int[] trackOfCell;
        private final double[] probability;
        private final double[] margin;
        private final List<FrameLinks.FoundDivision> found = new ArrayList<>();

        LinkTable(int cells) {
            trackOfCell = new int[cells];
            probability = new double[cells];
            margin = new double[cells];
            Arrays.fill(trackOfCell, FrameLinks.NONE);
            Arrays.fill(probability, Double.NaN);
            Arrays.fill(margin, Double.NaN);
        }

        void link(int track, int cell, double ofLink, double marginOfLink) {
            trackOfCell[cell] = track;
            probability[cell] = ofLink;
            margin[cell] = marginOfLink;
        }

        void divide(int mother, int first, int second, double ofDivision) {
            found.add(new FrameLinks.FoundDivision(mother, first, second, ofDivision));
        }

        FrameLinks links() {
            return new FrameLinks(trackOfCell, probability, margin, found);
        }
    }

    private static double logit(double probability) {
        double p = Math.max(TINY, Math.min(1 - TINY, probability));
        return Math.log(p / (1 - p));
    }
}
