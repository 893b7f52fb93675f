package org.cellineage.correct;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * A log of corrections, applied to the lineage that a run found. Corrections that were undone are left out; one that is
 * refused is a conflict, and those after it are applied all the same. The same log and lineage give the same result.
 *
 * @param editor the lineage with the corrections; more edits can be applied to it
 * @param outcomes what became of each correction, in the order of the log
 */
public record Replay(LineageEditor editor, List<Outcome> outcomes) {

    /** What became of a correction. */
    public enum State {
        APPLIED,
        UNDONE,
        CONFLICT
    }

    /**
     * A correction and what became of it.
     *
     * @param problem why it could not be applied; empty if it is no conflict
     */
    public record Outcome(LoggedCorrection logged, State state, Optional<Problem> problem) {}

    public Replay {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * Applies a log.
     *
     * @param log of one movie, in order
     */
    public static Replay of(Lineage base, FramePixels pixels, List<LoggedCorrection> log) {
        return of(base, pixels, log, Set.of());
    }

    /**
     * Applies a log to a lineage that was tracked with corrections as {@link Constraints}. Those that have been undone
     * since are released: what they made is cut, and what they cut stays open until the movie is tracked again.
     *
     * @param bound ids of the corrections that bound the run
     */
    public static Replay of(Lineage base, FramePixels pixels, List<LoggedCorrection> log, Set<String> bound) {
        LineageEditor editor = new LineageEditor(base, pixels);
        Set<String> undone = undone(log);
        for (LoggedCorrection logged : log) {
            if (undone.contains(logged.id())
                    && bound.contains(logged.id())
                    && logged.correction().change() instanceof Edit edit) {
                editor.release(edit);
            }
        }
        Set<String> known = new HashSet<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (LoggedCorrection logged : log) {
            outcomes.add(
                    undone.contains(logged.id())
                            ? new Outcome(logged, State.UNDONE, Optional.empty())
                            : apply(editor, logged, known));
            known.add(logged.id());
        }
        return new Replay(editor, outcomes);
    }

    /**
     * This, after edits at the end of the log have been applied to its {@link #editor}.
     *
     * @param log the log that was replayed, and these edits
     */
    public Replay with(List<LoggedCorrection> log) {
        List<Outcome> all = new ArrayList<>(outcomes);
        for (LoggedCorrection logged : log.subList(outcomes.size(), log.size())) {
            all.add(new Outcome(logged, State.APPLIED, Optional.empty()));
        }
        return new Replay(editor, all);
    }

    private static Outcome apply(LineageEditor editor, LoggedCorrection logged, Set<String> known) {
        Correction correction = logged.correction();
        try {
            if (correction.change() instanceof Edit edit) {
                editor.apply(edit, correction.runId());
            } else if (correction.change() instanceof Change.Undo undo) {
                requireKnown(undo, known);
            }
            return new Outcome(logged, State.APPLIED, Optional.empty());
        } catch (BadInputException refused) {
            return new Outcome(logged, State.CONFLICT, Optional.of(refused.problem()));
        }
    }

    private static void requireKnown(Change.Undo undo, Set<String> known) {
        if (!known.contains(undo.event())) {
            throw new BadInputException(
                    "correction " + undo.event(),
                    "There is no earlier correction with this number.",
                    "List the corrections of the movie for their numbers.");
        }
    }

    /** The corrections that are undone; an undo that is itself undone does not count. */
    public static Set<String> undone(List<LoggedCorrection> log) {
        Set<String> undone = new HashSet<>();
        for (int i = log.size() - 1; i >= 0; i--) {
            LoggedCorrection logged = log.get(i);
            if (logged.correction().change() instanceof Change.Undo undo && !undone.contains(logged.id())) {
                undone.add(undo.event());
            }
        }
        return undone;
    }

    /** The corrections that could not be applied. */
    public List<Outcome> conflicts() {
        return outcomes.stream()
                .filter(outcome -> outcome.state() == State.CONFLICT)
                .toList();
    }

    /** Whether any edit is in force. */
    public boolean isCorrected() {
        return outcomes.stream()
                .anyMatch(outcome -> outcome.state() == State.APPLIED
                        && outcome.logged().correction().change() instanceof Edit);
    }
}
