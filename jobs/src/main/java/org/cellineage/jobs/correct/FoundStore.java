package org.cellineage.jobs.correct;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.codec.StoredRows;
import org.cellineage.jobs.hadoop.GlobText;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.jobs.track.TrackedRows;
import org.cellineage.problem.BadInputException;

/**
 * The rows of corrected movies as the runs found them, so that corrections can be undone and applied again without
 * tracking the movie again: {@code _uncorrected/PLATE/RUN/}, written once by the run of that name. Which folder has the
 * rows of a movie is in {@code found-RUN.json} beside its log, where {@code RUN} is the run that tracked it.
 *
 * <p>All of it can be deleted; a movie is then corrected after it has been processed again.
 */
final class FoundStore {

    private static final String ROOT = "_uncorrected";
    private static final String POINTER = "found-";
    private static final String JSON_FILE = ".json";
    private static final String PARQUET = ".parquet";
    private static final int MOVIES_A_FILE = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SparkSession spark;
    private final OutputFolder output;

    FoundStore(SparkSession spark, OutputFolder output) {
        this.spark = spark;
        this.output = output;
    }

    /** Rows of these movies alone. */
    static Dataset<Row> only(Dataset<Row> rows, Collection<MovieKey> movies) {
        return rows.where(areOf(movies));
    }

    /** Whether a row is of one of these movies. */
    static Column areOf(Collection<MovieKey> movies) {
        return functions
                .concat_ws("/", functions.col("plate"), functions.col("well"), functions.col("site"))
                .isin(movies.stream().map(MovieKey::id).toArray());
    }

    /**
     * Stores the rows of movies.
     *
     * @param writer the run that stores them
     * @param trackedBy each movie with the run that tracked it
     * @param bound ids of the corrections that bound the run, by movie
     */
    void keep(Dataset<Row> rows, String writer, Map<MovieKey, String> trackedBy, Map<MovieKey, Set<String>> bound)
            throws IOException {
        Map<String, Set<MovieKey>> plates = new TreeMap<>();
        trackedBy
                .keySet()
                .forEach(key -> plates.computeIfAbsent(key.plate(), plate -> new TreeSet<>())
                        .add(key));
        for (Map.Entry<String, Set<MovieKey>> plate : plates.entrySet()) {
            String folder = plateFolder(plate.getKey()) + "/" + writer;
            try {
                only(rows, plate.getValue())
                        .where(functions.col("kind").isin(TrackedRows.CELL, TrackedRows.TRACK, TrackedRows.SUMMARY))
                        .coalesce(1 + plate.getValue().size() / MOVIES_A_FILE)
                        .write()
                        .mode(SaveMode.Overwrite)
                        .option("compression", "zstd")
                        // Dictionaries take a third of the time, and a tenth off the size.
                        .option("parquet.enable.dictionary", "false")
                        .parquet(output.resolve(folder));
            } catch (Exception e) {
                throw output.explained(folder, e);
            }
            for (MovieKey movie : plate.getValue()) {
                String run = trackedBy.getOrDefault(movie, writer);
                ObjectNode pointer = JSON.createObjectNode().put("rows", folder);
                new TreeSet<>(bound.getOrDefault(movie, Set.of())).forEach(pointer.putArray("bound")::add);
                output.replace(pointer(movie, run), pointer + "\n");
            }
        }
    }

    /** Whether the rows are there that a run found for a movie. */
    boolean has(MovieKey movie, String run) throws IOException {
        return folder(movie, run).isPresent();
    }

    /** Ids of the corrections that bound a run when it tracked a movie. */
    Set<String> bound(MovieKey movie, String run) throws IOException {
        Set<String> bound = new TreeSet<>();
        json(pointer(movie, run)).path("bound").forEach(id -> bound.add(id.asText()));
        return bound;
    }

    /** The rows that a run found for a movie, which are there. */
    StoredRows rows(MovieKey movie, String run) throws IOException {
        String folder =
                rows(pointer(movie, run)).orElseThrow(() -> new IllegalStateException("no rows of " + movie.id()));
        List<String> files = output.names(folder).stream()
                .filter(name -> name.endsWith(PARQUET))
                .map(name -> output.resolve(folder + "/" + name))
                .toList();
        if (files.isEmpty()) {
            throw new IllegalStateException("no rows of " + movie.id() + " in " + folder);
        }
        return StoredRows.of(files)
                .where("plate", movie.plate())
                .where("well", movie.well())
                .where("site", movie.site());
    }

    /**
     * The cells and tracks of a published movie before any correction: those that are stored, or those of the tables if
     * it has not been corrected yet. No Spark job reads them.
     *
     * @throws BadInputException if they are not there any more
     */
    FoundRows before(PublishedRows.Movie movie, LineageStore store) throws IOException {
        MovieKey key = movie.info().key();
        FoundRows rows = new FoundRows(movie.info());
        if (has(key, movie.trackedBy())) {
            rows(key, movie.trackedBy())
                    .forEach(TrackedRows.SCHEMA, spark.sparkContext().hadoopConfiguration(), rows::add);
        } else if (movie.correctionsHash().isEmpty()) {
            PublishedRows published = new PublishedRows(spark, store);
            published.rows(TableSchemas.CELLS_TABLE, key).forEach(TableSchemas.CELLS, rows::addCell);
            published.rows(TableSchemas.TRACKS_TABLE, key).forEach(TableSchemas.TRACKS, rows::addTrack);
        } else {
            throw new BadInputException(
                    output.resolve(CorrectionLog.folder(key)),
                    "The rows of movie " + key.id() + " before its corrections are not there any more.",
                    "Process the movie again with 'run --force --only " + key.id() + "'.");
        }
        return rows;
    }

    /** The rows of movies, which {@link #rows} found, for Spark. */
    Dataset<Row> read(Map<MovieKey, StoredRows> found) {
        // Files may also have rows of a movie that were found again since, in others.
        Map<List<String>, Set<MovieKey>> movies = new LinkedHashMap<>();
        new TreeMap<>(found)
                .forEach((movie, rows) -> movies.computeIfAbsent(rows.files(), files -> new TreeSet<>())
                        .add(movie));
        List<Dataset<Row>> parts = new ArrayList<>();
        movies.forEach((files, own) -> parts.add(only(
                spark.read()
                        .schema(TrackedRows.SCHEMA)
                        .parquet(files.stream().map(GlobText::escape).toArray(String[]::new)),
                own)));
        return parts.stream()
                .reduce(Dataset::unionByName)
                .orElseGet(() -> spark.createDataFrame(List.of(), TrackedRows.SCHEMA));
    }

    /**
     * Removes what is stored of movies by earlier runs than those that their tables show now, and the folders that no
     * movie of the plate needs any more. The caller has claimed the plates.
     *
     * @param trackedBy each movie with the run that its tables show
     */
    void removeOlder(Map<MovieKey, String> trackedBy) throws IOException {
        Set<String> plates = new TreeSet<>();
        for (Map.Entry<MovieKey, String> movie : trackedBy.entrySet()) {
            plates.add(movie.getKey().plate());
            for (String name : output.names(CorrectionLog.folder(movie.getKey()))) {
                if (name.startsWith(POINTER) && !name.equals(POINTER + movie.getValue() + JSON_FILE)) {
                    output.delete(CorrectionLog.folder(movie.getKey()) + "/" + name);
                }
            }
        }
        for (String plate : plates) {
            Set<String> needed = needed(plate);
            for (String folder : output.foldersBelow(plateFolder(plate), 1)) {
                if (!needed.contains(plateFolder(plate) + "/" + folder)) {
                    output.delete(plateFolder(plate) + "/" + folder);
                }
            }
        }
    }

    private Set<String> needed(String plate) throws IOException {
        Set<String> needed = new TreeSet<>();
        String logs = CorrectionLog.ROOT + "/" + CorrectionLog.escape(plate);
        for (String folder : output.foldersBelow(logs, 2)) {
            for (String name : output.names(logs + "/" + folder)) {
                if (name.startsWith(POINTER)) {
                    rows(logs + "/" + folder + "/" + name).ifPresent(needed::add);
                }
            }
        }
        return needed;
    }

    private Optional<String> folder(MovieKey movie, String run) throws IOException {
        Optional<String> folder = rows(pointer(movie, run));
        return folder.isPresent() && output.exists(folder.get()) ? folder : Optional.empty();
    }

    private Optional<String> rows(String pointer) throws IOException {
        JsonNode rows = json(pointer).path("rows");
        return rows.isTextual() ? Optional.of(rows.asText()) : Optional.empty();
    }

    /** What a pointer says; nothing if it is not there or damaged. */
    private JsonNode json(String pointer) throws IOException {
        Optional<String> text = output.read(pointer);
        if (text.isEmpty()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(text.get());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static String pointer(MovieKey movie, String run) {
        return CorrectionLog.folder(movie) + "/" + POINTER + run + JSON_FILE;
    }

    private static String plateFolder(String plate) {
        return ROOT + "/" + CorrectionLog.escape(plate);
    }
}
