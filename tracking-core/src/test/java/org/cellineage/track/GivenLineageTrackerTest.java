package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.format.GivenFlaw;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.LabelImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lineages as other programs write them: what is wrong is told, and nothing points at what is not there. */
class GivenLineageTrackerTest {

    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;
    private static final int FRAMES = 8;
    /** Stands for damage that makes a lineage that could be. */
    private static final int PLAUSIBLE = -1;

    /** 1 divides into 7 and 8 at frame 4; 3 and 4 are there throughout. */
    private static final List<TrackSpan> LINEAGE = List.of(
            new TrackSpan(1, 0, 3, 0),
            new TrackSpan(3, 0, 7, 0),
            new TrackSpan(4, 0, 7, 0),
            new TrackSpan(7, 4, 7, 1),
            new TrackSpan(8, 4, 7, 1));

    /** What a movie came to. */
    private static final class Tables implements TrackSink {
        private final Map<Integer, Track> tracks = new TreeMap<>();
        private final List<Division> divisions = new ArrayList<>();
        private final List<GivenFlaw> flaws = new ArrayList<>();
        private final Map<Integer, List<Integer>> framesOf = new TreeMap<>();

        @Override
        public void cell(TrackedCell cell) {
            framesOf.computeIfAbsent(cell.trackId(), id -> new ArrayList<>()).add(cell.frame());
        }

        @Override
        public void track(Track track) {
            assertThat(tracks.put(track.trackId(), track)).isNull();
        }

        @Override
        public void division(Division division) {
            divisions.add(division);
        }

        @Override
        public void flaw(GivenFlaw flaw) {
            flaws.add(flaw);
        }

        List<String> causes() {
            return flaws.stream()
                    .map(flaw -> flaw.frame() + " " + flaw.problem().cause())
                    .toList();
        }
    }

    /** Shows each track at a place of its own, in the frames of its span. */
    private static Map<Integer, Set<Integer>> shown(List<TrackSpan> spans) {
        Map<Integer, Set<Integer>> shown = new TreeMap<>();
        for (TrackSpan span : spans) {
            Set<Integer> frames = new TreeSet<>();
            for (int f = span.begin(); f <= span.end(); f++) {
                frames.add(f);
            }
            shown.put(span.track(), frames);
        }
        return shown;
    }

    private static Tables track(Map<Integer, Set<Integer>> shown, int frames, List<TrackSpan> lineage) {
        GivenLineageTracker tracker = new GivenLineageTracker("res_track.txt", new GivenLineage(lineage, List.of()));
        Tables tables = new Tables();
        for (int f = 0; f < frames; f++) {
            int[] labels = new int[WIDTH * HEIGHT];
            for (Map.Entry<Integer, Set<Integer>> track : shown.entrySet()) {
                if (track.getValue().contains(f)) {
                    int y = track.getKey() / 16 * 3 + 1;
                    int x = track.getKey() % 16 * 3 + 1;
                    labels[y * WIDTH + x] = track.getKey();
                    labels[y * WIDTH + x + 1] = track.getKey();
                }
            }
            List<Cell> cells = CellMeasurer.measure(new LabelImage(WIDTH, HEIGHT, labels), List.of());
            tracker.accept(new SegmentedFrame(f, WIDTH, HEIGHT, cells), tables);
        }
        tracker.finish(tables);
        assertClosed(tables);
        return tables;
    }

    private static Tables track(List<TrackSpan> lineage) {
        return track(shown(LINEAGE), FRAMES, lineage);
    }

    /** Every row points at rows, and time runs forward along every link. */
    private static void assertClosed(Tables tables) {
        Map<Integer, Track> tracks = tables.tracks;
        assertThat(tracks.keySet()).isEqualTo(tables.framesOf.keySet());
        Map<Integer, Set<Integer>> daughters = new HashMap<>();
        for (Track track : tracks.values()) {
            assertThat(tracks).containsKey(track.rootTrackId());
            assertThat(track.lineagePath()).startsWith(Integer.toString(track.rootTrackId()));
            assertThat(LineagePath.parse(track.lineagePath()).generation()).isEqualTo(track.generation());
            if (track.parentTrackId() == Track.NO_PARENT) {
                assertThat(track.rootTrackId()).isEqualTo(track.trackId());
                assertThat(track.origin()).isNotEqualTo(Origin.DIVISION);
            } else {
                Track parent = tracks.get(track.parentTrackId());
                assertThat(parent).as("parent of " + track).isNotNull();
                assertThat(parent.lastFrame()).isLessThan(track.firstFrame());
                assertThat(parent.rootTrackId()).isEqualTo(track.rootTrackId());
                daughters
                        .computeIfAbsent(parent.trackId(), id -> new TreeSet<>())
                        .add(track.trackId());
            }
        }
        Set<Integer> mothers = new HashSet<>();
        for (Division division : tables.divisions) {
            assertThat(mothers.add(division.motherTrackId())).isTrue();
            assertThat(daughters.get(division.motherTrackId()))
                    .contains(division.firstDaughterTrackId(), division.secondDaughterTrackId());
            assertThat(division.frame())
                    .isEqualTo(Math.min(
                            tracks.get(division.firstDaughterTrackId()).firstFrame(),
                            tracks.get(division.secondDaughterTrackId()).firstFrame()));
        }
        for (Track track : tracks.values()) {
            boolean divided = daughters.getOrDefault(track.trackId(), Set.of()).size() >= 2;
            assertThat(mothers.contains(track.trackId())).isEqualTo(divided);
            assertThat(track.fate() == Fate.DIVISION).isEqualTo(divided);
        }
    }

    private static List<TrackSpan> without(int track) {
        return LINEAGE.stream().filter(span -> span.track() != track).toList();
    }

    private static List<TrackSpan> with(TrackSpan... more) {
        Map<Integer, TrackSpan> spans = new TreeMap<>();
        LINEAGE.forEach(span -> spans.put(span.track(), span));
        for (TrackSpan span : more) {
            spans.put(span.track(), span);
        }
        return List.copyOf(spans.values());
    }

    private static void assertOthersUntouched(Tables tables, Integer... damaged) {
        Map<Integer, Track> right = new TreeMap<>(track(LINEAGE).tracks);
        Map<Integer, Track> found = new TreeMap<>(tables.tracks);
        for (int track : damaged) {
            right.remove(track);
            found.remove(track);
        }
        assertThat(found).isEqualTo(right);
    }

    @Test
    void aLineageWithoutAFlawIsKeptAsItIs() {
        Tables tables = track(LINEAGE);
        assertThat(tables.flaws).isEmpty();
        assertThat(tables.tracks).containsOnlyKeys(1, 3, 4, 7, 8);
        assertThat(tables.divisions).hasSize(1);
        assertThat(tables.divisions.get(0).frame()).isEqualTo(4);
        assertThat(tables.tracks.get(7).lineagePath()).isEqualTo("1.1");
        assertThat(tables.tracks.get(8).lineagePath()).isEqualTo("1.2");
        assertThat(tables.tracks.get(8).origin()).isEqualTo(Origin.DIVISION);
    }

    @Test
    void daughtersThatNoImageShowsMakeNoDivision() {
        Tables tables = track(with(new TrackSpan(50, 5, 7, 3), new TrackSpan(51, 5, 7, 3)));
        assertThat(tables.divisions).hasSize(1);
        assertThat(tables.tracks.get(3).fate()).isEqualTo(Fate.END);
        assertThat(tables.causes())
                .satisfiesExactly(
                        cause -> assertThat(cause).startsWith("5 Track 50").contains("parent 3", "no label image"),
                        cause -> assertThat(cause).startsWith("5 Track 51").contains("parent 3", "no label image"));
        assertOthersUntouched(tables);
    }

    @Test
    void theOnlyDaughterThatIsThereGoesOnAsItsMother() {
        Map<Integer, Set<Integer>> shown = shown(without(8));
        Tables tables = track(shown, FRAMES, LINEAGE);
        assertThat(tables.divisions).isEmpty();
        assertThat(tables.tracks.get(7).parentTrackId()).isEqualTo(1);
        assertThat(tables.tracks.get(7).generation()).isZero();
        assertThat(tables.causes()).hasSize(2);
        assertThat(tables.causes().get(1)).startsWith("4 ").contains("only 7", "no division");
        assertOthersUntouched(tables, 1, 7, 8);
    }

    @Test
    void anOrphanIsKeptWithoutAParent() {
        Tables tables = track(with(new TrackSpan(3, 0, 7, 99)));
        assertThat(tables.causes()).hasSize(1);
        assertThat(tables.causes().get(0)).startsWith("0 Track 3").contains("99", "does not exist");
        assertOthersUntouched(tables);
    }

    @Test
    void aLabelThatIsNotListedIsATrackOfItsOwn() {
        Tables tables = track(without(4));
        assertThat(tables.causes()).hasSize(1);
        assertThat(tables.causes().get(0)).startsWith("0 Label 4").contains("does not name it");
        assertOthersUntouched(tables);
    }

    @Test
    void theImagesSayWhenATrackIsThere() {
        Tables tables = track(with(new TrackSpan(7, 6, 7, 1), new TrackSpan(3, 0, 5, 0)));
        assertThat(tables.causes())
                .satisfiesExactly(
                        cause -> assertThat(cause).startsWith("7 Track 3").contains("0 to 5", "0 to 7"),
                        cause -> assertThat(cause).startsWith("4 Track 7").contains("6 to 7", "4 to 7"));
        assertOthersUntouched(tables);
    }

    /** A parent that is seen on beside its daughters is no parent: both would be one cell at a time. */
    @Test
    void aParentThatLivesOnIsNoParent() {
        Map<Integer, Set<Integer>> shown = shown(LINEAGE);
        shown.put(1, new TreeSet<>(List.of(0, 1, 2, 3, 4)));
        Tables tables = track(shown, FRAMES, LINEAGE);
        assertThat(tables.tracks.get(7).parentTrackId()).isEqualTo(Track.NO_PARENT);
        assertThat(tables.divisions).isEmpty();
        assertThat(tables.causes())
                .anySatisfy(cause -> assertThat(cause).startsWith("4 Track 7").contains("until frame 4"));
        assertOthersUntouched(tables, 1, 7, 8);
    }

    /** Nobody knows what a frame showed that could not be read. */
    @Test
    void aFrameThatIsMissingIsNoFlaw() {
        GivenLineageTracker tracker = new GivenLineageTracker("x", LINEAGE);
        Tables tables = new Tables();
        Map<Integer, Set<Integer>> shown = shown(LINEAGE);
        for (int f : new int[] {0, 1, 2, 5, 6}) {
            int[] labels = new int[WIDTH * HEIGHT];
            shown.forEach((id, frames) -> labels[id * 3] = frames.contains(f) ? id : 0);
            tracker.accept(
                    new SegmentedFrame(
                            f, WIDTH, HEIGHT, CellMeasurer.measure(new LabelImage(WIDTH, HEIGHT, labels), List.of())),
                    tables);
        }
        tracker.finish(tables);
        assertClosed(tables);
        assertThat(tables.flaws).isEmpty();
        assertThat(tables.divisions.get(0).frame()).isEqualTo(5);
    }

    @Test
    void countlessFlawsAreCounted() {
        Map<Integer, Set<Integer>> shown = new TreeMap<>();
        for (int label = 1; label <= 150; label++) {
            shown.put(label, Set.of(0));
        }
        Tables tables = track(shown, 1, List.of());
        assertThat(tables.tracks).hasSize(150);
        assertThat(tables.flaws).hasSize(LineageCheck.MOST_OF_A_KIND + 1);
        assertThat(tables.flaws.get(100).problem().cause()).contains("50 more");
    }

    /** Whatever is done to a lineage: the tables are closed, and families that were not touched are as before. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomDamageStaysWhereItIs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 150; round++) {
            List<TrackSpan> right = randomLineage(random);
            Map<Integer, Set<Integer>> shown = shown(right);
            Tables before = track(shown, 12, right);
            assertThat(before.flaws).isEmpty();
            Map<Integer, TrackSpan> damaged = new TreeMap<>();
            right.forEach(span -> damaged.put(span.track(), span));
            Set<Integer> touched = new HashSet<>();
            int times = 1 + random.nextInt(4);
            for (int i = 0; i < times; i++) {
                damage(damaged, shown, touched, random);
            }
            Tables after = track(shown, 12, List.copyOf(damaged.values()));
            Set<Integer> roots = new HashSet<>();
            for (int id : touched) {
                addRoot(roots, before, id);
                addRoot(roots, after, id);
            }
            for (Track track : before.tracks.values()) {
                if (!roots.contains(track.rootTrackId())) {
                    assertThat(after.tracks.get(track.trackId())).isEqualTo(track);
                    assertThat(after.framesOf.get(track.trackId())).isEqualTo(before.framesOf.get(track.trackId()));
                }
            }
            for (Division division : before.divisions) {
                if (!roots.contains(before.tracks.get(division.motherTrackId()).rootTrackId())) {
                    assertThat(after.divisions).contains(division);
                }
            }
            // Another mother that could be is nothing that anybody could tell.
            if (!after.tracks.equals(before.tracks) && !touched.contains(PLAUSIBLE)) {
                assertThat(after.flaws).as("seed " + seed + ", round " + round).isNotEmpty();
            }
        }
    }

    private static void addRoot(Set<Integer> roots, Tables tables, int id) {
        Track track = tables.tracks.get(id);
        if (track != null) {
            roots.add(track.rootTrackId());
        }
    }

    private static List<TrackSpan> randomLineage(SplittableRandom random) {
        List<TrackSpan> spans = new ArrayList<>();
        int roots = 2 + random.nextInt(4);
        for (int i = 0; i < roots; i++) {
            grow(spans, random.nextInt(3), 0, random);
        }
        return spans;
    }

    private static void grow(List<TrackSpan> spans, int begin, int parent, SplittableRandom random) {
        int id = spans.size() + 1;
        int end = Math.min(11, begin + random.nextInt(8));
        spans.add(new TrackSpan(id, begin, end, parent));
        if (end < 11 && random.nextInt(3) > 0) {
            grow(spans, end + 1, id, random);
            grow(spans, end + 1, id, random);
        }
    }

    /** Changes the list or the images; both are what other programs get wrong. */
    private static void damage(
            Map<Integer, TrackSpan> list,
            Map<Integer, Set<Integer>> shown,
            Set<Integer> touched,
            SplittableRandom random) {
        List<Integer> ids = List.copyOf(list.keySet());
        if (ids.isEmpty()) {
            return;
        }
        int id = ids.get(random.nextInt(ids.size()));
        TrackSpan span = list.get(id);
        touched.add(id);
        switch (random.nextInt(7)) {
            case 0 -> list.remove(id);
            case 1 -> shown.remove(id);
            case 2 -> list.put(id, new TrackSpan(id, span.begin(), span.end(), 900 + random.nextInt(5)));
            case 3 -> {
                int other = ids.get(random.nextInt(ids.size()));
                touched.add(other);
                touched.add(PLAUSIBLE);
                list.put(id, new TrackSpan(id, span.begin(), span.end(), other == id ? 901 : other));
            }
            case 4 -> list.put(700 + id, new TrackSpan(700 + id, 3, 5, id));
            case 5 ->
                list.put(
                        id, new TrackSpan(id, span.begin() + 1, Math.max(span.begin() + 1, span.end()), span.parent()));
            default -> {
                Set<Integer> frames = shown.getOrDefault(id, new TreeSet<>());
                frames.add(random.nextInt(12));
            }
        }
    }
}
