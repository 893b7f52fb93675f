package org.cellineage.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.assign.Assignment;
import org.cellineage.assign.ShadowAssignment;
import org.cellineage.assign.SparseCosts;
import org.cellineage.cell.Cell;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.link.CandidateFinder;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.LinkScorer;
import org.cellineage.link.Observation;
import org.cellineage.link.TrackHistory;

/**
 * Links a movie frame by frame: motion, candidates, scores, shadow assignment, divisions, births, and the retirement of
 * tracks that were not seen for too long.
 *
 * <p>New tracks are numbered in the order of their first frame and, within it, of the cell's label, so the same frames
 * give the same ids. After Moen et al. 2019, with tracks that retire, divisions that always have two daughters, and an
 * assignment on the candidates alone.
 */
public final class MovieTracker implements FrameTracker {

    private static final int BEFORE_FIRST = -1;

    private final TrackingOptions options;
    private final CandidateFinder candidateFinder;
    private final LinkScorer scorer;
    private final ShadowAssignment assignment;
    private final DivisionFinder divisionFinder;
    private final SummaryBuilder summary = new SummaryBuilder();

    private List<LiveTrack> live = new ArrayList<>();
    private int nextTrackId = 1;
    private int lastFrame = BEFORE_FIRST;
    private int width;
    private int height;

    public MovieTracker(TrackingOptions options, LinkOptions linkOptions, LinkScorer scorer) {
        this.options = options;
        this.candidateFinder = new CandidateFinder(linkOptions);
        this.scorer = scorer;
        this.assignment = new ShadowAssignment(options.birthCost(), options.deathCost());
        this.divisionFinder = new DivisionFinder(scorer, options);
    }

    @Override
    public void accept(SegmentedFrame frame, TrackSink sink) {
        if (frame.frame() <= lastFrame) {
            throw new IllegalArgumentException("frame " + frame.frame() + " came after frame " + lastFrame);
        }
        boolean isFirst = lastFrame == BEFORE_FIRST;
        int step = frame.frame() - lastFrame;
        lastFrame = frame.frame();
        width = frame.width();
        height = frame.height();
        List<Cell> cells = frame.cells();
        summary.frame(cells.size());

        List<TrackHistory> histories = new ArrayList<>(live.size());
        for (LiveTrack track : live) {
            histories.add(track.history);
        }
        LinkProblem problem = candidateFinder.find(frame.frame(), histories, cells, scorer.describe(frame));
        if (!isFirst) {
            summary.drift(problem.driftY(), problem.driftX(), step);
        }
        double[] scores = scorer.scoreLinks(problem);
        Assignment links = assignment.solve(costs(problem, scores));
        List<DivisionFinder.Found> divisions = findDivisions(problem, links);

        new FrameUpdate(problem, scores, links, divisions, isFirst, sink).apply();
    }

    @Override
    public MovieSummary finish(TrackSink sink) {
        for (LiveTrack track : live) {
            sink.track(track.builder.build(fateOf(track), Double.NaN));
        }
        live = new ArrayList<>();
        return summary.build();
    }

    private static SparseCosts costs(LinkProblem problem, double[] scores) {
        double[] cost = new double[scores.length];
        for (int e = 0; e < cost.length; e++) {
            cost[e] = 1 - scores[e];
        }
        return new SparseCosts(
                problem.tracks().size(), problem.cells().size(), problem.rowStart(), problem.cell(), cost);
    }

    private List<DivisionFinder.Found> findDivisions(LinkProblem problem, Assignment links) {
        int tracks = live.size();
        boolean[] mayDivide = new boolean[tracks];
        int[] columnOfTrack = new int[tracks];
        for (int i = 0; i < tracks; i++) {
            LiveTrack track = live.get(i);
            boolean oldEnough =
                    track.builder.origin() != Origin.DIVISION || track.builder.framesSeen() >= options.minCycleFrames();
            mayDivide[i] = oldEnough && track.missed <= options.motherMaxMissedFrames();
            int entry = links.entryOfRow()[i];
            columnOfTrack[i] = entry == Assignment.NONE ? Assignment.NONE : problem.cell()[entry];
        }
        boolean[] born = new boolean[problem.cells().size()];
        for (int c = 0; c < born.length; c++) {
            born[c] = links.rowOfColumn()[c] == Assignment.NONE;
        }
        return divisionFinder.find(problem, mayDivide, columnOfTrack, born);
    }

    private Fate fateOf(LiveTrack track) {
        if (track.missed == 0) {
            return Fate.END;
        }
        return FieldEdge.isNear(track.history.cell(), width, height) ? Fate.LEFT : Fate.LOST;
    }

    /** A track that may still be continued. */
    private static final class LiveTrack {
        private final TrackHistory history;
        private final TrackBuilder builder;
        /** Frames that were given since it was last seen. */
        private int missed;

        LiveTrack(TrackHistory history, TrackBuilder builder) {
            this.history = history;
            this.builder = builder;
        }
    }

    /** Carries the decisions of one frame out. */
    private final class FrameUpdate {
        private final LinkProblem problem;
        private final double[] scores;
        private final Assignment links;
        private final boolean isFirst;
        private final TrackSink sink;
        private final DivisionFinder.Found[] divisionOfCell;
        private final DivisionFinder.Found[] divisionOfTrack;

        FrameUpdate(
                LinkProblem problem,
                double[] scores,
                Assignment links,
                List<DivisionFinder.Found> divisions,
                boolean isFirst,
                TrackSink sink) {
            this.problem = problem;
            this.scores = scores;
            this.links = links;
            this.isFirst = isFirst;
            this.sink = sink;
            this.divisionOfCell = new DivisionFinder.Found[problem.cells().size()];
            this.divisionOfTrack = new DivisionFinder.Found[problem.tracks().size()];
            for (DivisionFinder.Found found : divisions) {
                divisionOfCell[found.firstCell()] = found;
                divisionOfCell[found.secondCell()] = found;
                divisionOfTrack[found.mother()] = found;
            }
        }

        void apply() {
            double[] bestOfColumn = bestAlternatives();
            LiveTrack[] next = new LiveTrack[problem.cells().size()];
            for (int c = 0; c < next.length; c++) {
                int row = links.rowOfColumn()[c];
                if (divisionOfCell[c] != null) {
                    next[c] = daughter(c, divisionOfCell[c], next);
                } else if (row != Assignment.NONE && divisionOfTrack[row] == null) {
                    next[c] = continueTrack(c, row, bestOfColumn);
                } else {
                    Cell cell = problem.cells().get(c);
                    next[c] = begin(c, Ancestry.ofRoot(nextTrackId), isFirst ? Origin.START : originOf(cell));
                }
            }
            retire(next);
        }

        private Origin originOf(Cell cell) {
            return FieldEdge.isNear(cell, width, height) ? Origin.ENTERED : Origin.APPEARED;
        }

        private LiveTrack continueTrack(int column, int row, double[] bestOfColumn) {
            LiveTrack track = live.get(row);
            Cell cell = problem.cells().get(column);
            int entry = links.entryOfRow()[row];
            double probability = scores[entry];
            double margin = probability - bestOfColumn[column];
            track.history.add(new Observation(
                    problem.frame(),
                    cell,
                    problem.descriptions().get(column),
                    problem.flowY()[row],
                    problem.flowX()[row]));
            track.builder.add(problem.frame(), cell, probability);
            track.missed = 0;
            summary.link(probability, margin);
            sink.cell(new TrackedCell(problem.frame(), track.builder.id(), cell, probability, margin));
            return track;
        }

        /**
         * For each linked cell the best score that it, or its track, would have otherwise: another pair, or none.
         */
        private double[] bestAlternatives() {
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

        private LiveTrack daughter(int column, DivisionFinder.Found division, LiveTrack[] next) {
            LiveTrack mother = live.get(division.mother());
            Ancestry ofMother = mother.builder.ancestry();
            boolean isFirstDaughter = column == division.firstCell();
            LiveTrack track = begin(
                    column,
                    Ancestry.ofDaughter(mother.builder.id(), ofMother, isFirstDaughter ? 1 : 2),
                    Origin.DIVISION);
            if (!isFirstDaughter) {
                summary.division();
                sink.division(new Division(
                        mother.builder.id(),
                        next[division.firstCell()].builder.id(),
                        track.builder.id(),
                        problem.frame(),
                        mother.builder.lastY(),
                        mother.builder.lastX(),
                        division.score()));
            }
            return track;
        }

        private LiveTrack begin(int column, Ancestry ancestry, Origin origin) {
            Cell cell = problem.cells().get(column);
            int id = nextTrackId++;
            summary.track();
            sink.cell(new TrackedCell(problem.frame(), id, cell, Double.NaN, Double.NaN));
            return new LiveTrack(
                    new TrackHistory(
                            id,
                            Observation.first(
                                    problem.frame(),
                                    cell,
                                    problem.descriptions().get(column))),
                    new TrackBuilder(id, ancestry, origin, problem.frame(), cell));
        }

        /** Old tracks in their order, less the ended ones, then the new ones: ascending by id. */
        private void retire(LiveTrack[] next) {
            List<LiveTrack> living = new ArrayList<>(live.size() + next.length);
            for (int row = 0; row < live.size(); row++) {
                LiveTrack track = live.get(row);
                DivisionFinder.Found division = divisionOfTrack[row];
                boolean seen = links.entryOfRow()[row] != Assignment.NONE;
                if (division != null) {
                    sink.track(track.builder.build(Fate.DIVISION, division.score()));
                } else if (seen) {
                    living.add(track);
                } else {
                    track.missed++;
                    track.history.carry(problem.flowY()[row], problem.flowX()[row]);
                    if (track.missed > options.maxGapFrames()) {
                        sink.track(track.builder.build(fateOf(track), Double.NaN));
                    } else {
                        living.add(track);
                    }
                }
            }
            for (LiveTrack track : next) {
                if (track.builder.framesSeen() == 1) {
                    living.add(track);
                }
            }
            live = living;
        }
    }
}
