package org.cellineage.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.cellineage.evaluate.EvaluatedMovie;
import org.cellineage.evaluate.Evaluation;
import org.cellineage.evaluate.Evaluator;
import org.cellineage.evaluate.LabelFrames;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;
import org.cellineage.segment.FramePlan;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.PlateSimulator;
import org.cellineage.simulate.SimulatedFrame;
import org.cellineage.simulate.SimulationOptions;
import org.cellineage.simulate.WellConditions;
import org.cellineage.track.Division;
import org.cellineage.track.Track;
import org.cellineage.track.TrackedCell;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library: what it gives for a simulated movie, and what it does with frames that cannot be used. */
class CellTrackerTest {

    private static final int FRAMES = 24;

    private static final long SEED = 5;

    private static final SimulationOptions SMALL = new SimulationOptions(
            128, 112, FRAMES, 6, 20, 12, 0.15, 0.001, 1.2, 0.7, 0.2, 0.1, 0.2, 300, 1200, 0.25, 0.35, 0.002, 0.2, 1.0,
            2, 8, 1, 0, 0);

    /** A plate of two movies, of which the first is tracked. */
    @TempDir
    private static Path plate;

    private static final List<List<Plane>> PLANES = new ArrayList<>();
    private static final List<LabelImage> TRUTH = new ArrayList<>();
    private static List<TrackSpan> lineage = List.of();

    private static CellTracker tracker;
    private static TrackedMovie tracked;

    @BeforeAll
    static void trackTheMovie() throws IOException {
        PlateSimulator simulated = new PlateSimulator(SMALL, SEED, 2, 1, false);
        for (int movie = 0; movie < simulated.movies(); movie++) {
            simulated.write(movie, CellTrackerTest::create, () -> {});
        }
        MovieSimulator simulator = new MovieSimulator(SMALL, WellConditions.UNTREATED, SEED, 0, 0);
        while (simulator.hasNext()) {
            SimulatedFrame frame = simulator.next();
            PLANES.add(frame.channels());
            TRUTH.add(frame.truth());
        }
        lineage = simulator.lineage();
        tracker = CellTracker.open(TrackerOptions.DEFAULTS.withoutNetworks());
        tracked = tracker.track(MovieFrames.of(PLANES));
    }

    private static OutputStream create(String path) throws IOException {
        Path file = plate.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.newOutputStream(file);
    }

    private static TrackedMovie track(MovieFrames movie) {
        return tracker.track(movie);
    }

    /** The frames with some of them replaced. */
    private static MovieFrames with(Map<Integer, List<Plane>> others) {
        List<List<Plane>> frames = new ArrayList<>(PLANES);
        others.forEach(frames::set);
        return MovieFrames.of(frames);
    }

    @Test
    void frameByFrameAndFromFilesIsTheSame() throws IOException {
        MovieCollector collector = new MovieCollector();
        MovieSession session = tracker.start(tracker.plan(MovieFrames.of(PLANES)), collector);
        for (int frame = 0; frame < FRAMES; frame++) {
            session.accept(frame, PLANES.get(frame));
        }
        assertThat(collector.finished(session.finish())).isEqualTo(tracked);
        try (MovieFiles files = MovieFiles.open(plate.resolve("A01_s1"))) {
            assertThat(files.problems()).isEmpty();
            assertThat(track(files)).isEqualTo(tracked);
        }
        assertThat(tracked.width()).isEqualTo(128);
        assertThat(tracked.height()).isEqualTo(112);
        assertThat(tracked.summary().divisions())
                .isEqualTo(tracked.divisions().size())
                .isPositive();
        assertThat(tracked.cells()).hasSize((int) tracked.summary().cells());
    }

    @Test
    void itIsScoredAsTheCoreScoresTheSameLabels() throws IOException {
        EvaluatedMovie scored = CtcTruth.read(plate.resolve("A01_s1_GT")).score(tracked);

        List<LabelImage> found = new ArrayList<>();
        for (int frame = 0; frame < FRAMES; frame++) {
            found.add(painted(frame));
        }
        Evaluation expected = Evaluator.evaluate(
                new Evaluator.Side("truth", images(TRUTH), lineage),
                new Evaluator.Side("result", images(found), spansOf(tracked)),
                Optional.of(images(TRUTH)));
        assertThat(scored.lineage()).isEqualTo(expected);
        assertThat(scored.lineage().aogm().tra()).isGreaterThan(0.7);
        assertThat(scored.lineage().segScore()).isGreaterThan(0.6);
    }

    /** Paints masks pixel by pixel, from the runs in their boxes. */
    private static LabelImage painted(int frame) {
        int[] labels = new int[128 * 112];
        for (TrackedCell cell : tracked.cells()) {
            if (cell.frame() == frame) {
                cell.cell().mask().forEachRun(cell.cell().box(), (y, x, count) -> {
                    for (int i = 0; i < count; i++) {
                        labels[y * 128 + x + i] = cell.trackId();
                    }
                });
            }
        }
        return new LabelImage(128, 112, labels);
    }

    private static List<TrackSpan> spansOf(TrackedMovie movie) {
        Map<Integer, int[]> seen = new TreeMap<>();
        for (TrackedCell cell : movie.cells()) {
            int[] span = seen.computeIfAbsent(cell.trackId(), track -> new int[] {cell.frame(), cell.frame(), 0});
            span[1] = cell.frame();
        }
        movie.divisions().forEach(division -> {
            Objects.requireNonNull(seen.get(division.firstDaughterTrackId()))[2] = division.motherTrackId();
            Objects.requireNonNull(seen.get(division.secondDaughterTrackId()))[2] = division.motherTrackId();
        });
        List<TrackSpan> spans = new ArrayList<>();
        seen.forEach((track, span) -> spans.add(new TrackSpan(track, span[0], span[1], span[2])));
        return spans;
    }

    private static LabelFrames images(List<LabelImage> labels) {
        return new LabelFrames() {
            @Override
            public SortedSet<Integer> frames() {
                return new TreeSet<>(IntStream.range(0, labels.size()).boxed().toList());
            }

            @Override
            public LabelImage read(int frame) {
                return labels.get(frame);
            }
        };
    }

    /** However long a movie is, only a few of its frames are read ahead of those that have been tracked. */
    @Test
    void framesAreNotHeld() {
        int movies = 2;
        int[] read = new int[1];
        int[] ahead = new int[1];
        MovieFrames longMovie = new MovieFrames() {
            @Override
            public SortedSet<Integer> frames() {
                return new TreeSet<>(IntStream.range(0, movies * FRAMES).boxed().toList());
            }

            @Override
            public List<Plane> read(int frame) {
                synchronized (read) {
                    read[0] = Math.max(read[0], frame);
                }
                return PLANES.get(frame % FRAMES);
            }
        };
        MovieSink sink = new MovieSink() {
            @Override
            public void cell(TrackedCell cell) {
                synchronized (read) {
                    ahead[0] = Math.max(ahead[0], read[0] - cell.frame());
                }
            }

            @Override
            public void track(Track track) {}

            @Override
            public void division(Division division) {}

            @Override
            public void failure(FrameFailure failure) {
                throw new AssertionError(failure.problem().toString());
            }
        };
        assertThat(tracker.track(longMovie, sink).frames()).isEqualTo(movies * FRAMES);
        assertThat(ahead[0]).isBetween(1, FRAMES);
    }

    @Test
    void aFrameThatCannotBeUsedIsBridgedAndReported() {
        MovieFrames whole = MovieFrames.of(PLANES);
        Plane small = Plane.of(64, 56, new short[64 * 56]);
        MovieFrames bad = new MovieFrames() {
            @Override
            public SortedSet<Integer> frames() {
                return whole.frames();
            }

            @Override
            public List<Plane> read(int frame) throws IOException {
                if (frame == 7) {
                    throw new IOException("the disk is gone");
                }
                return frame == 15 ? List.of(small) : whole.read(frame);
            }

            @Override
            public String name() {
                return "dish 3";
            }
        };
        TrackedMovie movie = track(bad);
        assertThat(movie.failures()).extracting(FrameFailure::frame).containsExactly(7, 15);
        assertThat(movie.failures().get(0).problem().where()).isEqualTo("dish 3 frame 7");
        assertThat(movie.failures().get(0).problem().cause()).contains("the disk is gone");
        assertThat(movie.failures().get(1).problem().cause()).contains("64 x 56", "128 x 112");
        assertThat(movie.cells())
                .extracting(TrackedCell::frame)
                .doesNotContain(7, 15)
                .contains(6, 8, 14, 16);
        assertThat(movie.tracks()).anyMatch(track -> track.firstFrame() < 7 && track.lastFrame() > 15);
    }

    @Test
    void aMovieOfWhichTooMuchIsLostIsRefused() {
        List<Plane> none = List.of();
        assertThatThrownBy(() -> track(with(Map.of(3, none, 4, none, 5, none))))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("3 of 24 frames failed")
                .hasMessageContaining("movie frame 3");
        assertThat(track(with(Map.of(3, none, 4, none))).failures()).hasSize(2);
        assertThatThrownBy(() -> track(MovieFrames.of(List.of())))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no frame");
    }

    @Test
    void framesMustComeInOrderAndBeforeTheEnd() {
        MovieSession session = tracker.start(FramePlan.of(0, Double.NaN), new MovieCollector());
        session.accept(4, PLANES.get(4));
        assertThatThrownBy(() -> session.accept(4, PLANES.get(5))).isInstanceOf(IllegalArgumentException.class);
        session.finish();
        assertThatThrownBy(() -> session.accept(6, PLANES.get(6))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::finish).isInstanceOf(IllegalStateException.class);
    }

    /** A fault of the program that reads the frames is neither a bad frame nor hidden. */
    @Test
    void aFaultOfTheReaderIsThrown() {
        RuntimeException fault = new IllegalStateException("a bug");
        assertThatThrownBy(() -> track(new MovieFrames() {
                    @Override
                    public SortedSet<Integer> frames() {
                        return new TreeSet<>(Set.of(0));
                    }

                    @Override
                    public List<Plane> read(int frame) {
                        throw fault;
                    }
                }))
                .satisfies(thrown -> {
                    Throwable root = thrown;
                    while (root.getCause() != null) {
                        root = root.getCause();
                    }
                    assertThat(root).isSameAs(fault);
                });
    }

    @Test
    void whatIsNamedMustExist() throws IOException {
        assertThatThrownBy(() -> CellTracker.open(TrackerOptions.DEFAULTS.withSegmentationModel("no-such-model")))
                .isInstanceOf(BadConfigurationException.class);
        assertThatThrownBy(() -> CellTracker.open(TrackerOptions.DEFAULTS.withLinkingModel(plate + "/no-model")))
                .isInstanceOf(BadInputException.class);
        CellTracker second =
                CellTracker.open(TrackerOptions.DEFAULTS.withoutNetworks().withChannel(1));
        assertThatThrownBy(() -> second.track(MovieFrames.of(PLANES)))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("hannel 1");
        assertThatThrownBy(() -> MovieFiles.open(plate))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("2 movies");
        assertThatThrownBy(() -> CtcTruth.read(plate))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("A01_s1, A02_s1");
    }

    @Test
    void treesHaveABranchForEveryTrack() {
        long branches = tracked.newick().chars().filter(c -> c == ':').count();
        assertThat(branches).isEqualTo(tracked.tracks().size());
        assertThat(tracked.newick().lines()).hasSize((int) tracked.tracks().stream()
                .filter(track -> track.parentTrackId() == Track.NO_PARENT)
                .count());
    }
}
