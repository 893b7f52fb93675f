package org.cellineage.correct;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.cellineage.cell.Cell;
import org.cellineage.format.MovieKey;
import org.cellineage.track.DecidedLink;
import org.cellineage.track.TrackedCell;
import org.junit.jupiter.api.Test;

/** What of a log binds the next run, how an undone correction is released, and what people's answers say of the scores. */
class ConstraintsTest {

    private static final MovieKey MOVIE = new MovieKey("P", "A01", "1");

    private final List<LoggedCorrection> log = new ArrayList<>();

    private static CellRef cell(int track, int frame) {
        return CellRef.of(frame, track, RandomLineage.disc(frame, track, 20 * track, 10 + 10 * frame, 4));
    }

    private static DecidedLink.At at(CellRef ref) {
        return new DecidedLink.At(ref.frame(), ref.place());
    }

    private String log(Change change) {
        String id = "1." + (log.size() + 1);
        log.add(new LoggedCorrection(id, new Correction(MOVIE, "a", Instant.EPOCH, "", RandomLineage.RUN, change)));
        return id;
    }

    private List<DecidedLink> binding() {
        return Constraints.of(log).links();
    }

    @Test
    void linksAndDivisionsBindAndOutlinesDoNot() {
        log(new Edit.Link(cell(1, 0), cell(2, 1)));
        log(new Edit.RemoveCell(cell(3, 1), Scope.THIS_FRAME));
        log(new Edit.Swap(cell(3, 2), cell(3, 3), cell(4, 2), cell(4, 3), Scope.FROM_HERE));
        log(new Edit.Swap(cell(1, 2), cell(1, 3), cell(2, 2), cell(2, 3), Scope.THIS_FRAME));
        log(new Edit.AddDivision(cell(1, 5), cell(1, 6), cell(2, 6)));
        log(new Edit.AddDivision(cell(3, 4), cell(3, 5), cell(4, 6)));
        log(new Edit.MarkRight(cell(4, 5), Edit.Subject.CELL));
        log(new Edit.MarkRight(cell(4, 0), Edit.Subject.BEGINNING));
        assertThat(binding())
                .containsExactly(
                        new DecidedLink.Link(at(cell(1, 0)), at(cell(2, 1))),
                        new DecidedLink.Link(at(cell(3, 2)), at(cell(4, 3))),
                        new DecidedLink.Link(at(cell(4, 2)), at(cell(3, 3))),
                        new DecidedLink.Division(at(cell(1, 5)), at(cell(1, 6)), at(cell(2, 6))),
                        new DecidedLink.Beginning(at(cell(4, 0))));
        assertThat(Constraints.of(log).corrections()).containsExactlyInAnyOrder("1.1", "1.3", "1.5", "1.8");
    }

    @Test
    void theLaterDecisionCounts() {
        String first = log(new Edit.Link(cell(1, 0), cell(2, 1)));
        log(new Edit.Cut(cell(1, 0), cell(2, 1)));
        log(new Edit.Link(cell(3, 0), cell(2, 1)));
        assertThat(binding())
                .containsExactly(
                        new DecidedLink.Cut(at(cell(1, 0)), at(cell(2, 1))),
                        new DecidedLink.Link(at(cell(3, 0)), at(cell(2, 1))));
        log(new Edit.AddDivision(cell(3, 0), cell(2, 1), cell(3, 1)));
        assertThat(binding())
                .containsExactly(
                        new DecidedLink.Cut(at(cell(1, 0)), at(cell(2, 1))),
                        new DecidedLink.Division(at(cell(3, 0)), at(cell(2, 1)), at(cell(3, 1))));
        log(new Edit.RemoveDivision(cell(3, 0)));
        assertThat(binding())
                .containsExactly(
                        new DecidedLink.Cut(at(cell(1, 0)), at(cell(2, 1))),
                        new DecidedLink.NoDivision(at(cell(3, 0))));
        log(new Edit.MarkRight(cell(1, 0), Edit.Subject.END));
        assertThat(binding()).contains(new DecidedLink.End(at(cell(1, 0))));
        assertThat(Constraints.of(log).corrections()).doesNotContain(first);
    }

    @Test
    void whatIsUndoneDoesNotBind() {
        String link = log(new Edit.Link(cell(1, 0), cell(2, 1)));
        String undo = log(new Change.Undo(link));
        assertThat(binding()).isEmpty();
        log(new Change.Undo(undo));
        assertThat(binding()).hasSize(1);
    }

    /** Track 1 of two frames and track 2 of three, as a run found them. */
    private static Lineage lineage() {
        List<TrackedCell> cells = new ArrayList<>();
        for (int track = 1; track <= 2; track++) {
            for (int frame = 0; frame <= track; frame++) {
                Cell cell = RandomLineage.disc(frame, track, 20 * track, 10 + 10 * frame, 4);
                cells.add(new TrackedCell(frame, track, cell, frame == 0 ? Double.NaN : 0.8, 0.5));
            }
        }
        return new Lineage(
                RandomLineage.RUN,
                100,
                100,
                0,
                2,
                cells,
                List.of(new Lineage.Ancestor(1, 0, Double.NaN), new Lineage.Ancestor(2, 0, Double.NaN)));
    }

    private static TreeMap<Integer, Integer> lengths(Replay replay) {
        TreeMap<Integer, Integer> lengths = new TreeMap<>();
        replay.editor().result().cells().forEach(row -> lengths.merge(row.cell().trackId(), 1, Integer::sum));
        return lengths;
    }

    @Test
    void anUndoneCorrectionThatBoundTheRunIsReleased() {
        String link = log(new Edit.Link(cell(2, 0), cell(2, 1)));
        log(new Change.Undo(link));
        // The run found the link by itself: it stays.
        assertThat(lengths(Replay.of(lineage(), RandomLineage.pixels(), log)))
                .containsExactly(java.util.Map.entry(1, 2), java.util.Map.entry(2, 3));
        // Only the person's word made it.
        Replay released = Replay.of(lineage(), RandomLineage.pixels(), log, Set.of(link));
        assertThat(lengths(released))
                .containsExactly(java.util.Map.entry(1, 2), java.util.Map.entry(2, 1), java.util.Map.entry(3, 2));
        assertThat(released.conflicts()).isEmpty();
        assertThat(released.isCorrected()).isFalse();
    }

    @Test
    void answersAreComparedWithWhatTheRunFound() {
        log(new Edit.Link(cell(1, 0), cell(1, 1)));
        log(new Edit.Cut(cell(2, 1), cell(2, 2)));
        Replay replay = Replay.of(lineage(), RandomLineage.pixels(), log);
        assertThat(replay.editor().judged())
                .containsExactly(new ScoreCalibration.Judged(0.8, true), new ScoreCalibration.Judged(0.8, false));
        CorrectedLineage result = replay.editor().result();
        // Confirmed by a person; of the other, the link that nobody looked at.
        assertThat(result.tracks().get(0).track().errorProbability()).isZero();
        assertThat(result.tracks().get(1).track().errorProbability())
                .isCloseTo(0.2, org.assertj.core.data.Offset.offset(1e-12));
    }
}
