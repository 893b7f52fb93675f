package org.cellineage.correct;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What <em>undo</em> and <em>redo</em> mean next in a log: the corrections of a batch are undone together, the last batch
 * first, and can be applied again until there is another correction.
 */
public final class UndoHistory {

    /** A batch: the ids of its corrections, in order. */
    private record Batch(List<String> ids) {}

    /** A batch that was undone, and the batch that undid it. */
    private record Undone(Batch batch, Batch by) {}

    private final Deque<Batch> done = new ArrayDeque<>();
    private final Deque<Undone> undone = new ArrayDeque<>();

    private UndoHistory() {}

    /** The history of a log. */
    public static UndoHistory of(List<LoggedCorrection> log) {
        Map<Integer, List<LoggedCorrection>> batches = new TreeMap<>();
        for (LoggedCorrection logged : log) {
            int number = Integer.parseInt(logged.id().substring(0, logged.id().indexOf('.')));
            batches.computeIfAbsent(number, batch -> new ArrayList<>()).add(logged);
        }
        UndoHistory history = new UndoHistory();
        batches.values().forEach(history::add);
        return history;
    }

    private void add(List<LoggedCorrection> corrections) {
        Batch batch = new Batch(corrections.stream().map(LoggedCorrection::id).toList());
        List<String> targets = corrections.stream()
                .filter(logged -> logged.correction().change() instanceof Change.Undo)
                .map(logged -> ((Change.Undo) logged.correction().change()).event())
                .toList();
        if (targets.isEmpty()) {
            done.push(batch);
            undone.clear();
            return;
        }
        String target = targets.get(0);
        Optional<Batch> edits =
                done.stream().filter(one -> one.ids().contains(target)).findFirst();
        Optional<Undone> undo =
                undone.stream().filter(one -> one.by().ids().contains(target)).findFirst();
        edits.ifPresent(one -> {
            done.remove(one);
            undone.push(new Undone(one, batch));
        });
        undo.ifPresent(one -> {
            undone.remove(one);
            done.push(one.batch());
        });
    }

    /** What undoes the last batch that is in force; empty if none is. */
    public List<Change.Undo> undo() {
        return done.isEmpty() ? List.of() : of(done.peek());
    }

    /** What applies the batch again that was undone last; empty if there is none, or there were corrections since. */
    public List<Change.Undo> redo() {
        return undone.isEmpty() ? List.of() : of(undone.peek().by());
    }

    private static List<Change.Undo> of(Batch batch) {
        List<Change.Undo> undos = new ArrayList<>();
        for (int i = batch.ids().size() - 1; i >= 0; i--) {
            undos.add(new Change.Undo(batch.ids().get(i)));
        }
        return undos;
    }
}
