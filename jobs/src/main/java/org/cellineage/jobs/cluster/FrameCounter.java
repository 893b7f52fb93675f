package org.cellineage.jobs.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.util.AccumulatorV2;
import org.cellineage.format.MovieKey;

/**
 * Counts the frames of each movie that a stage has done, for the progress line, and what they cost. A task that is repeated
 * counts twice.
 */
public final class FrameCounter extends AccumulatorV2<MovieKey, Map<MovieKey, Long>> {

    private static final long serialVersionUID = 1L;

    private final ConcurrentHashMap<MovieKey, Long> frames = new ConcurrentHashMap<>();

    private final AtomicLong cells = new AtomicLong();
    private final AtomicLong ownNanos = new AtomicLong();

    public static FrameCounter register(SparkContext context, String name) {
        FrameCounter counter = new FrameCounter();
        context.register(counter, name);
        return counter;
    }

    /** Frames done. */
    public long total() {
        return frames.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Counts the cells of a frame. */
    public void addCells(int count) {
        cells.addAndGet(count);
    }

    /** Counts time that a task has spent in our code, not in Spark's. */
    public void addOwnNanos(long nanos) {
        ownNanos.addAndGet(nanos);
    }

    /** Tells a stage what was done in it. */
    public void tell(RunMetrics.Stage stage) {
        stage.did(total(), cells.get(), ownNanos.get() / 1e9);
    }

    /** How many of the movies are done, as text for the progress line. */
    public String movies(Map<MovieKey, Long> framesOfMovies) {
        long done = framesOfMovies.entrySet().stream()
                .filter(movie -> frames.getOrDefault(movie.getKey(), 0L) >= movie.getValue())
                .count();
        return done + " of " + framesOfMovies.size() + " movies";
    }

    @Override
    public boolean isZero() {
        return frames.isEmpty() && cells.get() == 0 && ownNanos.get() == 0;
    }

    @Override
    public FrameCounter copy() {
        FrameCounter copy = new FrameCounter();
        copy.merge(this);
        return copy;
    }

    @Override
    public void reset() {
        frames.clear();
        cells.set(0);
        ownNanos.set(0);
    }

    @Override
    public void add(MovieKey movie) {
        frames.merge(movie, 1L, Long::sum);
    }

    @Override
    public void merge(AccumulatorV2<MovieKey, Map<MovieKey, Long>> other) {
        other.value().forEach((movie, count) -> frames.merge(movie, count, Long::sum));
        if (other instanceof FrameCounter counter) {
            cells.addAndGet(counter.cells.get());
            ownNanos.addAndGet(counter.ownNanos.get());
        }
    }

    @Override
    public Map<MovieKey, Long> value() {
        return new HashMap<>(frames);
    }
}
