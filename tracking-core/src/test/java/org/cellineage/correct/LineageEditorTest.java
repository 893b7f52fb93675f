package org.cellineage.correct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.Precision;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.image.LabelImage;
import org.cellineage.link.LinkOptions;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.SimulatedFrame;
import org.cellineage.simulate.SimulationOptions;
import org.cellineage.simulate.WellConditions;
import org.cellineage.track.Division;
import org.cellineage.track.Fate;
import org.cellineage.track.GeometricLinker;
import org.cellineage.track.MovieSummary;
import org.cellineage.track.MovieTracker;
import org.cellineage.track.Origin;
import org.cellineage.track.Track;
import org.cellineage.track.TrackSink;
import org.cellineage.track.TrackedCell;
import org.cellineage.track.TrackingOptions;
import org.junit.jupiter.api.Test;

/**
 * Every edit, on tracks that run side by side at a fixed height: track n is at y = 20 n, and has its cell of frame f at
 * x = 10 + 10 f.
 */
class LineageEditorTest {

    private static final String OTHER_RUN = "20260202T000000Z-bbbbbb";

    private final List<TrackedCell> cells = new ArrayList<>();
    private final List<Lineage.Ancestor> tracks = new ArrayList<>();
    private final Map<String, CellRef> refs = new TreeMap<>();

    private void track(int id, int from, int to, int parent, double division) {
        for (int frame = from; frame <= to; frame++) {
            Cell cell = RandomLineage.disc(frame, id, 20 * id, 10 + 10 * frame, 4);
            double score = frame == from ? Double.NaN : 0.75;
            cells.add(new TrackedCell(frame, id, cell, score, score));
            refs.put(id + "@" + frame, CellRef.of(frame, id, cell));
        }
        tracks.add(new Lineage.Ancestor(id, parent, division));
    }

    private Lineage lineage() {
        return new Lineage(RandomLineage.RUN, 100, 100, 0, 7, cells, tracks);
    }

    private LineageEditor editor() {
        return new LineageEditor(lineage(), RandomLineage.pixels());
    }

    private CellRef at(int track, int frame) {
        return refs.get(track + "@" + frame);
    }

    /** Tracks as {@code id: y@frame y@frame …, < parent}, by id. */
    private static List<String> shown(LineageEditor editor) {
        Map<Integer, StringBuilder> lines = new TreeMap<>();
        CorrectedLineage result = editor.result();
        for (CorrectedLineage.CorrectedCell row : result.cells()) {
            TrackedCell cell = row.cell();
            lines.computeIfAbsent(cell.trackId(), id -> new StringBuilder(id + ":"))
                    .append(' ')
                    .append(Math.round(cell.cell().yPx() / 20))
                    .append('@')
                    .append(cell.frame());
        }
        for (CorrectedLineage.CorrectedTrack row : result.tracks()) {
            if (row.track().parentTrackId() != Track.NO_PARENT) {
                lines.get(row.track().trackId())
                        .append(" < ")
                        .append(row.track().parentTrackId());
            }
        }
        return lines.values().stream().map(StringBuilder::toString).toList();
    }

    private static void apply(LineageEditor editor, Edit edit) {
        editor.apply(edit, RandomLineage.RUN);
    }

    private static void refuse(LineageEditor editor, Edit edit, String why) {
        CorrectedLineage before = editor.result();
        assertThatThrownBy(() -> apply(editor, edit))
                .isInstanceOfSatisfying(
                        BadInputException.class,
                        refused -> assertThat(refused.problem().cause()).contains(why));
        assertThat(editor.result()).isEqualTo(before);
    }

    private static List<Integer> correctedTracks(LineageEditor editor) {
        return editor.result().tracks().stream()
                .filter(CorrectedLineage.CorrectedTrack::corrected)
                .map(row -> row.track().trackId())
                .toList();
    }

    @Test
    void linksAreMadeAndCut() {
        track(1, 0, 3, 0, Double.NaN);
        track(2, 4, 7, 0, Double.NaN);
        track(3, 0, 7, 0, Double.NaN);
        LineageEditor editor = editor();
        apply(editor, new Edit.Link(at(1, 3), at(2, 4)));
        assertThat(shown(editor))
                .containsExactly("1: 1@0 1@1 1@2 1@3 2@4 2@5 2@6 2@7", "3: 3@0 3@1 3@2 3@3 3@4 3@5 3@6 3@7");
        assertThat(correctedTracks(editor)).containsExactly(1);
        assertThat(editor.result().cells().stream()
                        .filter(CorrectedLineage.CorrectedCell::corrected)
                        .map(row -> row.cell().frame())
                        .toList())
                .containsExactly(4);
        assertThat(editor.result().summary().links()).isEqualTo(14);
        refuse(editor, new Edit.Link(at(3, 3), at(2, 4)), "cannot have two parents");
        refuse(editor, new Edit.Link(at(1, 3), at(3, 4)), "follows another cell");
        refuse(editor, new Edit.Link(at(3, 5), at(2, 5)), "would lead backwards");
        refuse(editor, new Edit.Cut(at(3, 5), at(2, 6)), "not linked");
        apply(editor, new Edit.Cut(at(3, 4), at(3, 5)));
        assertThat(shown(editor)).contains("3: 3@0 3@1 3@2 3@3 3@4", "4: 3@5 3@6 3@7");
        refuse(editor, new Edit.Link(at(1, 2), at(3, 5)), "goes on as another cell, in frame 3");
        Track cut = editor.result().tracks().get(2).track();
        assertThat(cut.origin()).isEqualTo(Origin.APPEARED);
    }

    @Test
    void tracksAreSwapped() {
        track(1, 0, 5, 0, Double.NaN);
        track(2, 0, 5, 0, Double.NaN);
        LineageEditor editor = editor();
        Edit swap = new Edit.Swap(at(1, 2), at(1, 3), at(2, 2), at(2, 3), Scope.FROM_HERE);
        apply(editor, swap);
        assertThat(shown(editor)).containsExactly("1: 1@0 1@1 1@2 2@3 2@4 2@5", "2: 2@0 2@1 2@2 1@3 1@4 1@5");
        refuse(editor, swap, "have been swapped");
        refuse(editor, new Edit.Swap(at(1, 3), at(1, 4), at(1, 3), at(1, 4), Scope.FROM_HERE), "not two tracks");
        LineageEditor once = editor();
        apply(once, new Edit.Swap(at(1, 2), at(1, 3), at(2, 2), at(2, 3), Scope.THIS_FRAME));
        assertThat(shown(once)).containsExactly("1: 1@0 1@1 1@2 2@3 1@4 1@5", "2: 2@0 2@1 2@2 1@3 2@4 2@5");

        // Another run has it right, or wrong in another way: afterwards it is as the person said.
        LineageEditor right = new LineageEditor(RandomLineage.asRun(lineage(), OTHER_RUN), RandomLineage.pixels());
        right.apply(new Edit.Swap(at(1, 2), at(2, 3), at(2, 2), at(1, 3), Scope.FROM_HERE), RandomLineage.RUN);
        assertThat(shown(right)).containsExactly("1: 1@0 1@1 1@2 1@3 1@4 1@5", "2: 2@0 2@1 2@2 2@3 2@4 2@5");
        assertThat(correctedTracks(right)).containsExactly(1, 2);
    }

    @Test
    void divisionsAreAddedAndRemoved() {
        track(1, 0, 5, 0, Double.NaN);
        track(2, 3, 5, 0, Double.NaN);
        track(3, 1, 5, 0, Double.NaN);
        LineageEditor editor = editor();
        apply(editor, new Edit.AddDivision(at(1, 2), at(1, 3), at(2, 3)));
        assertThat(shown(editor))
                .containsExactly(
                        "1: 1@0 1@1 1@2", "2: 2@3 2@4 2@5 < 1", "3: 3@1 3@2 3@3 3@4 3@5", "4: 1@3 1@4 1@5 < 1");
        CorrectedLineage result = editor.result();
        assertThat(result.divisions()).singleElement().satisfies(row -> {
            assertThat(row.corrected()).isTrue();
            assertThat(row.division()).isEqualTo(new Division(1, 2, 4, 3, 20, 30, Double.NaN));
        });
        assertThat(result.tracks().get(0).track().fate()).isEqualTo(Fate.DIVISION);
        assertThat(result.tracks().get(1).track().lineagePath()).isEqualTo("1.1");
        refuse(editor, new Edit.AddDivision(at(1, 2), at(1, 3), at(1, 3)), "same cell");
        refuse(editor, new Edit.AddDivision(at(1, 2), at(3, 3), at(2, 3)), "cannot have two parents");
        apply(editor, new Edit.Cut(at(3, 2), at(3, 3)));
        refuse(editor, new Edit.AddDivision(at(1, 2), at(3, 3), at(2, 3)), "divides already");
        refuse(editor, new Edit.Cut(at(1, 2), at(1, 3)), "one daughter");
        refuse(editor, new Edit.RemoveCell(at(2, 3), Scope.FROM_HERE), "one daughter");
        refuse(editor, new Edit.RemoveCell(at(1, 0), Scope.FROM_HERE), "without its mother");
        apply(editor, new Edit.RemoveCell(at(1, 2), Scope.THIS_FRAME));
        assertThat(shown(editor)).contains("1: 1@0 1@1", "2: 2@3 2@4 2@5 < 1");
        apply(editor, new Edit.RemoveDivision(at(1, 1)));
        assertThat(shown(editor))
                .containsExactly("1: 1@0 1@1", "2: 2@3 2@4 2@5", "3: 3@1 3@2", "4: 1@3 1@4 1@5", "5: 3@3 3@4 3@5");
        refuse(editor, new Edit.RemoveDivision(at(1, 1)), "does not divide");
    }

    @Test
    void cellsAreRemoved() {
        track(1, 0, 5, 0, Double.NaN);
        track(2, 2, 4, 0, Double.NaN);
        LineageEditor editor = editor();
        apply(editor, new Edit.RemoveCell(at(1, 2), Scope.THIS_FRAME));
        assertThat(shown(editor)).containsExactly("1: 1@0 1@1 1@3 1@4 1@5", "2: 2@2 2@3 2@4");
        refuse(editor, new Edit.RemoveCell(at(1, 2), Scope.THIS_FRAME), "no cell any more");
        apply(editor, new Edit.RemoveCell(at(1, 4), Scope.FROM_HERE));
        apply(editor, new Edit.RemoveCell(at(2, 2), Scope.FROM_HERE));
        assertThat(shown(editor)).containsExactly("1: 1@0 1@1 1@3");
        assertThat(correctedTracks(editor)).containsExactly(1);
        // What no other run found needs no removing.
        editor.apply(new Edit.RemoveCell(at(2, 2), Scope.THIS_FRAME), OTHER_RUN);
    }

    @Test
    void shapesAreChangedAndMeasured() {
        track(1, 0, 2, 0, Double.NaN);
        track(2, 0, 2, 0, Double.NaN);
        LineageEditor editor = editor();
        apply(editor, new Edit.MergeCells(at(1, 1), at(2, 1), Scope.THIS_FRAME));
        Cell both = cellOf(editor, 1, 1);
        int[] labels = new int[100 * 100];
        at(1, 1).mask().paint(labels, 100, at(1, 1).box(), 1);
        at(2, 1).mask().paint(labels, 100, at(2, 1).box(), 1);
        assertThat(both)
                .isEqualTo(Precision.round(
                        CellMeasurer.measure(new LabelImage(100, 100, labels), List.of(RandomLineage.plane(1)))
                                .get(0)));
        assertThat(editor.result().cells()).hasSize(5);

        apply(editor, new Edit.SplitByLine(at(1, 0), new Edit.Point(20, 0), new Edit.Point(20, 50)));
        assertThat(editor.result().cells().stream()
                        .filter(row -> row.cell().frame() == 0)
                        .mapToInt(row -> row.cell().cell().areaPx())
                        .sum())
                .isEqualTo(2 * 49);
        refuse(editor, new Edit.SplitByLine(at(2, 0), new Edit.Point(0, 0), new Edit.Point(0, 9)), "does not cross");
        refuse(editor, new Edit.SplitBySeeds(at(2, 0), List.of(new Edit.Point(0, 0))), "outside the cell");
        refuse(editor, new Edit.SplitBySeeds(at(2, 0), List.of(new Edit.Point(40, 10))), "One seed");

        // What is drawn over a neighbour is the neighbour's.
        Cell wide = RandomLineage.disc(2, 1, 30, 30, 16);
        apply(editor, new Edit.ReplaceMask(at(1, 2), wide.box(), wide.mask()));
        assertThat(cellOf(editor, 1, 2).areaPx()).isEqualTo(wide.areaPx() - 49);
        refuse(editor, new Edit.NewCell(2, at(2, 2).box(), at(2, 2).mask()), "already");
        Cell outside = RandomLineage.disc(2, 1, 60, 60, 4);
        refuse(editor, new Edit.NewCell(2, outside.box().movedBy(60, 0), outside.mask()), "outside the frame");
        refuse(
                editor,
                new Edit.NewCell(
                        2, at(2, 2).box(), RandomLineage.disc(2, 1, 40, 30, 2).mask()),
                "no pixels");
        apply(editor, new Edit.NewCell(2, outside.box(), outside.mask()));
        assertThat(editor.result().cells()).hasSize(7);
    }

    private static Cell cellOf(LineageEditor editor, int track, int frame) {
        return editor.result().cells().stream()
                .map(CorrectedLineage.CorrectedCell::cell)
                .filter(cell -> cell.trackId() == track && cell.frame() == frame)
                .findFirst()
                .orElseThrow()
                .cell();
    }

    @Test
    void withoutItsImageNoShapeIsChanged() {
        track(1, 0, 2, 0, Double.NaN);
        Problem gone = new Problem("plate", "The images are gone.", "Bring them back.");
        LineageEditor editor = new LineageEditor(lineage(), FramePixels.missing(gone));
        refuse(
                editor,
                new Edit.SplitByLine(at(1, 0), new Edit.Point(20, 0), new Edit.Point(20, 50)),
                "The images are gone.");
        apply(editor, new Edit.Cut(at(1, 0), at(1, 1)));
    }

    @Test
    void whatIsRightIsMarked() {
        track(1, 0, 3, 0, 0.5);
        track(2, 4, 7, 1, Double.NaN);
        track(3, 4, 7, 1, Double.NaN);
        track(4, 2, 5, 0, Double.NaN);
        LineageEditor editor = editor();
        apply(editor, new Edit.AddDivision(at(1, 3), at(2, 4), at(3, 4)));
        assertThat(editor.result().divisions()).singleElement().satisfies(row -> {
            assertThat(row.corrected()).isTrue();
            assertThat(row.division().probability()).isEqualTo(0.5);
        });
        apply(editor, new Edit.MarkRight(at(4, 2), Edit.Subject.BEGINNING));
        apply(editor, new Edit.MarkRight(at(4, 5), Edit.Subject.END));
        refuse(editor, new Edit.MarkRight(at(4, 3), Edit.Subject.BEGINNING), "follows another cell");
        refuse(editor, new Edit.MarkRight(at(4, 3), Edit.Subject.END), "goes on");
        assertThat(correctedTracks(editor)).containsExactly(1, 2, 3, 4);
        assertThat(shown(editor)).hasSize(4);
    }

    @Test
    void whatAPersonSaidOfAnotherRunGoesBeforeWhatThisRunFound() {
        track(1, 0, 7, 0, Double.NaN);
        track(2, 0, 7, 0, Double.NaN);
        track(3, 4, 7, 0, Double.NaN);
        LineageEditor editor = editor();
        editor.apply(new Edit.Link(at(1, 3), at(3, 4)), OTHER_RUN);
        assertThat(shown(editor)).contains("1: 1@0 1@1 1@2 1@3 3@4 3@5 3@6 3@7", "4: 1@4 1@5 1@6 1@7");
        assertThatThrownBy(() -> editor.apply(new Edit.Link(at(2, 3), at(3, 4)), OTHER_RUN))
                .isInstanceOfSatisfying(
                        BadInputException.class,
                        refused -> assertThat(refused.problem().cause()).contains("contradicts another correction"));
        editor.apply(new Edit.AddDivision(at(2, 3), at(1, 4), at(2, 4)), OTHER_RUN);
        assertThat(shown(editor)).contains("2: 2@0 2@1 2@2 2@3", "4: 1@4 1@5 1@6 1@7 < 2");
        editor.apply(new Edit.Cut(at(1, 5), at(2, 6)), OTHER_RUN);
        assertThat(shown(editor)).hasSize(4);
    }

    @Test
    void cellsAreFoundByPlaceAndOverlap() {
        track(1, 0, 0, 0, Double.NaN);
        LineageEditor editor = editor();
        Cell larger = RandomLineage.disc(0, 1, 21, 11, 7);
        apply(editor, new Edit.MarkRight(CellRef.of(0, 9, larger), Edit.Subject.CELL));
        Cell beside = RandomLineage.disc(0, 1, 26, 10, 4);
        refuse(editor, new Edit.MarkRight(CellRef.of(0, 1, beside), Edit.Subject.CELL), "other outlines");
        Cell elsewhere = RandomLineage.disc(0, 1, 60, 60, 4);
        refuse(editor, new Edit.MarkRight(CellRef.of(0, 1, elsewhere), Edit.Subject.CELL), "no cell any more");
        refuse(editor, new Edit.MarkRight(CellRef.of(3, 1, larger), Edit.Subject.CELL), "no cell any more");
    }

    /** What the tracker says of a movie is what is said of it without edits. */
    @Test
    void aLineageWithoutEditsIsThatOfTheTracker() {
        MovieSimulator simulator = new MovieSimulator(SimulationOptions.DEFAULTS, WellConditions.UNTREATED, 7, 0, 0);
        MovieTracker tracker = new MovieTracker(
                TrackingOptions.DEFAULTS, new GeometricLinker(TrackingOptions.DEFAULTS, LinkOptions.DEFAULTS));
        Recorder found = new Recorder();
        int width = 0;
        int height = 0;
        int frames = 0;
        while (simulator.hasNext()) {
            SimulatedFrame frame = simulator.next();
            width = frame.truth().width();
            height = frame.truth().height();
            frames++;
            List<Cell> measured = CellMeasurer.measure(frame.truth(), frame.channels()).stream()
                    .map(Precision::round)
                    .toList();
            tracker.accept(new SegmentedFrame(frame.frame(), width, height, measured), found);
        }
        MovieSummary summary = tracker.finish(found);
        assertThat(found.divisions).isNotEmpty();
        Lineage lineage = Lineage.of(RandomLineage.RUN, width, height, frames, found.cells, found.tracks);
        CorrectedLineage result = new LineageEditor(lineage, RandomLineage.pixels()).result();
        assertThat(result.tracks().stream().map(CorrectedLineage.CorrectedTrack::track))
                .containsExactlyInAnyOrderElementsOf(found.tracks);
        assertThat(result.divisions().stream().map(CorrectedLineage.CorrectedDivision::division))
                .containsExactlyInAnyOrderElementsOf(found.divisions);
        assertThat(result.cells().stream().map(row -> unlabelled(row.cell())))
                .containsExactlyInAnyOrderElementsOf(
                        found.cells.stream().map(LineageEditorTest::unlabelled).toList());
        assertThat(result.summary().links()).isEqualTo(summary.links());
        assertThat(result.summary().meanLinkProbability()).isCloseTo(summary.meanLinkProbability(), within(1e-12));
        assertThat(result.summary().lowMarginLinkFraction()).isEqualTo(summary.lowMarginLinkFraction());
    }

    private static TrackedCell unlabelled(TrackedCell tracked) {
        Cell cell = tracked.cell();
        return new TrackedCell(
                tracked.frame(),
                tracked.trackId(),
                cell.movedTo(1, cell.yPx(), cell.xPx(), cell.box()),
                tracked.linkProbability(),
                tracked.linkMargin());
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
    }
}
