package org.cellineage.track;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.Observation;
import org.cellineage.link.TrackHistory;
import org.cellineage.track.FrameLinks.FoundDivision;

/**
 * Links a movie frame by frame: motion, candidates, scores, assignment, divisions, births, and termination of tracks
 * that were missing for too long. A frame is held until those are known that the linker looks ahead at.
 *
 * <p>Frames of an outage ({@link FieldOutages}) are skipped: tracks are kept across them, and their regions belong to
 * no track.
 *
 * <p>A track that begins with a weak cell is tentative until a sure cell follows or it has stayed; only then is it
 * reported. Tracks are numbered in the order in which they are confirmed, those of a frame by label, so the same frames
 * give the same ids. The design follows
 * Moen et al. 2019; here tracks end, divisions always have two daughters, and assignments use the candidates only.
 */
public final class MovieTracker implements FrameTracker {

    private static final int BEFORE_FIRST = -1;

    /** A tentative track that was seen in so many frames in a row may be confirmed by its weak cells alone. */
    private static final int CONFIRMED_FRAMES = 3;

    /** The mean probability that its weak cells must have for that. */
    private static final double CONFIRMED_PROBABILITY = 0.6;

    /** Probability from which a link to a sure cell confirms a tentative track. */
    private static final double CONFIRMED_LINK = 0.5;

    private final TrackingOptions options;
    private final FrameLinker linker;
    private final SummaryBuilder summary = new SummaryBuilder();
    private final FieldOutages outages;
    private final MovieDecisions decisions;

    private List<LiveTrack> live = new ArrayList<>();
    private int nextTrackId = 1;
    /** Tentative tracks are numbered too, so that live tracks have an order. */
    private int nextHistory = 1;

    private int lastFrame = BEFORE_FIRST;
    /** The frames that are held until those after them are known. */
    private final Deque<SegmentedFrame> waiting = new ArrayDeque<>();

    private int linkedFrame = BEFORE_FIRST;
    private int width;
    private int height;

    public MovieTracker(TrackingOptions options, FrameLinker linker) {
        this(options, linker, List.of(), false);
    }

    /**
     * @param decided links and divisions that people made or cut; they have no scores, and the rest is tracked around
     *     them. Of two that contradict each other the first binds
     * @param given whether the cells were given by the user, so that none of them can be an artefact
     */
    public MovieTracker(TrackingOptions options, FrameLinker linker, List<DecidedLink> decided, boolean given) {
        this.options = options;
        this.decisions = new MovieDecisions(decided);
        this.linker = linker;
        this.outages = new FieldOutages(options.maxOutageFrames(), given, summary);
    }

    @Override
    public void accept(SegmentedFrame frame, TrackSink sink) {
        if (frame.frame() <= lastFrame) {
            throw new IllegalArgumentException("frame " + frame.frame() + " came after frame " + lastFrame);
        }
        lastFrame = frame.frame();
        SegmentedFrame taken = linker.takesCandidates() ? frame : frame.asSegmented();
        outages.accept(taken).forEach(known -> take(known, sink));
    }

    private void take(SegmentedFrame frame, TrackSink sink) {
        waiting.add(frame);
        if (waiting.size() > linker.framesAhead()) {
            linkFirst(sink);
        }
    }

    /** Links the first of the frames that are held. */
    private void linkFirst(TrackSink sink) {
        SegmentedFrame first = waiting.remove();
        link(first, waiting.stream().map(SegmentedFrame::cells).toList(), sink);
    }

    private void link(SegmentedFrame segmented, List<List<Cell>> after, TrackSink sink) {
        SegmentedFrame frame = linker.sifted(decisions.settle(segmented));
        width = frame.width();
        height = frame.height();
        summary.frame();

        List<TrackHistory> histories = new ArrayList<>(live.size());
        for (LiveTrack track : live) {
            histories.add(track.history());
        }
        FrameDecisions decided = decisions.at(frame.frame(), live);
        if (frame.rivalCuts().isEmpty()) {
            LinkProblem problem = problem(frame, histories, after);
            FrameLinks links = linker.link(frame, problem, doubts(decided));
            apply(frame, problem, decided.complete(links, frame.cells()), sink);
        } else {
            Clumps clumps = Clumps.of(frame);
            LinkProblem parts = problem(clumps.parts(), histories, after);
            LinkProblem wholes = problem(clumps.wholes(), histories, after);
            CutLinks cut = linker.link(clumps, parts, wholes, doubts(decided));
            apply(cut.frame(), parts, decided.complete(cut.links(), cut.frame().cells()), sink);
        }
    }

    private LinkProblem problem(SegmentedFrame frame, List<TrackHistory> histories, List<List<Cell>> after) {
        return linker.candidates().find(frame.frame(), histories, frame.cells(), linker.cellFeatures(frame), after);
    }

    private void apply(SegmentedFrame decided, LinkProblem problem, FrameLinks links, TrackSink sink) {
        boolean isFirst = linkedFrame == BEFORE_FIRST;
        if (!isFirst) {
            summary.drift(problem.driftY(), problem.driftX(), decided.frame() - linkedFrame);
        }
        linkedFrame = decided.frame();
        new FrameUpdate(decided, problem, links, isFirst, sink).apply();
    }

    @Override
    public MovieSummary finish(TrackSink sink) {
        outages.finish().forEach(known -> take(known, sink));
        while (!waiting.isEmpty()) {
            linkFirst(sink);
        }
        for (LiveTrack track : live) {
            if (!track.isTentative()) {
                sink.track(track.builder().build(fateOf(track), Double.NaN));
            }
        }
        live = new ArrayList<>();
        return summary.build();
    }

    private LinkDoubts doubts(FrameDecisions decided) {
        boolean[] mayDivide = new boolean[live.size()];
        boolean[] mayContinue = new boolean[live.size()];
        double[] logOdds = new double[live.size()];
        for (int i = 0; i < mayDivide.length; i++) {
            LiveTrack track = live.get(i);
            mayContinue[i] = track.missed() <= options.maxGapFrames();
            if (track.isTentative()) {
                logOdds[i] = LinkDoubts.logOdds(track.meanCellProbability());
            } else {
                mayDivide[i] = isOldEnough(track) && track.missed() <= linker.motherMaxMissedFrames(options);
            }
        }
        return new LinkDoubts(decided.mayDivide(mayDivide), logOdds, mayContinue, decided);
    }

    private boolean isOldEnough(LiveTrack track) {
        return track.builder().origin() != Origin.DIVISION || track.builder().framesSeen() >= options.minCycleFrames();
    }

    /** Whether a track that was lost may still be found again, or have daughters. */
    private boolean isAwaited(LiveTrack track, int frame) {
        boolean mayReturn = track.missed() <= options.maxGapFrames();
        boolean mayHaveDaughters = track.missed() <= linker.motherMaxMissedFrames(options)
                && isOldEnough(track)
                && !FieldEdge.isNear(track.history().cell(), width, height);
        return mayReturn || mayHaveDaughters || decisions.awaits(track, frame);
    }

    private Fate fateOf(LiveTrack track) {
        if (track.missed() == 0) {
            return Fate.END;
        }
        return FieldEdge.isNear(track.history().cell(), width, height) ? Fate.LEFT : Fate.LOST;
    }

    /** Applies the decisions for one frame. */
    private final class FrameUpdate {
        private final List<Cell> cells;
        private final List<CellFeatures> cellFeatures;
        private final LinkProblem problem;
        private final FrameLinks links;
        private final boolean isFirst;
        private final TrackSink sink;
        private final FoundDivision[] divisionOfCell;
        private final FoundDivision[] divisionOfTrack;

        FrameUpdate(SegmentedFrame frame, LinkProblem problem, FrameLinks links, boolean isFirst, TrackSink sink) {
            this.cells = frame.cells();
            this.cellFeatures = linker.cellFeatures(frame);
            this.problem = problem;
            this.links = links;
            this.isFirst = isFirst;
            this.sink = sink;
            this.divisionOfCell = new FoundDivision[cells.size()];
            this.divisionOfTrack = new FoundDivision[problem.tracks().size()];
            for (FoundDivision found : links.divisions()) {
                divisionOfCell[found.firstCell()] = found;
                divisionOfCell[found.secondCell()] = found;
                divisionOfTrack[found.mother()] = found;
            }
        }

        void apply() {
            LiveTrack[] next = new LiveTrack[cells.size()];
            boolean[] seen = new boolean[problem.tracks().size()];
            for (int c = 0; c < next.length; c++) {
                int row = links.trackOfCell()[c];
                if (divisionOfCell[c] != null) {
                    next[c] = daughter(c, divisionOfCell[c], next);
                } else if (row != FrameLinks.NONE && !isUnlikely(row, c)) {
                    seen[row] = true;
                    next[c] = continueTrack(c, row);
                } else {
                    next[c] = root(c);
                }
            }
            retire(next, seen);
        }

        /** Whether a link would join something that may not be a cell to a cell that is sure to be one. */
        private boolean isUnlikely(int row, int column) {
            return live.get(row).isTentative()
                    && !cells.get(column).weak()
                    && links.probability()[column] < CONFIRMED_LINK;
        }

        private LiveTrack root(int column) {
            Cell cell = cells.get(column);
            Origin origin = isFirst ? Origin.START : originOf(cell);
            if (cell.weak()) {
                return LiveTrack.tentative(
                        history(column), origin, new LiveTrack.Held(problem.frame(), cell, Double.NaN, Double.NaN));
            }
            return begin(column, Ancestry.ofRoot(nextTrackId), origin);
        }

        private TrackHistory history(int column) {
            Observation first = Observation.first(problem.frame(), cells.get(column), cellFeatures.get(column));
            return new TrackHistory(nextHistory++, first);
        }

        private Origin originOf(Cell cell) {
            return FieldEdge.isNear(cell, width, height) ? Origin.ENTERED : Origin.APPEARED;
        }

        private LiveTrack continueTrack(int column, int row) {
            LiveTrack track = live.get(row);
            Cell cell = cells.get(column);
            double probability = links.probability()[column];
            double margin = links.margin()[column];
            track.history()
                    .add(new Observation(
                            problem.frame(),
                            cell,
                            cellFeatures.get(column),
                            problem.flowY()[row],
                            problem.flowX()[row]));
            track.seen();
            if (track.isTentative()) {
                track.hold(new LiveTrack.Held(problem.frame(), cell, probability, margin));
                boolean isCell = !cell.weak()
                        || (track.held().size() >= CONFIRMED_FRAMES
                                && track.meanCellProbability() >= CONFIRMED_PROBABILITY);
                if (isCell) {
                    confirm(track);
                }
            } else {
                track.builder().add(problem.frame(), cell, probability);
                count(probability, margin);
                report(new TrackedCell(problem.frame(), track.builder().id(), cell, probability, margin));
            }
            return track;
        }

        /** Reports the cells that a tentative track held, now that it is known to follow a cell. */
        private void confirm(LiveTrack track) {
            int id = nextTrackId++;
            summary.track();
            track.confirm(id);
            for (int i = 0; i < track.held().size(); i++) {
                LiveTrack.Held held = track.held().get(i);
                if (i > 0) {
                    count(held.probability(), held.margin());
                }
                report(new TrackedCell(held.frame(), id, held.cell(), held.probability(), held.margin()));
            }
            track.held().clear();
        }

        private void count(double probability, double margin) {
            if (Double.isNaN(probability)) {
                summary.givenLink();
            } else {
                summary.link(probability, margin);
            }
        }

        private void report(TrackedCell cell) {
            summary.cell();
            sink.cell(cell);
        }

        private LiveTrack daughter(int column, FoundDivision division, LiveTrack[] next) {
            LiveTrack mother = live.get(division.mother());
            Ancestry ofMother = mother.builder().ancestry();
            boolean isFirstDaughter = column == division.firstCell();
            LiveTrack track = begin(
                    column,
                    Ancestry.ofDaughter(mother.builder().id(), ofMother, isFirstDaughter ? 1 : 2),
                    Origin.DIVISION);
            if (!isFirstDaughter) {
                summary.division();
                sink.division(new Division(
                        mother.builder().id(),
                        next[division.firstCell()].builder().id(),
                        track.builder().id(),
                        problem.frame(),
                        mother.builder().lastY(),
                        mother.builder().lastX(),
                        division.probability()));
            }
            return track;
        }

        private LiveTrack begin(int column, Ancestry ancestry, Origin origin) {
            Cell cell = cells.get(column);
            int id = nextTrackId++;
            summary.track();
            report(new TrackedCell(problem.frame(), id, cell, Double.NaN, Double.NaN));
            return LiveTrack.confirmed(history(column), new TrackBuilder(id, ancestry, origin, problem.frame(), cell));
        }

        /** Keeps the live tracks in the order in which they began: the old ones without those that ended, then the new. */
        private void retire(LiveTrack[] next, boolean[] seen) {
            List<LiveTrack> living = new ArrayList<>(live.size() + next.length);
            for (int row = 0; row < live.size(); row++) {
                LiveTrack track = live.get(row);
                FoundDivision division = divisionOfTrack[row];
                if (division != null) {
                    sink.track(track.builder().build(Fate.DIVISION, division.probability()));
                } else if (seen[row]) {
                    living.add(track);
                } else if (!track.isTentative()) {
                    // Something weak that is not there again was not a cell.
                    miss(track, row, living);
                }
            }
            for (LiveTrack track : next) {
                if (track.history().timesSeen() == 1) {
                    living.add(track);
                }
            }
            live = living;
        }

        private void miss(LiveTrack track, int row, List<LiveTrack> living) {
            track.unseen();
            track.history().carry(problem.flowY()[row], problem.flowX()[row]);
            if (isAwaited(track, problem.frame())) {
                living.add(track);
            } else {
                sink.track(track.builder().build(fateOf(track), Double.NaN));
            }
        }
    }
}
