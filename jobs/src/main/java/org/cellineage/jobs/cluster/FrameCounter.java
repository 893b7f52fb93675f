package org.cellineage.jobs.cluster;

import org.apache.spark.SparkContext;
import org.apache.spark.util.AccumulatorV2;

/**
 * Counts what the tasks of a stage have done, for the progress line and the metrics. It has four numbers, whatever the
 * size of the plate, because every finished task sends its counter to the driver, which retains it as long as it
 * displays the stage.
 *
 * <p>The counts are approximate: a task that is retried or run speculatively counts twice.
 */
public final class FrameCounter extends AccumulatorV2<FrameCounter.Counts, FrameCounter.Counts> {

    private static final long serialVersionUID = 1L;

    // Plain fields, as they are sent with every task; synchronized between the task's threads and Spark's heartbeat.
    private long frames;
    private long movies;
    private long cells;
    private long ownNanos;

    /**
     * Counts so far.
     *
     * @param frames number of frames, including failed ones
     * @param movies number of movies whose last frame is done; other frames of theirs may still be in progress
     *     elsewhere
     * @param cells number of cells in these frames
     * @param ownNanos time in nanoseconds that tasks spent in Cellineage's code, excluding Spark's
     */
    public record Counts(long frames, long movies, long cells, long ownNanos) {}

    /** Creates an unnamed counter: Spark would keep the value of a named one as text, for every task. */
    public static FrameCounter register(SparkContext context) {
        FrameCounter counter = new FrameCounter();
        context.register(counter);
        return counter;
    }

    /** Number of finished frames. */
    public synchronized long total() {
        return frames;
    }

    /** Counts a frame. */
    public synchronized void addFrame() {
        frames++;
    }

    /** Counts a movie whose last frame is done. */
    public synchronized void addMovie() {
        movies++;
    }

    /** Counts the cells of a frame. */
    public synchronized void addCells(int count) {
        cells += count;
    }

    /** Adds time that a task spent in Cellineage's code, excluding Spark's. */
    public synchronized void addOwnNanos(long nanos) {
        ownNanos += nanos;
    }

    /** Reports the counts to a stage. */
    public synchronized void report(RunMetrics.Stage stage) {
        stage.did(frames, cells, ownNanos / 1e9);
    }

    /** Approximate number of finished movies out of {@code all}, as text for the progress line. */
    public synchronized String moviesOf(int all) {
        return Math.min(movies, all) + " of " + all + " movies";
    }

    @Override
    public synchronized boolean isZero() {
        return frames == 0 && movies == 0 && cells == 0 && ownNanos == 0;
    }

    @Override
    public FrameCounter copy() {
        FrameCounter copy = new FrameCounter();
        copy.add(value());
        return copy;
    }

    @Override
    public synchronized void reset() {
        frames = 0;
        movies = 0;
        cells = 0;
        ownNanos = 0;
    }

    @Override
    public synchronized void add(Counts more) {
        frames += more.frames();
        movies += more.movies();
        cells += more.cells();
        ownNanos += more.ownNanos();
    }

    @Override
    public void merge(AccumulatorV2<Counts, Counts> other) {
        add(other.value());
    }

    @Override
    public synchronized Counts value() {
        return new Counts(frames, movies, cells, ownNanos);
    }
}
