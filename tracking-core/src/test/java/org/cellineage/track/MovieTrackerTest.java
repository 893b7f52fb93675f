package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cellineage.track.Scenes.disc;
import static org.cellineage.track.Scenes.frame;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.link.LinkOptions;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.SimulatedFrame;
import org.cellineage.simulate.SimulationOptions;
import org.cellineage.simulate.WellConditions;
import org.junit.jupiter.api.Test;

class MovieTrackerTest {

    /** Keeps everything that a tracker gives. */
    private static final class Recorder implements TrackSink {
        private final List<TrackedCell> cells = new ArrayList<>();
        private final Map<Integer, Track> tracks = new HashMap<>();
        private final List<Division> divisions = new ArrayList<>();

        @Override
        public void cell(TrackedCell cell) {
            cells.add(cell);
        }

        @Override
        public void track(Track track) {
            assertThat(tracks.put(track.trackId(), track)).isNull();
        }

        @Override
        public void division(Division division) {
            divisions.add(division);
        }
    }

    private static Recorder track(TrackingOptions options, SegmentedFrame... frames) {
        Recorder recorder = new Recorder();
        MovieTracker tracker = new MovieTracker(options, new GeometricLinker(options, LinkOptions.DEFAULTS));
        for (SegmentedFrame f : frames) {
            tracker.accept(f, recorder);
        }
        MovieSummary summary = tracker.finish(recorder);
        assertThat(summary.cells()).isEqualTo(recorder.cells.size());
        assertThat(summary.tracks()).isEqualTo(recorder.tracks.size());
        assertThat(summary.divisions()).isEqualTo(recorder.divisions.size());
        return recorder;
    }

    private static Recorder track(SegmentedFrame... frames) {
        return track(TrackingOptions.DEFAULTS, frames);
    }

    @Test
    void aDivisionOfALinkedMotherUndoesTheLink() {
        Scenes.Disc mother = new Scenes.Disc(120, 120, 11, 1500);
        Scenes.Disc left = new Scenes.Disc(120, 111, 7, 1500);
        Scenes.Disc right = new Scenes.Disc(120, 129, 7, 1500);
        Recorder r = track(
                frame(0, mother, disc(40, 40), disc(200, 200)),
                frame(1, mother, disc(41, 40), disc(200, 199)),
                frame(2, left, right, disc(42, 40), disc(200, 198)),
                frame(3, left, right, disc(43, 40), disc(200, 197)));
        assertThat(r.divisions).hasSize(1);
        Division division = r.divisions.get(0);
        assertThat(division.motherTrackId()).isEqualTo(1);
        assertThat(division.frame()).isEqualTo(2);
        Track ofMother = r.tracks.get(1);
        assertThat(ofMother.fate()).isEqualTo(Fate.DIVISION);
        assertThat(ofMother.lastFrame()).isEqualTo(1);
        for (int id : new int[] {division.firstDaughterTrackId(), division.secondDaughterTrackId()}) {
            Track daughter = r.tracks.get(id);
            assertThat(daughter.parentTrackId()).isEqualTo(1);
            assertThat(daughter.generation()).isEqualTo(1);
            assertThat(daughter.rootTrackId()).isEqualTo(1);
            assertThat(daughter.origin()).isEqualTo(Origin.DIVISION);
            assertThat(daughter.framesSeen()).isEqualTo(2);
        }
        assertThat(r.tracks.get(division.firstDaughterTrackId()).lineagePath()).isEqualTo("1.1");
        assertThat(r.tracks.get(division.secondDaughterTrackId()).lineagePath()).isEqualTo("1.2");
        assertThat(r.tracks).hasSize(5);
    }

    @Test
    void aBornCellWithoutASisterHasNoMother() {
        Recorder r = track(
                frame(0, disc(120, 120), disc(40, 40), disc(200, 200)),
                frame(1, disc(120, 120), disc(40, 40), disc(200, 200)),
                // Beside a cell that goes on as it was, a speck appears.
                frame(2, disc(120, 120), new Scenes.Disc(120, 140, 2, 300), disc(40, 40), disc(200, 200)));
        assertThat(r.divisions).isEmpty();
        assertThat(r.tracks.get(4).origin()).isEqualTo(Origin.APPEARED);
        assertThat(r.tracks.get(4).parentTrackId()).isEqualTo(Track.NO_PARENT);
        assertThat(r.tracks.get(1).framesSeen()).isEqualTo(3);
    }

    @Test
    void aTrackWaitsOverAGapAndThenRetires() {
        SegmentedFrame both = frame(0, disc(60, 60), disc(160, 160));
        Recorder waits =
                track(both, frame(1, disc(60, 60)), frame(2, disc(60, 60)), frame(3, disc(60, 60), disc(160, 160)));
        assertThat(waits.tracks).hasSize(2);
        assertThat(waits.tracks.get(2).framesSeen()).isEqualTo(2);
        assertThat(waits.tracks.get(2).lengthFrames()).isEqualTo(4);

        TrackingOptions impatient = new TrackingOptions(0.95, 0.95, 1, 10, 0.3, 1, 1, 3);
        Recorder retires = track(
                impatient,
                both,
                frame(1, disc(60, 60)),
                frame(2, disc(60, 60)),
                frame(3, disc(60, 60), disc(160, 160)));
        assertThat(retires.tracks).hasSize(3);
        assertThat(retires.tracks.get(2).fate()).isEqualTo(Fate.LOST);
        assertThat(retires.tracks.get(3).origin()).isEqualTo(Origin.APPEARED);
    }

    /** Dividing cells are lost most often: out of focus or condensed. */
    @Test
    void aMotherMayGoUnseenForLongerThanAnyOtherTrack() {
        Scenes.Disc mother = new Scenes.Disc(120, 120, 11, 1500);
        Scenes.Disc left = new Scenes.Disc(120, 111, 7, 1500);
        Scenes.Disc right = new Scenes.Disc(120, 129, 7, 1500);
        List<SegmentedFrame> frames = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            frames.add(frame(t, mother, disc(40, 40), disc(200, 200)));
        }
        for (int t = 4; t < 8; t++) {
            frames.add(frame(t, disc(40, 40), disc(200, 200)));
        }
        frames.add(frame(8, left, right, disc(40, 40), disc(200, 200)));
        frames.add(frame(9, left, right, disc(40, 40), disc(200, 200)));
        SegmentedFrame[] movie = frames.toArray(SegmentedFrame[]::new);

        Recorder patient = track(new TrackingOptions(0.95, 0.95, 2, 10, 0.3, 1, 4, 3), movie);
        assertThat(patient.divisions).hasSize(1);
        assertThat(patient.divisions.get(0).frame()).isEqualTo(8);
        Track ofMother = patient.tracks.get(patient.divisions.get(0).motherTrackId());
        assertThat(ofMother.fate()).isEqualTo(Fate.DIVISION);
        assertThat(ofMother.lastFrame()).isEqualTo(3);

        Recorder impatient = track(new TrackingOptions(0.95, 0.95, 2, 10, 0.3, 1, 3, 3), movie);
        assertThat(impatient.divisions).isEmpty();
    }

    /** A track that waits for daughters alone is not continued, however well a cell fits. */
    @Test
    void aTrackThatOnlyAwaitsDaughtersIsNotFoundAgain() {
        SegmentedFrame both = frame(0, disc(60, 60), disc(160, 160));
        Recorder r = track(
                new TrackingOptions(0.95, 0.95, 1, 10, 0.3, 1, 5, 1),
                both,
                frame(1, disc(60, 60)),
                frame(2, disc(60, 60)),
                frame(3, disc(60, 60), disc(160, 160)),
                frame(4, disc(60, 60), disc(160, 160)));
        assertThat(r.divisions).isEmpty();
        assertThat(r.tracks).hasSize(3);
        assertThat(r.tracks.get(2).fate()).isEqualTo(Fate.LOST);
        assertThat(r.tracks.get(3).origin()).isEqualTo(Origin.APPEARED);
    }

    @Test
    void aMissingFrameOfTheMovieEndsNoTrack() {
        TrackingOptions noGap = new TrackingOptions(0.95, 0.95, 0, 10, 0.3, 1, 1, 3);
        Recorder r = track(noGap, frame(0, disc(60, 60), disc(160, 160)), frame(3, disc(63, 60), disc(160, 163)));
        assertThat(r.tracks).hasSize(2);
        assertThat(r.tracks.get(1).lengthFrames()).isEqualTo(4);
    }

    @Test
    void cellsEnterAndLeaveOverTheEdge() {
        Recorder r = track(
                frame(0, disc(120, 120)),
                frame(1, disc(120, 120), disc(5, 60)),
                frame(2, disc(120, 120), disc(12, 60)),
                frame(3, disc(120, 120), disc(6, 60)),
                frame(4, disc(120, 120)),
                frame(5, disc(120, 120)),
                frame(6, disc(120, 120)),
                frame(7, disc(120, 120)));
        assertThat(r.tracks.get(2).origin()).isEqualTo(Origin.ENTERED);
        assertThat(r.tracks.get(2).fate()).isEqualTo(Fate.LEFT);
        assertThat(r.tracks.get(1).origin()).isEqualTo(Origin.START);
        assertThat(r.tracks.get(1).fate()).isEqualTo(Fate.END);
    }

    @Test
    void framesWithoutCellsAndNoFrames() {
        assertThat(track().tracks).isEmpty();
        assertThat(track(frame(0), frame(1)).tracks).isEmpty();
        Recorder r = track(frame(0), frame(1, disc(60, 60)), frame(2), frame(3, disc(60, 60)));
        assertThat(r.tracks).hasSize(1);
        assertThat(r.tracks.get(1).origin()).isEqualTo(Origin.APPEARED);
    }

    @Test
    void framesMustAscend() {
        MovieTracker tracker = new MovieTracker(
                TrackingOptions.DEFAULTS, new GeometricLinker(TrackingOptions.DEFAULTS, LinkOptions.DEFAULTS));
        tracker.accept(frame(3), new Recorder());
        assertThatThrownBy(() -> tracker.accept(frame(3), new Recorder())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lineagesAreSoundOnSimulatedMovies() {
        int divisions = 0;
        for (int seed = 0; seed < 4; seed++) {
            Recorder r = track(simulated(seed).toArray(new SegmentedFrame[0]));
            divisions += r.divisions.size();
            Set<String> seen = new HashSet<>();
            for (TrackedCell cell : r.cells) {
                assertThat(seen.add(cell.frame() + "/" + cell.trackId())).isTrue();
                Track track = r.tracks.get(cell.trackId());
                assertThat(cell.frame()).isBetween(track.firstFrame(), track.lastFrame());
            }
            Map<Integer, Integer> daughters = new HashMap<>();
            for (Track track : r.tracks.values()) {
                if (track.parentTrackId() != Track.NO_PARENT) {
                    Track mother = r.tracks.get(track.parentTrackId());
                    daughters.merge(mother.trackId(), 1, Integer::sum);
                    assertThat(mother.lastFrame()).isLessThan(track.firstFrame());
                    assertThat(track.generation()).isEqualTo(mother.generation() + 1);
                    assertThat(track.rootTrackId()).isEqualTo(mother.rootTrackId());
                    assertThat(track.lineagePath()).startsWith(mother.lineagePath() + ".");
                    assertThat(mother.fate()).isEqualTo(Fate.DIVISION);
                } else {
                    assertThat(track.generation()).isZero();
                }
            }
            assertThat(daughters.values()).allMatch(count -> count == 2);
            assertThat(daughters).hasSameSizeAs(r.divisions);
        }
        assertThat(divisions).isGreaterThan(20);
    }

    private static List<SegmentedFrame> simulated(int seed) {
        MovieSimulator simulator = new MovieSimulator(SimulationOptions.DEFAULTS, WellConditions.UNTREATED, seed, 0, 0);
        List<SegmentedFrame> frames = new ArrayList<>();
        while (simulator.hasNext()) {
            SimulatedFrame f = simulator.next();
            frames.add(new SegmentedFrame(
                    f.frame(), f.truth().width(), f.truth().height(), CellMeasurer.measure(f.truth(), f.channels())));
        }
        return frames;
    }

    @Test
    void theLineageDoesNotDependOnHowCellsAreNumbered() {
        List<SegmentedFrame> frames = simulated(7);
        SplittableRandom random = new SplittableRandom(1);
        SegmentedFrame[] shuffled =
                frames.stream().map(f -> Scenes.shuffled(f, random)).toArray(SegmentedFrame[]::new);
        assertThat(lineage(track(shuffled))).isEqualTo(lineage(track(frames.toArray(new SegmentedFrame[0]))));
    }

    /** Which places were linked, whatever the tracks are called. */
    private static Set<String> lineage(Recorder r) {
        Map<Integer, List<String>> places = new HashMap<>();
        r.cells.forEach(c -> places.computeIfAbsent(c.trackId(), t -> new ArrayList<>())
                .add(c.frame() + ":" + c.cell().yPx() + "," + c.cell().xPx()));
        Set<String> tracks = new HashSet<>();
        r.tracks.forEach((id, track) -> tracks.add(places.get(id) + " from "
                + (track.parentTrackId() == 0
                        ? "-"
                        : places.get(track.parentTrackId()).toString())));
        return tracks;
    }
}
