package org.cellineage.jobs.segmented;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.hadoop.GlobText;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.run.Failure;
import org.cellineage.problem.BadInputException;

/**
 * What the segmentation stage stores for the tracking stage, in {@code _segmented/RUN-NUMBER/}: batches of movies, each
 * with its frames as Parquet and a {@code batch.json} that is written last, so that a batch without one is unfinished.
 * A run that dies loses only its current batch. Internal to Cellineage and versioned.
 *
 * <p>If a movie is in several batches, the newest is valid.
 */
public final class SegmentedStore {

    /** Movies with the batch in which each was last segmented. */
    public record Index(
            Map<MovieKey, SegmentedMovie> movies, Map<MovieKey, SegmentedBatch> batches, List<Failure> lost) {

        /** All movies that were tried. */
        public Set<MovieKey> keys() {
            Set<MovieKey> keys = new TreeSet<>(movies.keySet());
            lost.forEach(failure -> keys.add(failure.movie()));
            return keys;
        }
    }

    /**
     * The row of a frame may have megabytes, and a row group is held in memory when it is written and read. Row groups
     * are therefore small, and their size is checked after every row instead of every hundred.
     */
    private static final Map<String, String> SMALL_GROUPS =
            Map.of("parquet.block.size", Integer.toString(4 << 20), "parquet.page.size.row.check.min", "1");

    /** Location of the file that has the row, an encoded URI. */
    public static final String FILE = "file";

    private static final String ROOT = "_segmented";
    private static final String FRAMES = "frames";
    private static final String MANIFEST = "batch.json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .build();

    /**
     * The contents of the manifests.
     *
     * @param batches batches of the current version, by name
     * @param older plates of the batches of older versions, by name
     */
    private record Manifests(TreeMap<String, SegmentedBatch> batches, TreeMap<String, Set<String>> older) {}

    private final OutputFolder output;
    private Optional<Manifests> held = Optional.empty();

    public SegmentedStore(OutputFolder output) {
        this.output = output;
    }

    /** Location of the batches. */
    public OutputFolder output() {
        return output;
    }

    /** Name of the n-th batch of a run. */
    public static String name(String runId, int number) {
        return String.format(java.util.Locale.ROOT, "%s-%04d", runId, number);
    }

    private static String path(String batch, String name) {
        return ROOT + "/" + batch + "/" + name;
    }

    public void writeFrames(String batch, Dataset<Row> frames) {
        try {
            frames.write().options(SMALL_GROUPS).parquet(output.resolve(path(batch, FRAMES)));
        } catch (Exception e) {
            throw output.explained(path(batch, FRAMES), e);
        }
    }

    /** The frames of a batch: rows of {@link FrameRow}, and the column {@link #FILE}. */
    public Dataset<Row> frames(SparkSession spark, String batch) {
        return spark.read()
                .schema(FrameRow.SCHEMA)
                .parquet(GlobText.escape(output.resolve(path(batch, FRAMES))))
                .withColumn(FILE, functions.col("_metadata.file_path"));
    }

    /** Makes a batch valid by writing its manifest. */
    public void finish(SegmentedBatch batch) throws IOException {
        try {
            output.replace(path(batch.name(), MANIFEST), JSON.writeValueAsString(batch));
            held.ifPresent(own -> own.batches().put(batch.name(), batch));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads all manifests again and caches them, for a run that has claimed its plates. From then on, batches with a
     * movie of these plates are changed only by this store; those of other plates may be added or removed by others,
     * which does not matter here.
     */
    public void hold() throws IOException {
        held = Optional.of(readManifests());
    }

    /** The manifests cached by {@link #hold}, or the current ones. */
    private Manifests manifests() throws IOException {
        return held.isPresent() ? held.get() : readManifests();
    }

    private Manifests readManifests() throws IOException {
        Manifests read = new Manifests(new TreeMap<>(), new TreeMap<>());
        for (String name : output.names(ROOT)) {
            Optional<JsonNode> manifest = manifest(name);
            if (manifest.isPresent() && version(manifest.get()) == SegmentedBatch.VERSION) {
                read.batches().put(name, parse(manifest.get(), name));
            } else if (manifest.isPresent() && version(manifest.get()) < SegmentedBatch.VERSION) {
                read.older().put(name, Set.copyOf(manifest.get().findValuesAsText("plate")));
            }
        }
        return read;
    }

    /** Finished batches of the current version, oldest first. */
    List<SegmentedBatch> batches() throws IOException {
        return List.copyOf(manifests().batches().values());
    }

    private void remove(String batch) throws IOException {
        output.delete(ROOT + "/" + batch);
        held.ifPresent(own -> {
            own.batches().remove(batch);
            own.older().remove(batch);
        });
    }

    /** The manifest of a batch of any version; empty if it has none. */
    private Optional<JsonNode> manifest(String name) throws IOException {
        Optional<String> json = output.read(path(name, MANIFEST));
        try {
            return json.isPresent() ? Optional.of(JSON.readTree(json.get())) : Optional.empty();
        } catch (JsonProcessingException e) {
            throw damaged(name, e);
        }
    }

    private static int version(JsonNode manifest) {
        return manifest.path("version").asInt();
    }

    private SegmentedBatch parse(JsonNode manifest, String name) {
        try {
            return JSON.treeToValue(manifest, SegmentedBatch.class);
        } catch (JsonProcessingException e) {
            throw damaged(name, e);
        }
    }

    private BadInputException damaged(String name, JsonProcessingException e) {
        return new BadInputException(
                output.resolve(path(name, MANIFEST)),
                "The segmented batch is damaged.",
                "Delete its folder; its movies will be segmented again.",
                e);
    }

    /** The newest segmentation of every movie. */
    public Index index() throws IOException {
        Map<MovieKey, SegmentedMovie> movies = new TreeMap<>();
        Map<MovieKey, SegmentedBatch> batches = new HashMap<>();
        Map<MovieKey, List<Failure>> lost = new TreeMap<>();
        for (SegmentedBatch batch : batches()) {
            batch.keys().forEach(lost::remove);
            for (SegmentedMovie movie : batch.movies()) {
                movies.put(movie.info().key(), movie);
                batches.put(movie.info().key(), batch);
            }
            for (Failure failure : batch.lost()) {
                movies.remove(failure.movie());
                batches.remove(failure.movie());
                lost.computeIfAbsent(failure.movie(), key -> new ArrayList<>()).add(failure);
            }
        }
        return new Index(
                movies, batches, lost.values().stream().flatMap(List::stream).toList());
    }

    /**
     * The segmented frames of some movies, each from the batch that is valid for it: rows of {@link FrameRow}, and the
     * column {@link #FILE}.
     */
    public Dataset<Row> frames(SparkSession spark, Index index, Collection<MovieKey> movies) {
        Map<String, List<String>> byBatch = new TreeMap<>();
        for (MovieKey key : movies) {
            SegmentedBatch batch = index.batches().get(key);
            if (batch == null) {
                throw new IllegalArgumentException("not segmented: " + key.id());
            }
            byBatch.computeIfAbsent(batch.name(), name -> new ArrayList<>()).add(key.id());
        }
        Dataset<Row> all = spark.createDataFrame(List.of(), FrameRow.SCHEMA.add(FILE, DataTypes.StringType));
        for (Map.Entry<String, List<String>> batch : byBatch.entrySet()) {
            all = all.union(frames(spark, batch.getKey())
                    .where(functions
                            .concat_ws("/", functions.col("plate"), functions.col("well"), functions.col("site"))
                            .isin(batch.getValue().toArray())));
        }
        return all;
    }

    /** Removes unfinished batches of runs that have ended. */
    public void removeUnfinished(Collection<String> runIds) throws IOException {
        for (String name : output.names(ROOT)) {
            boolean ended = runIds.stream().anyMatch(name::startsWith);
            if (ended && !output.exists(path(name, MANIFEST))) {
                output.delete(ROOT + "/" + name);
            }
        }
    }

    /**
     * Removes batches that are no longer valid for any movie.
     *
     * @param plates plates of the caller's run; a batch with a movie of another plate may be in use and is kept
     */
    public void removeSuperseded(Set<String> plates) throws IOException {
        Set<String> counting = new HashSet<>();
        Index index = index();
        Set<Failure> lost = new HashSet<>(index.lost());
        index.batches().values().forEach(batch -> counting.add(batch.name()));
        for (SegmentedBatch batch : batches()) {
            boolean own = batch.movies().stream()
                    .allMatch(movie -> plates.contains(movie.info().key().plate()));
            boolean tells = batch.lost().stream().anyMatch(lost::contains);
            if (own && !tells && !counting.contains(batch.name())) {
                remove(batch.name());
            }
        }
    }

    /**
     * Removes batches of older versions, which are never read.
     *
     * @param plates plates of the caller's run; a batch that has, or may have, a movie of another plate is kept
     */
    public void removeOlderVersions(Set<String> plates) throws IOException {
        for (Map.Entry<String, Set<String>> batch :
                List.copyOf(manifests().older().entrySet())) {
            if (!batch.getValue().isEmpty() && plates.containsAll(batch.getValue())) {
                remove(batch.getKey());
            }
        }
    }

    /**
     * Removes movies from the store: a batch with other movies continues without them, and one without is removed.
     *
     * @param plates plates of the caller's run; a batch with a movie of another plate is unchanged
     */
    public void forget(Set<MovieKey> movies, Set<String> plates) throws IOException {
        for (SegmentedBatch batch : batches()) {
            List<SegmentedMovie> left = batch.movies().stream()
                    .filter(movie -> !movies.contains(movie.info().key()))
                    .toList();
            List<Failure> lost = batch.lost().stream()
                    .filter(failure -> !movies.contains(failure.movie()))
                    .toList();
            boolean own = Stream.concat(
                            batch.movies().stream().map(movie -> movie.info().key()),
                            batch.lost().stream().map(Failure::movie))
                    .allMatch(key -> plates.contains(key.plate()));
            boolean changes = left.size() < batch.movies().size()
                    || lost.size() < batch.lost().size();
            if (own && left.isEmpty() && lost.isEmpty()) {
                remove(batch.name());
            } else if (own && changes) {
                finish(new SegmentedBatch(batch.version(), batch.name(), batch.segmentation(), left, lost));
            }
        }
    }

    /** Removes the batches that are valid for no movies but these. */
    public void removeAllOf(Set<MovieKey> movies) throws IOException {
        Index index = index();
        Set<String> others = new HashSet<>();
        index.batches().forEach((key, batch) -> {
            if (!movies.contains(key)) {
                others.add(batch.name());
            }
        });
        for (SegmentedBatch batch : batches()) {
            boolean own =
                    batch.movies().stream().map(movie -> movie.info().key()).allMatch(movies::contains)
                            && batch.lost().stream()
                                    .map(Failure::movie)
                                    .allMatch(key -> movies.contains(key) || key.equals(Failure.UNKNOWN_MOVIE));
            if (own && !others.contains(batch.name())) {
                remove(batch.name());
            }
        }
    }
}
