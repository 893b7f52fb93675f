package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cellineage.track.Scenes.disc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.assign.DivisionCandidates;
import org.cellineage.assign.LineageAssignment;
import org.cellineage.cell.Cell;
import org.cellineage.cell.RivalCut;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.link.CandidateFinder;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.LinkProblem;
import org.junit.jupiter.api.Test;

/** Which of two ways to cut a clump is taken is decided by the tracks that meet it. */
class RivalCutsTest {

    private static final TrackingOptions OPTIONS = TrackingOptions.DEFAULTS;
    private static final double UNLIKELY = -1;

    /** Links by distance and area alone, and divides what a division is offered for. */
    private static final class Plain implements FrameLinker {
        private final FrameLinker geometric = new GeometricLinker(OPTIONS, LinkOptions.DEFAULTS);
        private final boolean divides;

        Plain(boolean divides) {
            this.divides = divides;
        }

        @Override
        public String name() {
            return "plain";
        }

        @Override
        public CandidateFinder candidates() {
            return geometric.candidates();
        }

        @Override
        public boolean takesCandidates() {
            return true;
        }

        @Override
        public FrameLinks link(SegmentedFrame frame, LinkProblem problem, LinkDoubts doubts) {
            return geometric.link(frame, problem, doubts);
        }

        @Override
        public CutLinks link(Clumps clumps, LinkProblem parts, LinkProblem wholes, LinkDoubts doubts) {
            ClumpAssignment cuts = new ClumpAssignment(clumps, parts, wholes, gains(parts));
            if (divides) {
                Clumps.Clump clump = clumps.all().get(0);
                cuts.addDivisions(new DivisionCandidates(
                        new int[] {0}, new int[] {clump.first()}, new int[] {clump.second()}, new double[] {20}));
            }
            cuts.addWholes(gains(wholes));
            ClumpAssignment.Decided decided = cuts.decide(new LineageAssignment().solve(cuts.links(), cuts.pairs()));
            int[] trackOfCell = new int[decided.frame().cells().size()];
            double[] probability = new double[trackOfCell.length];
            Arrays.fill(trackOfCell, FrameLinks.NONE);
            List<FrameLinks.FoundDivision> divisions = new ArrayList<>();
            for (ClumpAssignment.Decision decision : decided.decisions()) {
                if (decision.division() >= 0) {
                    divisions.add(
                            new FrameLinks.FoundDivision(decision.track(), decision.cell(), decision.second(), 0.9));
                } else {
                    trackOfCell[decision.cell()] = decision.track();
                    probability[decision.cell()] = 0.9;
                }
            }
            return new CutLinks(
                    decided.frame(), new FrameLinks(trackOfCell, probability, probability.clone(), divisions));
        }

        private static double[] gains(LinkProblem problem) {
            double[] gain = new double[problem.entries()];
            for (int i = 0; i < problem.tracks().size(); i++) {
                for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                    Cell from = problem.tracks().get(i).cell();
                    Cell to = problem.cells().get(problem.cell()[e]);
                    gain[e] = 6
                            - Math.hypot(to.yPx() - from.yPx(), to.xPx() - from.xPx()) / 3
                            - 4 * Math.abs(Math.log((double) to.areaPx() / from.areaPx()));
                }
            }
            return gain;
        }
    }

    private static final class Recorder implements TrackSink {
        private final List<TrackedCell> cells = new ArrayList<>();
        private final List<Track> tracks = new ArrayList<>();
        private final List<Division> divisions = new ArrayList<>();

        @Override
        public void cell(TrackedCell cell) {
            cells.add(cell);
        }

        @Override
        public void track(Track track) {
            tracks.add(track);
        }

        @Override
        public void division(Division division) {
            divisions.add(division);
        }

        List<Integer> labels(int frame) {
            return cells.stream()
                    .filter(cell -> cell.frame() == frame)
                    .map(cell -> cell.cell().label())
                    .sorted()
                    .toList();
        }
    }

    private static Recorder track(boolean divides, SegmentedFrame... frames) {
        Recorder recorder = new Recorder();
        MovieTracker tracker = new MovieTracker(OPTIONS, new Plain(divides));
        for (SegmentedFrame frame : frames) {
            tracker.accept(frame, recorder);
        }
        MovieSummary summary = tracker.finish(recorder);
        assertThat(summary.cells()).isEqualTo(recorder.cells.size());
        return recorder;
    }

    private static final Scenes.Disc[] AROUND = {disc(40, 40), disc(40, 200), disc(200, 40), disc(200, 200)};

    private static SegmentedFrame frame(int number, Scenes.Disc... discs) {
        List<Scenes.Disc> all = new ArrayList<>(List.of(AROUND));
        all.addAll(List.of(discs));
        return Scenes.frame(number, all.toArray(new Scenes.Disc[0]));
    }

    private static List<Cell> labelled(SegmentedFrame frame, int from, int label) {
        List<Cell> cells = new ArrayList<>();
        for (int c = from; c < frame.cells().size(); c++) {
            Cell cell = frame.cells().get(c);
            cells.add(cell.movedTo(label + c - from, cell.yPx(), cell.xPx(), cell.box())
                    .judged(0.9, true));
        }
        return cells;
    }

    /** One large cell, label 5, that may be two of half its size, labels 6 and 7. */
    private static SegmentedFrame whole(int number, double logOdds) {
        SegmentedFrame one = frame(number, new Scenes.Disc(120, 128, 11, 1000));
        List<Cell> two = labelled(frame(number, disc(120, 120), disc(120, 137)), 4, 6);
        return new SegmentedFrame(
                number,
                Scenes.SIZE,
                Scenes.SIZE,
                one.cells(),
                List.of(new RivalCut(5, 0, two, List.of(), logOdds)),
                one.features());
    }

    /** Two cells, labels 5 and 6, that may be one, label 7. */
    private static SegmentedFrame parts(int number, double logOdds) {
        SegmentedFrame two = frame(number, disc(120, 120), disc(120, 137));
        List<Cell> one = labelled(frame(number, new Scenes.Disc(120, 128, 11, 1000)), 4, 7);
        return new SegmentedFrame(
                number,
                Scenes.SIZE,
                Scenes.SIZE,
                two.cells(),
                List.of(new RivalCut(5, 6, one, List.of(), logOdds)),
                two.features());
    }

    @Test
    void aCellIsCutWhereTwoTracksMeetIt() {
        SegmentedFrame two = frame(0, disc(120, 120), disc(120, 137));
        Recorder found = track(false, two, whole(1, UNLIKELY), frame(2, disc(120, 120), disc(120, 137)));
        assertThat(found.labels(1)).containsExactly(1, 2, 3, 4, 6, 7);
        assertThat(found.tracks).hasSize(6).allMatch(track -> track.framesSeen() == 3);
        // Cells that the segmentation did not report are marked.
        assertThat(found.cells)
                .filteredOn(cell -> cell.frame() == 1 && cell.cell().weak())
                .hasSize(2);
    }

    @Test
    void aCellStaysWholeWhereOneTrackMeetsIt() {
        SegmentedFrame one = frame(0, new Scenes.Disc(120, 128, 11, 1000));
        Recorder found = track(false, one, whole(1, UNLIKELY), frame(2, new Scenes.Disc(120, 128, 11, 1000)));
        assertThat(found.labels(1)).containsExactly(1, 2, 3, 4, 5);
        assertThat(found.tracks).hasSize(5).allMatch(track -> track.framesSeen() == 3);
    }

    @Test
    void piecesAreJoinedWhereOneTrackMeetsThem() {
        SegmentedFrame one = frame(0, new Scenes.Disc(120, 128, 11, 1000));
        Recorder found = track(false, one, parts(1, UNLIKELY), frame(2, new Scenes.Disc(120, 128, 11, 1000)));
        assertThat(found.labels(1)).containsExactly(1, 2, 3, 4, 7);
        assertThat(found.tracks).hasSize(5).allMatch(track -> track.framesSeen() == 3);
    }

    @Test
    void cellsStayTwoWhereTwoTracksMeetThem() {
        SegmentedFrame two = frame(0, disc(120, 120), disc(120, 137));
        Recorder found = track(false, two, parts(1, UNLIKELY), frame(2, disc(120, 120), disc(120, 137)));
        assertThat(found.labels(1)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(found.tracks).hasSize(6).allMatch(track -> track.framesSeen() == 3);
    }

    /** The tracks must say it clearly enough. */
    @Test
    void aVeryUnlikelyCutIsNotTaken() {
        SegmentedFrame two = frame(0, disc(120, 120), disc(120, 137));
        assertThat(track(false, two, whole(1, -40)).labels(1)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void withoutTracksTheSegmentationDecides() {
        assertThat(track(false, whole(0, UNLIKELY)).labels(0)).containsExactly(1, 2, 3, 4, 5);
        assertThat(track(false, parts(0, UNLIKELY)).labels(0)).containsExactly(1, 2, 3, 4, 5, 6);
        // Nor is a new cell cut because it might be two.
        assertThat(track(false, frame(0), whole(1, UNLIKELY)).labels(1)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aMotherMayDivideIntoTheTwoPartsOfACell() {
        // The mother has the lowest label, as the division above expects.
        SegmentedFrame mother =
                Scenes.frame(0, new Scenes.Disc(120, 128, 11, 1000), AROUND[0], AROUND[1], AROUND[2], AROUND[3]);
        Recorder found = track(true, mother, whole(1, UNLIKELY), frame(2, disc(120, 115), disc(120, 142)));
        assertThat(found.labels(1)).containsExactly(1, 2, 3, 4, 6, 7);
        assertThat(found.divisions).hasSize(1);
        assertThat(found.tracks).hasSize(7);
    }

    /** Linkers that do not decide about candidates see what the segmentation reports. */
    @Test
    void otherLinkersAreNotGivenCuts() {
        Recorder recorder = new Recorder();
        MovieTracker tracker = new MovieTracker(OPTIONS, new GeometricLinker(OPTIONS, LinkOptions.DEFAULTS));
        tracker.accept(frame(0, disc(120, 120), disc(120, 137)), recorder);
        tracker.accept(whole(1, UNLIKELY), recorder);
        tracker.finish(recorder);
        assertThat(recorder.labels(1)).containsExactly(1, 2, 3, 4, 5);
        assertThatThrownBy(() -> new RivalCut(1, 2, List.of(), List.of(), 0)).hasMessageContaining("replaced");
        assertThatThrownBy(() -> new RivalCut(1, 2, whole(0, 0).cells().subList(0, 1), List.of(), 1))
                .hasMessageContaining("log odds");
    }

    /** Whatever the tracks, each clump is reported in exactly one of its two ways, and every cell once. */
    @Test
    void everyClumpIsCutInOneOfItsWays() {
        SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < 60; round++) {
            List<SegmentedFrame> frames = new ArrayList<>();
            for (int t = 0; t < 6; t++) {
                double odds = -3 * random.nextDouble();
                frames.add(
                        switch (random.nextInt(4)) {
                            case 0 -> whole(t, odds);
                            case 1 -> parts(t, odds);
                            case 2 -> frame(t, disc(120, 120), disc(120, 137));
                            default -> frame(t, new Scenes.Disc(120, 128, 11, 1000));
                        });
            }
            Recorder found = track(false, frames.toArray(new SegmentedFrame[0]));
            for (SegmentedFrame frame : frames) {
                List<Integer> labels = found.labels(frame.frame());
                List<Integer> own =
                        frame.cells().stream().map(Cell::label).sorted().toList();
                if (frame.rivalCuts().isEmpty() || labels.equals(own)) {
                    assertThat(labels).isEqualTo(own);
                } else {
                    List<Integer> other = new ArrayList<>(List.of(1, 2, 3, 4));
                    frame.rivalCuts().get(0).cells().forEach(cell -> other.add(cell.label()));
                    assertThat(labels).isEqualTo(other);
                }
            }
            for (Track track : found.tracks) {
                assertThat(found.cells)
                        .filteredOn(cell -> cell.trackId() == track.trackId())
                        .hasSize(track.framesSeen());
            }
        }
    }
}
