package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.link.LinkOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldOutagesTest {

    private static final int CELLS = 9;
    private static final int FRAMES = 30;
    private static final int FROM = 9;

    /** What a tracker gave. */
    private static final class Result implements TrackSink {
        private final List<TrackedCell> cells = new ArrayList<>();
        private final Map<Integer, Track> tracks = new HashMap<>();
        private final List<Division> divisions = new ArrayList<>();
        private List<Integer> outages = List.of();
        private int frames;

        @Override
        public void cell(TrackedCell cell) {
            cells.add(cell);
        }

        @Override
        public void track(Track track) {
            tracks.put(track.trackId(), track);
        }

        @Override
        public void division(Division division) {
            divisions.add(division);
        }

        List<Fate> fates() {
            return tracks.values().stream().map(Track::fate).distinct().toList();
        }
    }

    private static TrackingOptions options(int maxOutageFrames) {
        return new TrackingOptions(0.95, 0.95, 2, maxOutageFrames, 0.3, 1, 1, 3);
    }

    private static Result track(TrackingOptions options, List<SegmentedFrame> frames) {
        Result result = new Result();
        MovieTracker tracker = new MovieTracker(options, new GeometricLinker(options, LinkOptions.DEFAULTS));
        frames.forEach(frame -> tracker.accept(frame, result));
        MovieSummary summary = tracker.finish(result);
        result.outages = summary.outageFrames();
        result.frames = summary.frames();
        assertThat(summary.cells()).isEqualTo(result.cells.size());
        return result;
    }

    private static Result track(List<SegmentedFrame> frames) {
        return track(TrackingOptions.DEFAULTS, frames);
    }

    /** Nine cells on a grid that wander; the frames that are named are replaced. */
    private static List<SegmentedFrame> movie(int frames, Map<Integer, Scenes.Disc[]> replaced) {
        SplittableRandom random = new SplittableRandom(4);
        int[] y = new int[CELLS];
        int[] x = new int[CELLS];
        for (int i = 0; i < CELLS; i++) {
            y[i] = 40 + 80 * (i / 3);
            x[i] = 40 + 80 * (i % 3);
        }
        List<SegmentedFrame> movie = new ArrayList<>();
        for (int t = 0; t < frames; t++) {
            Scenes.Disc[] discs = new Scenes.Disc[CELLS];
            for (int i = 0; i < CELLS; i++) {
                y[i] += random.nextInt(3) - 1;
                x[i] += random.nextInt(3) - 1;
                discs[i] = Scenes.disc(y[i], x[i]);
            }
            movie.add(Scenes.frame(t, replaced.getOrDefault(t, discs)));
        }
        return movie;
    }

    private static Map<Integer, Scenes.Disc[]> from(int from, int count, Scenes.Disc... discs) {
        Map<Integer, Scenes.Disc[]> replaced = new HashMap<>();
        for (int t = from; t < from + count; t++) {
            replaced.put(t, discs);
        }
        return replaced;
    }

    private static void isWhole(Result result, Map<Integer, Scenes.Disc[]> outages) {
        assertThat(result.tracks).hasSize(CELLS);
        assertThat(result.fates()).containsExactly(Fate.END);
        assertThat(result.tracks.values())
                .allMatch(track -> track.origin() == Origin.START && track.framesSeen() == FRAMES - outages.size());
        assertThat(result.outages).containsExactlyElementsOf(new TreeSet<>(outages.keySet()));
        assertThat(result.frames).isEqualTo(FRAMES);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 12, 20})
    void tracksWaitOverADarkField(int length) {
        Map<Integer, Scenes.Disc[]> outage = from(FROM, length);
        isWhole(track(movie(FRAMES, outage)), outage);
    }

    @Test
    void anOutageIsLikeFramesThatWereNeverTaken() {
        List<SegmentedFrame> dark = movie(FRAMES, from(FROM, 4));
        List<SegmentedFrame> missing = new ArrayList<>(dark);
        missing.removeIf(frame -> frame.frame() >= FROM && frame.frame() < FROM + 4);
        Result over = track(dark);
        Result without = track(missing);
        assertThat(over.tracks).isEqualTo(without.tracks);
        assertThat(over.cells).isEqualTo(without.cells);
    }

    @Test
    void rubbishInsteadOfCellsIsAnOutage() {
        Map<Integer, Scenes.Disc[]> giant = from(FROM, 1, new Scenes.Disc(120, 120, 110, 4000));
        isWhole(track(movie(FRAMES, giant)), giant);
        Map<Integer, Scenes.Disc[]> few = from(
                FROM,
                2,
                new Scenes.Disc(50, 50, 40, 4000),
                new Scenes.Disc(150, 50, 30, 4000),
                new Scenes.Disc(150, 180, 45, 4000));
        isWhole(track(movie(FRAMES, few)), few);
        Scenes.Disc[] specks = new Scenes.Disc[60];
        for (int i = 0; i < specks.length; i++) {
            specks[i] = new Scenes.Disc(20 + 25 * (i / 8), 20 + 25 * (i % 8), 2, 300);
        }
        Map<Integer, Scenes.Disc[]> noise = from(FROM, 3, specks);
        isWhole(track(movie(FRAMES, noise)), noise);
    }

    @Test
    void aLampThatBlinksHarmsNothing() {
        Map<Integer, Scenes.Disc[]> blinks = new HashMap<>();
        for (int t = 1; t < FRAMES; t += 2) {
            blinks.put(t, new Scenes.Disc[0]);
        }
        isWhole(track(movie(FRAMES, blinks)), blinks);
    }

    @Test
    void anOutageAtTheBeginningOrTheEndIsOneToo() {
        Map<Integer, Scenes.Disc[]> beginning = from(0, 2);
        isWhole(track(movie(FRAMES, beginning)), beginning);
        Map<Integer, Scenes.Disc[]> end = from(FRAMES - 3, 3);
        isWhole(track(movie(FRAMES, end)), end);
    }

    @Test
    void aFieldThatStaysEmptyEndsItsTracks() {
        Result washed = track(options(5), movie(FRAMES, from(FROM, FRAMES - FROM)));
        assertThat(washed.tracks).hasSize(CELLS);
        assertThat(washed.tracks.values()).allMatch(track -> track.lastFrame() == FROM - 1);
        assertThat(washed.fates()).containsOnly(Fate.LOST);
        assertThat(washed.outages).isEmpty();
    }

    @Test
    void anOutageBeyondTheLimitEndsTracks() {
        Result late = track(options(5), movie(FRAMES, from(FROM, 6)));
        assertThat(late.tracks).hasSize(2 * CELLS);
        assertThat(late.outages).isEmpty();
        Result none = track(options(0), movie(FRAMES, from(FROM, 3)));
        assertThat(none.tracks).hasSize(2 * CELLS);
        assertThat(none.outages).isEmpty();
    }

    @Test
    void theFewThatSurviveAreKeptAlsoWhereTheyAreFew() {
        Scenes.Disc survivor = Scenes.disc(40, 40);
        Result washed = track(options(5), movie(FRAMES, from(FROM, FRAMES - FROM, survivor)));
        assertThat(washed.cells.stream().filter(cell -> cell.frame() >= FROM)).hasSize(FRAMES - FROM);
        Result atTheEnd = track(movie(FRAMES, from(FRAMES - 4, 4, survivor)));
        assertThat(atTheEnd.cells.stream().filter(cell -> cell.frame() >= FRAMES - 4))
                .hasSize(4);
        assertThat(atTheEnd.outages).isEmpty();
    }

    @Test
    void manyNewCellsAreNoOutage() {
        Scenes.Disc[] seeded = new Scenes.Disc[49];
        for (int i = 0; i < seeded.length; i++) {
            seeded[i] = Scenes.disc(20 + 32 * (i / 7), 20 + 32 * (i % 7));
        }
        Result result = track(movie(FRAMES, from(FROM, FRAMES - FROM, seeded)));
        assertThat(result.outages).isEmpty();
        assertThat(result.cells).hasSize(FROM * CELLS + (FRAMES - FROM) * seeded.length);
    }

    /** Truth of the Cell Tracking Challenge: outlines in some frames, and small marks at the same places in others. */
    @Test
    void cellsThatAreOutlinedOtherwiseAreNoOutage() {
        List<SegmentedFrame> outlined = movie(FRAMES, Map.of());
        Map<Integer, Scenes.Disc[]> marks = new HashMap<>();
        for (int t = 4; t < FRAMES; t += 3) {
            marks.put(
                    t,
                    outlined.get(t).cells().stream()
                            .map(cell -> new Scenes.Disc(
                                    (int) Math.round(cell.yPx()), (int) Math.round(cell.xPx()), 2, 1000))
                            .toArray(Scenes.Disc[]::new));
        }
        Result result = track(movie(FRAMES, marks));
        assertThat(result.outages).isEmpty();
        assertThat(result.cells).hasSize(FRAMES * CELLS);
        assertThat(result.tracks).hasSize(CELLS);
    }

    /** Whatever they look like: only a frame without any may be an outage. */
    @Test
    void noGivenCellIsLost() {
        Scenes.Disc giant = new Scenes.Disc(120, 120, 110, 4000);
        Scenes.Disc[] specks = new Scenes.Disc[60];
        for (int i = 0; i < specks.length; i++) {
            specks[i] = new Scenes.Disc(20 + 25 * (i / 8), 20 + 25 * (i % 8), 2, 300);
        }
        Map<Integer, Scenes.Disc[]> replaced = new HashMap<>(from(FROM, 1, giant));
        replaced.putAll(from(FROM + 3, 2, specks));
        replaced.putAll(from(FROM + 8, 2));
        List<SegmentedFrame> frames = movie(FRAMES, replaced);
        Result result = new Result();
        MovieTracker tracker = new MovieTracker(
                TrackingOptions.DEFAULTS,
                new GeometricLinker(TrackingOptions.DEFAULTS, LinkOptions.DEFAULTS),
                List.of(),
                true);
        frames.forEach(frame -> tracker.accept(frame, result));
        assertThat(tracker.finish(result).outageFrames()).containsExactly(FROM + 8, FROM + 9);
        assertThat(result.cells)
                .hasSize(frames.stream().mapToInt(frame -> frame.cells().size()).sum());
    }

    @Test
    void aCellThatIsMissedAloneEndsAsBefore() {
        List<SegmentedFrame> frames = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            frames.add(t < 4 ? Scenes.frame(t, Scenes.disc(60, 60), Scenes.disc(160, 160)) : Scenes.frame(t));
        }
        Result result = track(frames);
        assertThat(result.outages).isEmpty();
        assertThat(result.fates()).containsExactly(Fate.LOST);
    }
}
