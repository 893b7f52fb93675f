package org.cellineage.correct;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cellineage.format.MovieKey;
import org.cellineage.problem.BadInputException;
import org.cellineage.track.Fate;
import org.cellineage.track.Origin;
import org.cellineage.track.Track;
import org.junit.jupiter.api.Test;

/** What is asked of a person, and that each answer can be given. */
class ReviewQueueTest {

    private static final MovieKey MOVIE = new MovieKey("P1", "B02", "1");

    private static CellRef ref(CorrectedLineage lineage, Reviewed.Place place) {
        return lineage.cells().stream()
                .filter(row -> row.cell().frame() == place.frame() && row.cell().trackId() == place.track())
                .map(row -> CellRef.of(place.frame(), place.track(), row.cell().cell()))
                .findFirst()
                .orElseThrow();
    }

    /** Applies edits to the lineage that was reviewed. */
    private static CorrectedLineage with(Lineage base, List<Edit> before, List<ReviewEdit> edits) {
        LineageEditor editor = new LineageEditor(base, RandomLineage.pixels());
        before.forEach(edit -> editor.apply(edit, RandomLineage.RUN));
        CorrectedLineage seen = editor.result();
        edits.forEach(edit -> editor.apply(edit.edit(place -> ref(seen, place)), RandomLineage.RUN));
        return editor.result();
    }

    @Test
    void noProposalAndNoConfirmationIsRefused() {
        Map<ReviewEdit.What, Integer> proposed = new EnumMap<>(ReviewEdit.What.class);
        EnumSet<ReviewQueue.Kind> kinds = EnumSet.noneOf(ReviewQueue.Kind.class);
        for (long seed = 1; seed <= 12; seed++) {
            Lineage base = RandomLineage.of(seed, seed + 50);
            List<Edit> before = new ArrayList<>();
            if (seed % 2 == 0) {
                before.addAll(accepted(base, seed));
            }
            CorrectedLineage lineage = with(base, before, List.of());
            for (ReviewQueue.Item item : ReviewQueue.of(Reviewed.of(lineage), 100)) {
                kinds.add(item.kind());
                item.proposal().forEach(edit -> proposed.merge(edit.what(), 1, Integer::sum));
                assertThat(with(base, before, item.right()).cells()).hasSameSizeAs(lineage.cells());
                CorrectedLineage changed = with(base, before, item.proposal());
                if (!item.proposal().isEmpty()) {
                    assertThat(changed).as(item.toString()).isNotEqualTo(lineage);
                }
            }
        }
        assertThat(kinds).containsExactlyInAnyOrder(ReviewQueue.Kind.values());
        assertThat(proposed)
                .containsKeys(
                        ReviewEdit.What.LINK,
                        ReviewEdit.What.CUT,
                        ReviewEdit.What.SWAP,
                        ReviewEdit.What.ADD_DIVISION,
                        ReviewEdit.What.REMOVE_DIVISION);
    }

    private static List<Edit> accepted(Lineage base, long seed) {
        LineageEditor editor = new LineageEditor(base, RandomLineage.pixels());
        RandomEdits random = new RandomEdits(new SplittableRandom(seed));
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            Edit edit = random.next(editor.result());
            try {
                editor.apply(edit, RandomLineage.RUN);
                edits.add(edit);
            } catch (BadInputException e) {
                assertThat(e.problem().cause()).isNotEmpty();
            }
        }
        return edits;
    }

    /** What a person has said to be right is not asked again. */
    @Test
    void anAnswerIsNotAskedAgain() {
        Lineage base = RandomLineage.of(3, 4);
        CorrectedLineage lineage = with(base, List.of(), List.of());
        List<ReviewQueue.Item> items = ReviewQueue.of(Reviewed.of(lineage), 100);
        assertThat(items).hasSizeGreaterThan(5);
        for (ReviewQueue.Item item : items) {
            List<ReviewQueue.Item> left = ReviewQueue.of(Reviewed.of(with(base, List.of(), item.right())), 1000);
            assertThat(left)
                    .noneMatch(other -> other.kind() == item.kind()
                            && other.cell().frame() == item.cell().frame()
                            && other.cell().track() == item.cell().track());
        }
    }

    /** A track of a frame that fits no other, and tracks at the edge of the field. */
    @Test
    void debrisAndTheEdgeAreNotAsked() {
        List<Reviewed.Place> cells = new ArrayList<>();
        List<Reviewed.Path> tracks = new ArrayList<>();
        for (int frame = 0; frame < 6; frame++) {
            cells.add(new Reviewed.Place(frame, 1, 50, 50 + frame, 100, 0.99, 0.9, false));
        }
        tracks.add(new Reviewed.Path(track(1, 0, 5, Origin.START, Fate.END), false));
        cells.add(new Reviewed.Place(3, 2, 10, 90, 9, Double.NaN, Double.NaN, false));
        tracks.add(new Reviewed.Path(track(2, 3, 3, Origin.APPEARED, Fate.LOST), false));
        for (int frame = 0; frame < 3; frame++) {
            cells.add(new Reviewed.Place(frame, 3, 90, 3, 100, 0.99, 0.9, false));
        }
        tracks.add(new Reviewed.Path(track(3, 0, 2, Origin.START, Fate.LEFT), false));
        assertThat(ReviewQueue.of(new Reviewed(cells, tracks, List.of()), 100)).isEmpty();
    }

    private static Track track(int id, int first, int last, Origin origin, Fate fate) {
        return new Track(
                id,
                0,
                id,
                0,
                Integer.toString(id),
                first,
                last,
                last - first + 1,
                origin,
                fate,
                Double.NaN,
                0,
                0,
                0,
                0,
                0,
                100,
                0.9);
    }

    @Test
    void undoAndRedoWalkThroughTheLogBatchByBatch() {
        List<LoggedCorrection> log = new ArrayList<>();
        log.add(logged("1.1", removal(1)));
        log.add(logged("2.1", removal(2)));
        log.add(logged("2.2", removal(3)));
        // Undoes the last batch, the later correction first.
        assertThat(UndoHistory.of(log).undo()).extracting(Change.Undo::event).containsExactly("2.2", "2.1");
        assertThat(UndoHistory.of(log).redo()).isEmpty();
        log.add(logged("3.1", new Change.Undo("2.2")));
        log.add(logged("3.2", new Change.Undo("2.1")));
        assertThat(UndoHistory.of(log).undo()).extracting(Change.Undo::event).containsExactly("1.1");
        assertThat(UndoHistory.of(log).redo()).extracting(Change.Undo::event).containsExactly("3.2", "3.1");
        log.add(logged("4.1", new Change.Undo("1.1")));
        assertThat(UndoHistory.of(log).undo()).isEmpty();
        assertThat(Replay.undone(log)).containsExactlyInAnyOrder("1.1", "2.1", "2.2");
        // What was undone last comes first.
        assertThat(UndoHistory.of(log).redo()).extracting(Change.Undo::event).containsExactly("4.1");
        log.add(logged("5.1", new Change.Undo("4.1")));
        assertThat(Replay.undone(log)).containsExactlyInAnyOrder("4.1", "2.1", "2.2");
        assertThat(UndoHistory.of(log).undo()).extracting(Change.Undo::event).containsExactly("1.1");
        assertThat(UndoHistory.of(log).redo()).extracting(Change.Undo::event).containsExactly("3.2", "3.1");
        // After another correction there is nothing to do again.
        log.add(logged("6.1", removal(4)));
        assertThat(UndoHistory.of(log).redo()).isEmpty();
        assertThat(UndoHistory.of(log).undo()).extracting(Change.Undo::event).containsExactly("6.1");
    }

    private static Edit removal(int frame) {
        return new Edit.RemoveCell(CellRef.of(frame, 1, RandomLineage.disc(frame, 1, 50, 50, 4)), Scope.THIS_FRAME);
    }

    private static LoggedCorrection logged(String id, Change change) {
        return new LoggedCorrection(id, new Correction(MOVIE, "anna", Instant.EPOCH, "", RandomLineage.RUN, change));
    }
}
