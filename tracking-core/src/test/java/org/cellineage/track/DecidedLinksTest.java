package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellineage.track.Scenes.disc;
import static org.cellineage.track.Scenes.frame;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellPlace;
import org.cellineage.cell.RivalCut;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.link.LinkOptions;
import org.junit.jupiter.api.Test;

/** Links and divisions that people decided bind the tracker; the cells around them are tracked as before, or better. */
class DecidedLinksTest {

    private static final TrackingOptions OPTIONS = TrackingOptions.DEFAULTS;

    /** What a tracker found: for each cell the one before it in its track, and the mother of each first cell. */
    private static final class Found implements TrackSink {
        private final Map<Integer, TreeMap<Integer, TrackedCell>> cells = new TreeMap<>();
        private final Map<Integer, Track> tracks = new HashMap<>();
        private final List<Division> divisions = new ArrayList<>();
        private MovieSummary summary;

        @Override
        public void cell(TrackedCell cell) {
            cells.computeIfAbsent(cell.trackId(), track -> new TreeMap<>()).put(cell.frame(), cell);
        }

        @Override
        public void track(Track track) {
            tracks.put(track.trackId(), track);
        }

        @Override
        public void division(Division division) {
            divisions.add(division);
        }

        /** For example {@code 0/1 1/2}: of a track, the frames and labels of its cells. */
        List<String> paths() {
            List<String> paths = new ArrayList<>();
            cells.forEach((track, seen) -> {
                StringBuilder path = new StringBuilder();
                seen.forEach((frame, cell) -> path.append(path.isEmpty() ? "" : " ")
                        .append(frame)
                        .append('/')
                        .append(cell.cell().label()));
                paths.add(path.toString());
            });
            return paths;
        }

        double probability(int frame, int label) {
            return cells.values().stream()
                    .map(seen -> seen.get(frame))
                    .filter(cell -> cell != null && cell.cell().label() == label)
                    .findFirst()
                    .orElseThrow()
                    .linkProbability();
        }
    }

    private static Found track(List<SegmentedFrame> frames, DecidedLink... decided) {
        Found found = new Found();
        MovieTracker tracker =
                new MovieTracker(OPTIONS, new GeometricLinker(OPTIONS, LinkOptions.DEFAULTS), List.of(decided));
        frames.forEach(one -> tracker.accept(one, found));
        found.summary = tracker.finish(found);
        return found;
    }

    private static DecidedLink.At at(List<SegmentedFrame> frames, int frame, int label) {
        Cell cell = frames.get(frame).cells().stream()
                .filter(one -> one.label() == label)
                .findFirst()
                .orElseThrow();
        return new DecidedLink.At(frame, CellPlace.of(cell));
    }

    /** All cells of a row move by less than half of their distance to the left, so that each looks like its neighbour. */
    private static List<SegmentedFrame> shiftedRow() {
        return List.of(
                frame(0, disc(120, 60), disc(120, 90), disc(120, 120), disc(40, 200), disc(200, 40)),
                frame(1, disc(120, 78), disc(120, 108), disc(120, 138), disc(40, 200), disc(200, 40)));
    }

    @Test
    void aLinkBindsAndItsNeighboursProfit() {
        List<SegmentedFrame> frames = shiftedRow();
        assertThat(track(frames).paths()).doesNotContain("0/1 1/1", "0/2 1/2");
        // A person says where the middle one goes: the others cannot go there any more.
        Found found = track(frames, new DecidedLink.Link(at(frames, 0, 2), at(frames, 1, 2)));
        assertThat(found.paths()).contains("0/1 1/1", "0/2 1/2", "0/3 1/3", "0/4 1/4", "0/5 1/5");
        assertThat(found.probability(1, 2)).isNaN();
        assertThat(found.probability(1, 1)).isBetween(0.0, 1.0);
        assertThat(found.tracks.get(2).meanLinkProbability()).isNaN();
        assertThat(found.summary.links()).isEqualTo(5);
    }

    @Test
    void aLinkOverAGapThatTrackingWouldNotBridge() {
        List<SegmentedFrame> frames = new ArrayList<>();
        int missing = OPTIONS.maxGapFrames() + 3;
        for (int t = 0; t <= missing + 1; t++) {
            frames.add(
                    t == 0 || t == missing + 1
                            ? frame(t, disc(120, 60), disc(40, 200))
                            : frame(t, disc(120, 69), disc(40, 200)));
        }
        // In between there is another cell, which the track must not take.
        Found found = track(frames, new DecidedLink.Link(at(frames, 0, 1), at(frames, missing + 1, 1)));
        assertThat(found.paths()).contains("0/1 " + (missing + 1) + "/1");
        assertThat(track(frames).paths()).noneMatch(path -> path.equals("0/1 " + (missing + 1) + "/1"));
    }

    @Test
    void whatWasCutStaysCut() {
        List<SegmentedFrame> frames = List.of(
                frame(0, disc(120, 60), disc(40, 200)),
                frame(1, disc(120, 61), disc(40, 200)),
                frame(2, disc(120, 62), disc(40, 200)));
        assertThat(track(frames).paths()).containsExactly("0/1 1/1 2/1", "0/2 1/2 2/2");
        assertThat(track(frames, new DecidedLink.Cut(at(frames, 0, 1), at(frames, 1, 1)))
                        .paths())
                .doesNotContain("0/1 1/1 2/1")
                .contains("0/2 1/2 2/2");
        assertThat(track(frames, new DecidedLink.Beginning(at(frames, 1, 1))).paths())
                .containsExactlyInAnyOrder("0/1", "1/1 2/1", "0/2 1/2 2/2");
        assertThat(track(frames, new DecidedLink.End(at(frames, 0, 1))).paths())
                .containsExactlyInAnyOrder("0/1", "1/1 2/1", "0/2 1/2 2/2");
    }

    private static List<SegmentedFrame> division() {
        Scenes.Disc mother = new Scenes.Disc(120, 120, 11, 1500);
        Scenes.Disc left = new Scenes.Disc(120, 111, 7, 1500);
        Scenes.Disc right = new Scenes.Disc(120, 129, 7, 1500);
        return List.of(
                frame(0, mother, disc(40, 40), disc(200, 200)),
                frame(1, mother, disc(40, 40), disc(200, 200)),
                frame(2, left, right, disc(40, 40), disc(200, 200)),
                frame(3, left, right, disc(40, 40), disc(200, 200)));
    }

    @Test
    void divisionsAreMadeAndTakenBack() {
        List<SegmentedFrame> frames = division();
        assertThat(track(frames).divisions).hasSize(1);
        Found none = track(frames, new DecidedLink.NoDivision(at(frames, 1, 1)));
        assertThat(none.divisions).isEmpty();

        // Far apart, as no linker would have it.
        Found made = track(
                frames,
                new DecidedLink.NoDivision(at(frames, 1, 1)),
                new DecidedLink.Division(at(frames, 1, 2), at(frames, 2, 3), at(frames, 2, 4)));
        assertThat(made.divisions).hasSize(1);
        assertThat(made.divisions.get(0).probability()).isNaN();
        Track mother = made.tracks.get(made.divisions.get(0).motherTrackId());
        assertThat(mother.fate()).isEqualTo(Fate.DIVISION);
        assertThat(mother.lastFrame()).isEqualTo(1);
    }

    @Test
    void whatIsNotThereDoesNotBindAndOfTwoTheFirstDoes() {
        List<SegmentedFrame> frames = shiftedRow();
        List<String> free = track(frames).paths();
        DecidedLink.At nowhere = at(List.of(frame(0, disc(200, 200))), 0, 1);
        assertThat(track(frames, new DecidedLink.Link(nowhere, at(frames, 1, 2)))
                        .paths())
                .isEqualTo(free);
        assertThat(track(frames, new DecidedLink.Cut(nowhere, at(frames, 1, 2))).paths())
                .isEqualTo(free);
        DecidedLink.At to = at(frames, 1, 2);
        assertThat(track(frames, new DecidedLink.Link(at(frames, 0, 2), to), new DecidedLink.Link(at(frames, 0, 4), to))
                        .paths())
                .contains("0/2 1/2");
    }

    /** Whatever the true lineage is: with all of its links decided, tracking finds just it. */
    @Test
    void aLineageThatIsDecidedAsAWholeIsFound() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 20; round++) {
            int cells = 12;
            List<SegmentedFrame> frames = new ArrayList<>();
            List<int[]> order = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                // The cell of track i is where order says: tracks jump, so that no linker could follow.
                int[] places = new int[cells];
                for (int i = 0; i < cells; i++) {
                    places[i] = i;
                }
                for (int i = cells - 1; i > 0; i--) {
                    int j = random.nextInt(i + 1);
                    int swapped = places[i];
                    places[i] = places[j];
                    places[j] = swapped;
                }
                order.add(places);
                Scenes.Disc[] discs = new Scenes.Disc[cells];
                for (int i = 0; i < cells; i++) {
                    discs[i] = disc(30 + 55 * (i / 4) + random.nextInt(5), 30 + 55 * (i % 4) + random.nextInt(5));
                }
                frames.add(frame(t, discs));
            }
            List<DecidedLink> decided = new ArrayList<>();
            List<String> truth = new ArrayList<>();
            for (int i = 0; i < cells; i++) {
                StringBuilder path = new StringBuilder("0/" + (order.get(0)[i] + 1));
                for (int t = 1; t < frames.size(); t++) {
                    decided.add(new DecidedLink.Link(
                            at(frames, t - 1, order.get(t - 1)[i] + 1), at(frames, t, order.get(t)[i] + 1)));
                    path.append(' ').append(t).append('/').append(order.get(t)[i] + 1);
                }
                truth.add(path.toString());
            }
            assertThat(track(frames, decided.toArray(new DecidedLink[0])).paths())
                    .containsExactlyInAnyOrderElementsOf(truth);
        }
    }

    @Test
    void aClumpIsCutAsThePersonSawItAndANamedCellIsOne() {
        SegmentedFrame parts = frame(3, disc(120, 100), disc(120, 118), disc(40, 40));
        Cell whole = frame(3, new Scenes.Disc(120, 109, 15, 1000)).cells().get(0);
        Cell rival = whole.movedTo(9, whole.yPx(), whole.xPx(), whole.box());
        List<Cell> cells = new ArrayList<>(parts.cells());
        cells.set(2, cells.get(2).judged(0.4, true));
        SegmentedFrame clump = new SegmentedFrame(
                3,
                parts.width(),
                parts.height(),
                cells,
                List.of(new RivalCut(1, 2, List.of(rival), List.of(), -1)),
                parts.features());

        DecidedLink.At named = new DecidedLink.At(3, CellPlace.of(rival));
        SegmentedFrame settled = new MovieDecisions(List.of(new DecidedLink.End(named))).settle(clump);
        assertThat(settled.rivalCuts()).isEmpty();
        assertThat(settled.cells()).extracting(Cell::label).containsExactly(3, 9);
        assertThat(settled.cells().get(0).weak()).isTrue();

        DecidedLink.At part = new DecidedLink.At(3, CellPlace.of(parts.cells().get(0)));
        DecidedLink.At weak = new DecidedLink.At(3, CellPlace.of(parts.cells().get(2)));
        settled = new MovieDecisions(List.of(new DecidedLink.End(part), new DecidedLink.Beginning(weak))).settle(clump);
        assertThat(settled.rivalCuts()).isEmpty();
        assertThat(settled.cells()).extracting(Cell::label).containsExactly(1, 2, 3);
        assertThat(settled.cells().get(2).weak()).isFalse();

        DecidedLink.At elsewhere = new DecidedLink.At(
                3, CellPlace.of(frame(3, disc(200, 200)).cells().get(0)));
        assertThat(new MovieDecisions(List.of(new DecidedLink.End(elsewhere)))
                        .settle(clump)
                        .rivalCuts())
                .hasSize(1);
    }
}
