package org.cellineage.correct;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cellineage.format.MovieKey;
import org.cellineage.problem.BadInputException;
import org.cellineage.track.Division;
import org.cellineage.track.Track;
import org.cellineage.track.TrackedCell;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any sequence of edits. */
class LineagePropertiesTest {

    private static final MovieKey MOVIE = new MovieKey("P1", "B02", "1");
    private static final int EDITS = 40;

    /** Edits that were accepted, each as a correction of the log. */
    private final List<LoggedCorrection> log = new ArrayList<>();

    private void add(Change change, String run) {
        log.add(new LoggedCorrection(
                log.size() + 1 + ".1", new Correction(MOVIE, "anna", Instant.EPOCH, "", run, change)));
    }

    private LineageEditor edited(Lineage base, long seed) {
        LineageEditor editor = new LineageEditor(base, RandomLineage.pixels());
        RandomEdits edits = new RandomEdits(new SplittableRandom(seed));
        int refused = 0;
        CorrectedLineage lineage = editor.result();
        for (int i = 0; i < EDITS; i++) {
            Edit edit = edits.next(lineage);
            try {
                editor.apply(edit, RandomLineage.RUN);
                lineage = editor.result();
                requireSound(lineage, edit.summary());
                add(edit, RandomLineage.RUN);
            } catch (BadInputException e) {
                refused++;
                assertThat(editor.result())
                        .as("after it was refused: %s", edit.summary())
                        .isEqualTo(lineage);
                assertThat(e.problem().cause()).endsWith(".");
                assertThat(e.problem().remedy()).endsWith(".");
            }
        }
        // Otherwise the test would show nothing.
        assertThat(refused).isBetween(3, EDITS - 8);
        return editor;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void anyEditsLeaveALineage(long seed) {
        Lineage base = RandomLineage.of(seed, seed + 1000);
        CorrectedLineage untouched = new LineageEditor(base, RandomLineage.pixels()).result();
        requireSound(untouched, "the base");
        requireAsFound(base, untouched);
        CorrectedLineage edited = edited(base, seed).result();
        assertThat(edited).isNotEqualTo(untouched);
        assertThat(untouched.cells()).allMatch(CorrectedLineage.CorrectedCell::asFound);
        requireTold(base, edited);

        Replay once = Replay.of(base, RandomLineage.pixels(), log);
        assertThat(once.conflicts()).isEmpty();
        assertThat(once.isCorrected()).isTrue();
        assertThat(once.editor().result()).isEqualTo(edited);
        assertThat(Replay.of(base, RandomLineage.pixels(), log).editor().result())
                .isEqualTo(edited);

        int edits = log.size();
        for (int i = edits; i > 0; i--) {
            add(new Change.Undo(i + ".1"), RandomLineage.RUN);
        }
        Replay undone = Replay.of(base, RandomLineage.pixels(), log);
        assertThat(undone.editor().result()).isEqualTo(untouched);
        assertThat(undone.isCorrected()).isFalse();

        for (int i = edits; i > 0; i--) {
            add(new Change.Undo(log.get(2 * edits - i).id()), RandomLineage.RUN);
        }
        assertThat(Replay.of(base, RandomLineage.pixels(), log).editor().result())
                .isEqualTo(edited);
    }

    /** A row says that its cell is as found where the run had found the same row, and nobody decided about it. */
    private static void requireTold(Lineage base, CorrectedLineage lineage) {
        Set<String> found =
                base.cells().stream().map(LineagePropertiesTest::row).collect(Collectors.toSet());
        for (CorrectedLineage.CorrectedCell cell : lineage.cells()) {
            String row = row(cell.cell());
            assertThat(cell.asFound()).as(row).isEqualTo(!cell.corrected() && found.contains(row));
        }
        assertThat(lineage.cells()).anyMatch(CorrectedLineage.CorrectedCell::asFound);
        assertThat(lineage.cells()).anyMatch(cell -> !cell.asFound());
    }

    private static String row(TrackedCell cell) {
        return "%d %d %s %s %s %s %s"
                .formatted(
                        cell.frame(),
                        cell.trackId(),
                        cell.cell().yPx(),
                        cell.cell().xPx(),
                        Arrays.toString(cell.cell().mask().toBytes()),
                        cell.linkProbability(),
                        cell.linkMargin());
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void editsOfAnotherRunLeaveALineageToo(long seed) {
        edited(RandomLineage.of(seed, seed + 1000), seed);
        Lineage other = RandomLineage.asRun(RandomLineage.of(seed, seed + 2000), "20260202T000000Z-bbbbbb");
        Replay replay = Replay.of(other, RandomLineage.pixels(), log);
        requireSound(replay.editor().result(), "edits of another run");
        assertThat(replay.outcomes()).hasSize(log.size());
        replay.conflicts()
                .forEach(conflict ->
                        assertThat(conflict.problem().orElseThrow().cause()).endsWith("."));
        assertThat(Replay.of(other, RandomLineage.pixels(), log).editor().result())
                .isEqualTo(replay.editor().result());

        // With the same cells, what links say holds whatever the other run had found.
        List<LoggedCorrection> links = log.stream()
                .filter(logged -> logged.correction().change() instanceof Edit.Link)
                .limit(1)
                .toList();
        for (LoggedCorrection link : links) {
            Edit.Link edit = (Edit.Link) link.correction().change();
            CorrectedLineage result = Replay.of(other, RandomLineage.pixels(), List.of(link))
                    .editor()
                    .result();
            boolean there = other.cells().stream()
                    .anyMatch(cell -> cell.frame() == edit.to().frame()
                            && cell.cell().mask().equals(edit.to().mask())
                            && cell.cell().box().equals(edit.to().box()));
            if (there) {
                assertThat(trackOf(result, edit.to())).isEqualTo(trackOf(result, edit.from()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38})
    void theDifferencesToAnEditedLineageMakeIt(long seed) {
        Lineage base = RandomLineage.of(seed, seed + 1000);
        CorrectedLineage wanted = edited(base, seed).result();
        Lineage elsewhere = new Lineage(
                "elsewhere",
                base.width(),
                base.height(),
                base.firstFrame(),
                base.lastFrame(),
                wanted.cells().stream()
                        .map(CorrectedLineage.CorrectedCell::cell)
                        .toList(),
                wanted.tracks().stream()
                        .map(row -> new Lineage.Ancestor(
                                row.track().trackId(), row.track().parentTrackId(), Double.NaN))
                        .toList());
        LineageEditor editor = new LineageEditor(base, RandomLineage.pixels());
        List<Edit> edits = editor.differencesTo(elsewhere);
        for (Edit edit : edits) {
            editor.apply(edit, base.runId());
        }
        assertThat(facts(editor.result())).isEqualTo(facts(wanted));
        assertThat(editor.differencesTo(elsewhere)).isEmpty();
        assertThat(new LineageEditor(base, RandomLineage.pixels()).differencesTo(base))
                .isEmpty();
    }

    private static int trackOf(CorrectedLineage lineage, CellRef ref) {
        return lineage.cells().stream()
                .map(CorrectedLineage.CorrectedCell::cell)
                .filter(cell -> cell.frame() == ref.frame()
                        && cell.cell().box().equals(ref.box())
                        && cell.cell().mask().equals(ref.mask()))
                .mapToInt(TrackedCell::trackId)
                .findFirst()
                .orElse(-1);
    }

    /** Cells and links without the numbers of the tracks. */
    private static Set<String> facts(CorrectedLineage lineage) {
        Map<Integer, String> first = new HashMap<>();
        Map<Integer, String> last = new HashMap<>();
        Set<String> facts = new TreeSet<>();
        for (CorrectedLineage.CorrectedCell row : lineage.cells()) {
            TrackedCell cell = row.cell();
            String name = cell.frame() + " " + cell.cell().box()
                    + Arrays.toString(cell.cell().mask().toBytes());
            String before = last.put(cell.trackId(), name);
            first.putIfAbsent(cell.trackId(), name);
            facts.add(name);
            if (before != null) {
                facts.add(before + " > " + name);
            }
        }
        lineage.tracks().stream()
                .filter(row -> row.track().parentTrackId() != Track.NO_PARENT)
                .forEach(row -> facts.add(last.get(row.track().parentTrackId()) + " > "
                        + first.get(row.track().trackId())));
        return facts;
    }

    /** Without edits, cells, scores and parents are those of the run. */
    private static void requireAsFound(Lineage base, CorrectedLineage lineage) {
        assertThat(lineage.cells().stream()
                        .map(CorrectedLineage.CorrectedCell::cell)
                        .collect(Collectors.toSet()))
                .isEqualTo(new HashSet<>(base.cells()));
        Map<Integer, Lineage.Ancestor> tracks = new HashMap<>();
        base.tracks().forEach(track -> tracks.put(track.track(), track));
        for (CorrectedLineage.CorrectedTrack row : lineage.tracks()) {
            Lineage.Ancestor found = tracks.get(row.track().trackId());
            assertThat(row.track().parentTrackId()).isEqualTo(found.parent());
            assertThat(Double.valueOf(row.track().divisionProbability()))
                    .isEqualTo(Double.valueOf(found.divisionProbability()));
            assertThat(row.corrected()).isFalse();
        }
    }

    /** Checks by other means than the editor's that this is a lineage. */
    private static void requireSound(CorrectedLineage lineage, String what) {
        Map<Integer, List<TrackedCell>> byTrack = new TreeMap<>();
        Map<Integer, int[]> painted = new HashMap<>();
        for (CorrectedLineage.CorrectedCell row : lineage.cells()) {
            TrackedCell cell = row.cell();
            byTrack.computeIfAbsent(cell.trackId(), track -> new ArrayList<>()).add(cell);
            int[] pixels =
                    painted.computeIfAbsent(cell.frame(), frame -> new int[RandomLineage.SIDE * RandomLineage.SIDE]);
            cell.cell().mask().forEachRun(cell.cell().box(), (y, x, count) -> {
                for (int at = x; at < x + count; at++) {
                    pixels[y * RandomLineage.SIDE + at]++;
                }
            });
        }
        painted.forEach(
                (frame, pixels) -> assertThat(Arrays.stream(pixels).max().orElse(0))
                        .as("cells on one another in frame %d after %s", frame, what)
                        .isLessThanOrEqualTo(1));
        Map<Integer, Track> tracks = new TreeMap<>();
        lineage.tracks()
                .forEach(row -> assertThat(tracks.put(row.track().trackId(), row.track()))
                        .isNull());
        assertThat(tracks.keySet()).as(what).isEqualTo(byTrack.keySet());
        Map<Integer, Integer> daughters = new TreeMap<>();
        tracks.forEach((id, track) -> {
            List<Integer> frames =
                    byTrack.get(id).stream().map(TrackedCell::frame).toList();
            assertThat(frames)
                    .as("frames of track %d after %s", id, what)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(track.firstFrame()).isEqualTo(frames.get(0));
            assertThat(track.lastFrame()).isEqualTo(frames.get(frames.size() - 1));
            if (track.parentTrackId() == Track.NO_PARENT) {
                assertThat(track.rootTrackId()).isEqualTo(id);
                assertThat(track.generation()).isZero();
            } else {
                Track mother = tracks.get(track.parentTrackId());
                assertThat(mother).as("mother of %d after %s", id, what).isNotNull();
                assertThat(mother.lastFrame()).isLessThan(track.firstFrame());
                assertThat(track.rootTrackId()).isEqualTo(mother.rootTrackId());
                assertThat(track.generation()).isEqualTo(mother.generation() + 1);
                daughters.merge(mother.trackId(), 1, Integer::sum);
            }
        });
        assertThat(daughters.values()).as("daughters after %s", what).allMatch(count -> count == 2);
        Map<Integer, Integer> divided = new TreeMap<>();
        for (CorrectedLineage.CorrectedDivision row : lineage.divisions()) {
            Division division = row.division();
            divided.put(division.motherTrackId(), 2);
            assertThat(tracks.get(division.firstDaughterTrackId()).parentTrackId())
                    .isEqualTo(division.motherTrackId());
            assertThat(tracks.get(division.secondDaughterTrackId()).parentTrackId())
                    .isEqualTo(division.motherTrackId());
        }
        assertThat(divided).as(what).isEqualTo(daughters);
    }
}
