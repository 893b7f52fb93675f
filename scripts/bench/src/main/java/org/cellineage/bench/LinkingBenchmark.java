package org.cellineage.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.ChannelIntensity;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.link.LinkOptions;
import org.cellineage.track.GeometricLinker;
import org.cellineage.track.MovieSummary;
import org.cellineage.track.MovieTracker;
import org.cellineage.track.TrackingOptions;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Tracking whole movies of randomly walking cells with the geometric cost, on one core: candidates, scores with mask
 * overlaps, assignment, divisions, births and deaths. {@code detections} counts cells a second.
 *
 * <p>Cells are discs of 20 px at a mean spacing of about 30 px, walking 3 px a frame; one in fifty is missed in a frame.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LinkingBenchmark {

    private static final int DIAMETER = 20;
    private static final double SPACING = 40;
    private static final double STEP = 3;
    private static final double MISSED = 0.02;

    /** Cells a frame. */
    @Param({"200", "1000", "5000"})
    public int cells;

    @SuppressWarnings("NullAway.Init") // JMH calls make() before any tracking.
    private List<SegmentedFrame> movie;

    private long detectionsPerMovie;

    /** Linked detections, which JMH divides by the time. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Linked {
        /** Detections so far. */
        public double detections;
    }

    /** Makes the movie. */
    @Setup
    public void make() {
        SplittableRandom random = new SplittableRandom(1);
        int frames = cells >= 5000 ? 20 : 71;
        int side = (int) (SPACING * Math.sqrt(cells));
        double[] y = random.doubles(cells, DIAMETER, side - DIAMETER).toArray();
        double[] x = random.doubles(cells, DIAMETER, side - DIAMETER).toArray();
        int[] disc = disc();
        RunLengthMask mask = RunLengthMask.encode(disc, DIAMETER, new BoundingBox(0, 0, DIAMETER, DIAMETER), 1);
        movie = new ArrayList<>();
        detectionsPerMovie = 0;
        for (int f = 0; f < frames; f++) {
            List<Cell> found = new ArrayList<>();
            for (int i = 0; i < cells; i++) {
                y[i] = clamp(y[i] + STEP * random.nextGaussian() / Math.sqrt(2), side);
                x[i] = clamp(x[i] + STEP * random.nextGaussian() / Math.sqrt(2), side);
                if (random.nextDouble() >= MISSED) {
                    found.add(cell(i + 1, y[i], x[i], mask, random));
                }
            }
            movie.add(new SegmentedFrame(f, side, side, found));
            detectionsPerMovie += found.size();
        }
    }

    private static double clamp(double at, int side) {
        return Math.max(DIAMETER, Math.min(side - DIAMETER, at));
    }

    private static int[] disc() {
        int[] disc = new int[DIAMETER * DIAMETER];
        for (int p = 0; p < disc.length; p++) {
            double dy = p / DIAMETER - (DIAMETER - 1) / 2.0;
            double dx = p % DIAMETER - (DIAMETER - 1) / 2.0;
            disc[p] = dy * dy + dx * dx <= DIAMETER * DIAMETER / 4.0 ? 1 : 0;
        }
        return disc;
    }

    private static Cell cell(int label, double y, double x, RunLengthMask mask, SplittableRandom random) {
        int top = (int) Math.round(y) - DIAMETER / 2;
        int left = (int) Math.round(x) - DIAMETER / 2;
        double mean = 1000 + 100 * random.nextGaussian();
        return new Cell(
                label,
                y,
                x,
                new BoundingBox(top, left, top + DIAMETER, left + DIAMETER),
                316,
                60,
                0,
                DIAMETER,
                DIAMETER,
                0,
                1,
                false,
                List.of(new ChannelIntensity(mean, 10, mean - 50, mean + 50)),
                Double.NaN,
                false,
                mask);
    }

    /** Tracks the movie from its first frame to its last. */
    @Benchmark
    public MovieSummary track(Linked linked) {
        MovieTracker tracker = new MovieTracker(
                TrackingOptions.DEFAULTS, new GeometricLinker(TrackingOptions.DEFAULTS, LinkOptions.DEFAULTS));
        Nowhere sink = new Nowhere();
        for (SegmentedFrame frame : movie) {
            tracker.accept(frame, sink);
        }
        linked.detections += detectionsPerMovie;
        return tracker.finish(sink);
    }
}
