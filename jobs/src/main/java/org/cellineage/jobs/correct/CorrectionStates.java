package org.cellineage.jobs.correct;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.correct.LoggedCorrection;
import org.cellineage.correct.Replay;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.tables.TableSchemas;

/** Says of each correction what has become of it in the tables. */
public final class CorrectionStates {

    private final CorrectionLog log;
    private final PublishedRows published;
    private final LineageStore store;

    public CorrectionStates(SparkSession spark, OutputFolder output, LineageStore store) {
        this.log = new CorrectionLog(output);
        this.published = new PublishedRows(spark, store);
        this.store = store;
    }

    /** What has become of a correction. */
    public enum State {
        /** The tables contain it. */
        APPLIED,
        /** A later correction undoes it. */
        UNDONE,
        /** It could not be applied; the failures table says why. */
        CONFLICT,
        /** {@code correct} has not been called since. */
        WAITING;

        /** The state in lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A correction and its state. */
    public record Listed(MovieKey movie, LoggedCorrection logged, State state) {}

    /** The corrections of movies, by movie and in the order of the log. */
    public List<Listed> list(Predicate<MovieKey> wanted) throws IOException {
        Set<String> plates = new TreeSet<>(store.wells().keySet());
        Map<MovieKey, PublishedRows.Movie> movies = published.movies(plates);
        Map<String, Set<String>> conflicts = conflicts();
        List<Listed> listed = new ArrayList<>();
        log.ofPlates(plates).entries().forEach((movie, entries) -> {
            if (wanted.test(movie)) {
                PublishedRows.Movie shown = movies.get(movie);
                int applied = shown == null
                        ? 0
                        : LogHash.ofPrefixes(entries.corrections()).indexOf(shown.correctionsHash());
                Set<String> undone = Replay.undone(entries.corrections());
                for (int i = 0; i < entries.corrections().size(); i++) {
                    LoggedCorrection logged = entries.corrections().get(i);
                    boolean conflict =
                            conflicts.getOrDefault(movie.id(), Set.of()).contains(log.where(movie, logged.id()));
                    State state = i >= applied ? State.WAITING : conflict ? State.CONFLICT : State.APPLIED;
                    listed.add(new Listed(movie, logged, undone.contains(logged.id()) ? State.UNDONE : state));
                }
            }
        });
        return listed;
    }

    /** By movie, where the corrections are that could not be applied. */
    private Map<String, Set<String>> conflicts() throws IOException {
        Map<String, Set<String>> conflicts = new HashMap<>();
        for (Row row : store.table(TableSchemas.FAILURES_TABLE)
                .where("stage = '" + Failure.CORRECT_STAGE + "'")
                .select("movie_id", "where")
                .collectAsList()) {
            conflicts
                    .computeIfAbsent(row.getString(0), movie -> new HashSet<>())
                    .add(row.getString(1));
        }
        return conflicts;
    }
}
