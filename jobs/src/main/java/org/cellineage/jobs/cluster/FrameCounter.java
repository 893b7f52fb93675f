package org.cellineage.jobs.cluster;

import org.apache.spark.SparkContext;
import org.apache.spark.util.AccumulatorV2;

/**
 * Counts what the tasks of a stage have done, for the progress line and the metrics. Four numbers, whatever the size of the
 * plate: every finished task sends its counter to the driver, which keeps what it is sent for as long as it shows stages.
 *
 * <p>The counts are approximate: a task that is repeated, or copied by speculation, counts twice.
 */
public final class FrameCounter extends AccumulatorV2<FrameCounter.Counts, FrameCounter.Counts> {

    private static final long serialVersionUID = 1L;

    // Plain fields, as they travel with every task; a task's threads and Spark's heartbeat meet here.
    private long frames;
    private long movies;
    private long cells;
    private long ownNanos;

    /**
     * What was done.
     *
     * @param frames frames, with those that failed
     * @param movies movies of which the last frame is done; others of their frames may still be in work elsewhere
     * @param cells cells of these frames
     * @param ownNanos time that tasks spent in our code, not in Spark's, nanoseconds
     */
    public record Counts(long frames, long movies, long cells, long ownNanos) {}

    /** A counter without a name: Spark keeps the value of a named one as text, for every task. */
    public static FrameCounter register(SparkContext context) {
        FrameCounter counter = new FrameCounter();
        context.register(counter);
        return counter;
    }

    /** Frames done. */
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

    /** Counts time that a task has spent in our code, not in Spark's. */
    public synchronized void addOwnNanos(long nanos) {
        ownNanos += nanos;
    }

    /** Tells a stage what was done in it. */
    public synchronized void tell(RunMetrics.Stage stage) {
        stage.did(frames, cells, ownNanos / 1e9);
    }

    /** About how many of a number of movies are done, as text for the progress line. */
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
