package org.cellineage.jobs.correct;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.cellineage.correct.Change;
import org.cellineage.correct.CorrectedLineage;
import org.cellineage.correct.Correction;
import org.cellineage.correct.Edit;
import org.cellineage.correct.FramePixels;
import org.cellineage.correct.Lineage;
import org.cellineage.correct.Replay;
import org.cellineage.correct.UndoHistory;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.source.SourceFrames;
import org.cellineage.jobs.source.SourceMovie;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.BadOutputException;
import org.jspecify.annotations.Nullable;

/**
 * The lineage of a movie with all corrections of its log, whether the tables contain them or not, to which a person adds
 * more. The log is the state: what was added is in it when a method returns, and an instance that is opened later, here
 * or in another process, is equal. Thread-safe.
 */
public final class LiveLineage implements AutoCloseable {

    private final PublishedRows.Movie movie;
    private final CorrectionLog log;
    private final Base base;
    private final Supplier<SourceMovie> images;
    private final Storage storage;

    private @Nullable SourceFrames frames;
    private CorrectionLog.Entries entries;
    private Replay replay;
    private CorrectedLineage lineage;

    /**
     * What the corrections are applied to.
     *
     * @param found the lineage as the run found it
     * @param bound ids of the corrections that bound that run
     */
    private record Base(Lineage found, Set<String> bound) {
        Replay replay(FramePixels pixels, CorrectionLog.Entries entries) {
            return Replay.of(found, pixels, entries.corrections(), bound);
        }
    }

    private LiveLineage(
            PublishedRows.Movie movie, CorrectionLog log, Base base, Supplier<SourceMovie> images, Storage storage)
            throws IOException {
        this.movie = movie;
        this.log = log;
        this.base = base;
        this.images = images;
        this.storage = storage;
        this.entries = log.read(key());
        this.replay = base.replay(pixels(), entries);
        this.lineage = replay.editor().result();
    }

    /**
     * Reads a published movie and its log.
     *
     * @param images its images, asked for only if outlines change
     * @throws BadInputException if its rows before the corrections are not there any more, or the log is damaged
     */
    public static LiveLineage open(
            SparkSession spark,
            OutputFolder output,
            LineageStore store,
            PublishedRows.Movie movie,
            Storage storage,
            Supplier<SourceMovie> images)
            throws IOException {
        MovieKey key = movie.info().key();
        FoundStore kept = new FoundStore(spark, output);
        FoundRows rows = kept.before(movie, store);
        return new LiveLineage(
                movie,
                new CorrectionLog(output),
                new Base(rows.lineage(movie.trackedBy()), kept.bound(key, movie.trackedBy())),
                images,
                storage);
    }

    private MovieKey key() {
        return movie.info().key();
    }

    private FramePixels pixels() {
        return frame -> {
            SourceFrames open = frames;
            if (open == null) {
                open = new SourceFrames(movie.info(), images.get(), storage);
                frames = open;
            }
            return open.read(frame);
        };
    }

    /** The movie as it was when this was opened. */
    public PublishedRows.Movie movie() {
        return movie;
    }

    /** The lineage that the run found, without any correction. */
    public Lineage found() {
        return base.found();
    }

    /** The log. */
    public synchronized CorrectionLog.Entries log() {
        return entries;
    }

    /** What became of each correction of the log. */
    public synchronized List<Replay.Outcome> outcomes() {
        return replay.outcomes();
    }

    /** The lineage with the corrections of {@link #log}. */
    public synchronized CorrectedLineage lineage() {
        return lineage;
    }

    /**
     * Reads the log again if others have added to it.
     *
     * @return whether they have
     */
    public synchronized boolean refresh() throws IOException {
        boolean changed = log.lastBatch(key()) != entries.lastBatch();
        if (changed) {
            reload();
        }
        return changed;
    }

    private void reload() throws IOException {
        entries = log.read(key());
        replay = base.replay(pixels(), entries);
        lineage = replay.editor().result();
    }

    /**
     * Adds corrections, all of them or none, and returns when they are durable.
     *
     * @param after {@link CorrectionLog.Entries#lastBatch} of the log that their author has seen
     * @throws BadInputException if one is impossible; the problem says why
     * @throws BadOutputException if there are later corrections; {@link #log} then has them
     */
    public synchronized void add(List<Edit> edits, String author, String why, int after) throws IOException {
        requireSeen(after);
        int applied = 0;
        try {
            for (Edit edit : edits) {
                replay.editor().apply(edit, base.found().runId());
                applied++;
            }
        } catch (BadInputException refused) {
            if (applied > 0) {
                reload();
            }
            throw refused;
        } catch (RuntimeException e) {
            reload();
            throw e;
        }
        append(new ArrayList<>(edits), author, why);
        entries = log.read(key());
        replay = replay.with(entries.corrections());
        lineage = replay.editor().result();
    }

    /** Undoes the last batch that is in force, likewise. */
    public synchronized void undo(String author, int after) throws IOException {
        change(UndoHistory.of(entries.corrections()).undo(), "undo", author, after);
    }

    /** Applies again what was undone last, likewise, unless there were corrections since. */
    public synchronized void redo(String author, int after) throws IOException {
        change(UndoHistory.of(entries.corrections()).redo(), "redo", author, after);
    }

    private void change(List<Change.Undo> changes, String what, String author, int after) throws IOException {
        requireSeen(after);
        if (changes.isEmpty()) {
            throw new BadInputException(what, "There is nothing to " + what + ".", "Make a correction first.");
        }
        append(new ArrayList<>(changes), author, "");
        reload();
    }

    private void requireSeen(int after) throws IOException {
        refresh();
        if (entries.lastBatch() != after) {
            throw new BadOutputException(
                    key().id(),
                    "The movie has been corrected in the meantime; this correction was not saved.",
                    "Look at the movie again, and make the correction if it is still needed.");
        }
    }

    private void append(List<Change> changes, String author, String why) throws IOException {
        Instant now = Instant.now();
        List<Correction> batch = changes.stream()
                .map(change ->
                        new Correction(key(), author, now, why, base.found().runId(), change))
                .toList();
        try {
            log.append(key(), entries.lastBatch(), batch);
        } catch (IOException | RuntimeException e) {
            // What was applied here is not in the log.
            reload();
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        SourceFrames open = frames;
        if (open != null) {
            open.close();
            frames = null;
        }
    }
}
