package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellineage.track.Scenes.disc;
import static org.cellineage.track.Scenes.frame;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.CellPlace;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.evaluate.Evaluation;
import org.cellineage.format.TrackSpan;
import org.cellineage.link.GeometricScorer;
import org.cellineage.link.LinkOptions;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.SimulatedFrame;
import org.cellineage.simulate.SimulationOptions;
import org.cellineage.simulate.WellConditions;
import org.junit.jupiter.api.Test;

class ViterbiTrackerTest {

    private static final TrackingOptions OPTIONS = TrackingOptions.DEFAULTS;

    /** Keeps everything that a tracker gives, by frame and label. */
    private static final class Recorder implements TrackSink {
        private final Map<Integer, List<String>> paths = new HashMap<>();
        private final Map<Integer, Set<Integer>> frames = new HashMap<>();
        private final Map<Integer, Track> tracks = new HashMap<>();
        private final List<Division> divisions = new ArrayList<>();
        private final List<TrackedCell> cells = new ArrayList<>();

        @Override
        public void cell(TrackedCell cell) {
            cells.add(cell);
            assertThat(frames.computeIfAbsent(cell.trackId(), id -> new HashSet<>())
                            .add(cell.frame()))
                    .as("a track has one cell in a frame")
                    .isTrue();
            paths.computeIfAbsent(cell.trackId(), id -> new ArrayList<>())
                    .add(cell.frame() + "/" + cell.cell().label());
        }

        @Override
        public void track(Track track) {
            assertThat(tracks.put(track.trackId(), track)).isNull();
        }

        @Override
        public void division(Division division) {
            divisions.add(division);
        }

        List<String> lines() {
            return paths.values().stream().map(path -> String.join(" ", path)).toList();
        }
    }

    private static ViterbiTracker tracker(boolean given, DecidedLink... decided) {
        return new ViterbiTracker(
                OPTIONS,
                LinkOptions.DEFAULTS,
                listener -> new GeometricLinker(
                        OPTIONS, LinkOptions.DEFAULTS, new GeometricScorer(LinkOptions.DEFAULTS), listener),
                List.of(decided),
                given);
    }

    private static Recorder track(boolean given, List<SegmentedFrame> frames, DecidedLink... decided) {
        Recorder found = new Recorder();
        ViterbiTracker tracker = tracker(given, decided);
        frames.forEach(one -> tracker.accept(one, found));
        assertThat(found.cells).as("nothing is final before the end").isEmpty();
        MovieSummary summary = tracker.finish(found);
        assertThat(summary.cells()).isEqualTo(found.cells.size());
        assertThat(summary.tracks()).isEqualTo(found.tracks.size());
        assertThat(summary.divisions()).isEqualTo(found.divisions.size());
        return found;
    }

    private record Simulated(List<SegmentedFrame> frames, List<TrackSpan> lineage) {}

    private static Simulated simulated(int seed) {
        MovieSimulator simulator = new MovieSimulator(SimulationOptions.DEFAULTS, WellConditions.UNTREATED, seed, 0, 0);
        List<SegmentedFrame> frames = new ArrayList<>();
        while (simulator.hasNext()) {
            SimulatedFrame f = simulator.next();
            frames.add(new SegmentedFrame(
                    f.frame(), f.truth().width(), f.truth().height(), CellMeasurer.measure(f.truth(), f.channels())));
        }
        return new Simulated(frames, simulator.lineage());
    }

    @Test
    void simulatedMoviesAreTrackedAlmostWithoutErrors() throws IOException {
        for (int seed = 0; seed < 2; seed++) {
            Simulated movie = simulated(seed);
            Evaluation evaluation = GivenCells.evaluate(movie.frames(), movie.lineage(), tracker(true));
            assertThat(evaluation.links().f1()).isGreaterThan(0.99);
            assertThat(evaluation.divisions().get(0).f1()).isGreaterThan(0.9);
        }
    }

    @Test
    void lineagesAreSound() {
        Recorder found = track(true, simulated(3).frames());
        Map<Integer, Integer> daughters = new HashMap<>();
        for (Track track : found.tracks.values()) {
            if (track.parentTrackId() != Track.NO_PARENT) {
                Track mother = found.tracks.get(track.parentTrackId());
                daughters.merge(mother.trackId(), 1, Integer::sum);
                assertThat(mother.lastFrame()).isLessThan(track.firstFrame());
                assertThat(mother.fate()).isEqualTo(Fate.DIVISION);
            }
        }
        assertThat(daughters.values()).isNotEmpty().allMatch(count -> count == 2);
        assertThat(daughters).hasSameSizeAs(found.divisions);
        assertThat(found.cells)
                .filteredOn(cell -> !Double.isNaN(cell.linkProbability()))
                .allMatch(cell -> cell.linkProbability() > 0 && cell.linkProbability() <= 1)
                .allMatch(cell -> Math.abs(cell.linkMargin()) <= 1);
    }

    @Test
    void theLineageDoesNotDependOnHowCellsAreNumbered() {
        List<SegmentedFrame> frames = simulated(7).frames();
        SplittableRandom random = new SplittableRandom(1);
        List<SegmentedFrame> shuffled =
                frames.stream().map(f -> Scenes.shuffled(f, random)).toList();
        assertThat(places(track(true, shuffled))).isEqualTo(places(track(true, frames)));
    }

    /** Which places were linked, whatever the tracks are called. */
    private static Set<String> places(Recorder found) {
        Map<Integer, List<String>> places = new HashMap<>();
        found.cells.forEach(c -> places.computeIfAbsent(c.trackId(), t -> new ArrayList<>())
                .add(c.frame() + ":" + c.cell().yPx() + "," + c.cell().xPx()));
        Set<String> tracks = new HashSet<>();
        found.tracks.forEach((id, track) ->
                tracks.add(places.get(id) + " from " + places.getOrDefault(track.parentTrackId(), List.of())));
        return tracks;
    }

    @Test
    void aTrackGoesOnAfterAGap() {
        Recorder found = track(
                true,
                List.of(
                        frame(0, disc(60, 60), disc(160, 160)),
                        frame(1, disc(60, 60)),
                        frame(2, disc(60, 60)),
                        frame(3, disc(60, 60), disc(160, 160))));
        assertThat(found.lines()).containsExactlyInAnyOrder("0/1 1/1 2/1 3/1", "0/2 3/2");
    }

    /** A region of one frame that the segmentation is not sure of is no cell, unless a person gave it or named it. */
    @Test
    void aSpeckIsAFalsePositiveUnlessAPersonSaysOtherwise() {
        List<SegmentedFrame> frames = new ArrayList<>();
        for (int t = 0; t < 5; t++) {
            SegmentedFrame all = t == 2
                    ? frame(t, disc(60, 60), disc(160, 60), disc(60, 160), disc(200, 200))
                    : frame(t, disc(60, 60), disc(160, 60), disc(60, 160));
            List<Cell> judged =
                    all.cells().stream().map(cell -> cell.judged(0.9, false)).toList();
            frames.add(new SegmentedFrame(t, all.width(), all.height(), judged));
        }
        List<String> cells = List.of("0/1 1/1 2/1 3/1 4/1", "0/2 1/2 2/2 3/2 4/2", "0/3 1/3 2/3 3/3 4/3");
        assertThat(track(false, frames).lines()).containsExactlyInAnyOrderElementsOf(cells);
        assertThat(track(true, frames).lines()).hasSize(4).contains("2/4");
        DecidedLink named = new DecidedLink.Beginning(
                new DecidedLink.At(2, CellPlace.of(frames.get(2).cells().get(3))));
        assertThat(track(false, frames, named).lines()).hasSize(4).contains("2/4");
    }

    @Test
    void whatAPersonDecidedBinds() {
        List<SegmentedFrame> frames = List.of(
                frame(0, disc(120, 60), disc(120, 90), disc(120, 120), disc(40, 200), disc(200, 40)),
                frame(1, disc(120, 78), disc(120, 108), disc(120, 138), disc(40, 200), disc(200, 40)));
        assertThat(track(true, frames).lines()).doesNotContain("0/2 1/2");
        DecidedLink link = new DecidedLink.Link(
                new DecidedLink.At(0, CellPlace.of(frames.get(0).cells().get(1))),
                new DecidedLink.At(1, CellPlace.of(frames.get(1).cells().get(1))));
        assertThat(track(true, frames, link).lines()).contains("0/1 1/1", "0/2 1/2", "0/3 1/3");
    }

    @Test
    void aMovieWithoutCellsHasNoTracks() {
        assertThat(track(false, List.of(frame(0), frame(1))).lines()).isEmpty();
        assertThat(track(false, List.of()).lines()).isEmpty();
    }
}
