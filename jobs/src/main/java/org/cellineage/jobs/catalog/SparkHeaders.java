package org.cellineage.jobs.catalog;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Description;
import org.cellineage.format.HeaderCache;
import org.cellineage.format.Headers;
import org.cellineage.format.MovieDescriber;
import org.cellineage.format.MovieKey;
import org.cellineage.format.MovieOutline;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.layout.HeaderThreads;

/**
 * Describes movies on the driver if few headers must be read, and in Spark tasks if there are many. Tasks only read
 * headers and return their contents; the driver assembles the movies from these, so the result is the same either way.
 * A task's result has a few hundred bytes per movie, however many frames it has.
 */
public final class SparkHeaders implements MovieDescriber {

    /** Fewer movies are read on the driver faster than a Spark job starts. */
    private static final int MANY = 256;

    private static final int MOVIES_PER_TASK = 64;

    private final SparkSession spark;
    private final int many;

    public SparkHeaders(SparkSession spark) {
        this(spark, MANY);
    }

    /** @param many minimum number of movies whose headers are read by tasks */
    SparkHeaders(SparkSession spark, int many) {
        this.spark = spark;
        this.many = many;
    }

    /** Movies whose headers a task reads. */
    public record Work(List<MovieOutline> movies) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * What a task has read of one movie.
     *
     * @param facts contents of its headers
     * @param whole the description itself if there are no facts from which to assemble it, for example if no header
     *     could be read; otherwise empty
     */
    public record HeadersRead(List<Fact<?>> facts, List<Description> whole) implements Serializable {}

    /** Contents of a header, as stored in {@link HeaderCache}. */
    public record Fact<T extends Record & Serializable>(String key, String version, T value) implements Serializable {
        private void keepIn(HeaderCache cache) {
            cache.keep(key, version, value);
        }
    }

    @Override
    public List<Description> describe(List<MovieOutline> movies, Headers headers) throws IOException {
        Map<Integer, Description> done = new TreeMap<>();
        List<Integer> unread = new ArrayList<>();
        for (int i = 0; i < movies.size(); i++) {
            Optional<Description> kept = kept(movies.get(i), headers);
            if (kept.isPresent()) {
                done.put(i, kept.get());
            } else {
                unread.add(i);
            }
        }
        List<MovieOutline> left = new ArrayList<>();
        unread.forEach(i -> left.add(movies.get(i)));
        List<Description> read =
                left.size() < many ? new HeaderThreads().describe(left, headers) : inTasks(left, headers);
        for (int i = 0; i < read.size(); i++) {
            done.put(unread.get(i), read.get(i));
        }
        return List.copyOf(done.values());
    }

    /** Describes the movie from the cache alone; empty if a file would have to be opened. */
    private static Optional<Description> kept(MovieOutline movie, Headers headers) {
        ClosedStorage closed = new ClosedStorage();
        try {
            Description description =
                    movie.describe(new Headers(closed, new Unchanged(headers.cache()), headers.options()));
            return closed.asked ? Optional.empty() : Optional.of(description);
        } catch (RuntimeException | StackOverflowError e) {
            // It will fail again when it is read, and is reported then.
            return Optional.empty();
        }
    }

    private List<Description> inTasks(List<MovieOutline> movies, Headers headers) throws IOException {
        List<Work> work = new ArrayList<>();
        for (int from = 0; from < movies.size(); from += MOVIES_PER_TASK) {
            work.add(new Work(List.copyOf(movies.subList(from, Math.min(movies.size(), from + MOVIES_PER_TASK)).stream()
                    .map(MovieOutline::headersOnly)
                    .toList())));
        }
        Storage storage = headers.storage();
        ReadOptions options = headers.options();
        List<HeadersRead> read = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(work, work.size())
                .flatMap(part -> read(part, storage, options).iterator())
                .collect();
        Said said = new Said(headers.cache());
        read.forEach(one -> one.facts().forEach(fact -> fact.keepIn(said)));
        List<MovieOutline> known = new ArrayList<>();
        for (int i = 0; i < movies.size(); i++) {
            List<Description> whole = read.get(i).whole();
            known.add(whole.isEmpty() ? movies.get(i) : new Known(movies.get(i), whole.get(0)));
        }
        return new HeaderThreads().describe(known, new Headers(storage, said, options));
    }

    private static List<HeadersRead> read(Work work, Storage storage, ReadOptions options) throws IOException {
        List<Recorded> recorded = work.movies().stream().map(Recorded::new).toList();
        List<Description> descriptions =
                new HeaderThreads().describe(List.copyOf(recorded), new Headers(storage, HeaderCache.NONE, options));
        List<HeadersRead> read = new ArrayList<>();
        for (int i = 0; i < recorded.size(); i++) {
            List<Fact<?>> facts = List.copyOf(recorded.get(i).facts);
            read.add(new HeadersRead(facts, facts.isEmpty() ? List.of(descriptions.get(i)) : List.of()));
        }
        return read;
    }

    /** A storage without files that records whether it was accessed. */
    private static final class ClosedStorage implements Storage {
        private static final long serialVersionUID = 1L;
        private boolean asked;

        private IOException refusal() {
            asked = true;
            return new IOException("not read yet");
        }

        @Override
        public List<StoredFile> list(String location) throws IOException {
            throw refusal();
        }

        @Override
        public SeekableBytes open(String location) throws IOException {
            throw refusal();
        }

        @Override
        public Optional<StoredFile> find(String location) throws IOException {
            throw refusal();
        }
    }

    /** A cache that stores nothing new. */
    private record Unchanged(HeaderCache cache) implements HeaderCache {
        @Override
        public <T extends Record & Serializable> Optional<T> find(String key, String version, Class<T> type) {
            return cache.find(key, version, type);
        }

        @Override
        public <T extends Record & Serializable> void keep(String key, String version, T facts) {
            // Nothing can have been read.
        }
    }

    /** A cache with what tasks have read, even if the underlying cache stores nothing. */
    private static final class Said implements HeaderCache {
        private final HeaderCache below;
        private final Map<String, Fact<?>> facts = new ConcurrentHashMap<>();

        Said(HeaderCache below) {
            this.below = below;
        }

        @Override
        public <T extends Record & Serializable> Optional<T> find(String key, String version, Class<T> type) {
            Fact<?> fact = facts.get(key);
            return fact != null && fact.version().equals(version) && type.isInstance(fact.value())
                    ? Optional.of(type.cast(fact.value()))
                    : below.find(key, version, type);
        }

        @Override
        public <T extends Record & Serializable> void keep(String key, String version, T value) {
            facts.put(key, new Fact<>(key, version, value));
            below.keep(key, version, value);
        }
    }

    /** A movie that records the contents of its headers. */
    private static final class Recorded implements MovieOutline, HeaderCache {
        private static final long serialVersionUID = 1L;
        private final MovieOutline movie;
        private final transient Queue<Fact<?>> facts = new ConcurrentLinkedQueue<>();

        Recorded(MovieOutline movie) {
            this.movie = movie;
        }

        @Override
        public MovieKey key() {
            return movie.key();
        }

        @Override
        public String source() {
            return movie.source();
        }

        @Override
        public Description describe(Headers headers) {
            return movie.describe(new Headers(headers.storage(), this, headers.options()));
        }

        @Override
        public <T extends Record & Serializable> Optional<T> find(String key, String version, Class<T> type) {
            return Optional.empty();
        }

        @Override
        public <T extends Record & Serializable> void keep(String key, String version, T value) {
            facts.add(new Fact<>(key, version, value));
        }
    }

    /** A movie that a task has described. */
    private record Known(MovieOutline movie, Description description) implements MovieOutline {
        private static final long serialVersionUID = 1L;

        @Override
        public MovieKey key() {
            return movie.key();
        }

        @Override
        public String source() {
            return movie.source();
        }

        @Override
        public Description describe(Headers headers) {
            return description;
        }
    }
}
