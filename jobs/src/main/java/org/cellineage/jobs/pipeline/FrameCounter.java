package org.cellineage.jobs.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.util.AccumulatorV2;
import org.cellineage.format.MovieKey;

/** Counts the frames of each movie that a stage has done, for the progress line. A task that is repeated counts twice. */
final class FrameCounter extends AccumulatorV2<MovieKey, Map<MovieKey, Long>> {

    private static final long serialVersionUID = 1L;

    private final ConcurrentHashMap<MovieKey, Long> frames = new ConcurrentHashMap<>();

    static FrameCounter register(SparkContext context, String name) {
        FrameCounter counter = new FrameCounter();
        context.register(counter, name);
        return counter;
    }

    /** Frames done. */
    long total() {
        return frames.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many of the movies are done, as text for the progress line. */
    String movies(Map<MovieKey, Long> framesOfMovies) {
        long done = framesOfMovies.entrySet().stream()
                .filter(movie -> frames.getOrDefault(movie.getKey(), 0L) >= movie.getValue())
                .count();
        return done + " of " + framesOfMovies.size() + " movies";
    }

    @Override
    public boolean isZero() {
        return frames.isEmpty();
    }

    @Override
    public FrameCounter copy() {
        FrameCounter copy = new FrameCounter();
        copy.frames.putAll(frames);
        return copy;
    }

    @Override
    public void reset() {
        frames.clear();
    }

    @Override
    public void add(MovieKey movie) {
        frames.merge(movie, 1L, Long::sum);
    }

    @Override
    public void merge(AccumulatorV2<MovieKey, Map<MovieKey, Long>> other) {
        other.value().forEach((movie, count) -> frames.merge(movie, count, Long::sum));
    }

    @Override
    public Map<MovieKey, Long> value() {
        return new HashMap<>(frames);
    }
}
