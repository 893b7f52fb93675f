package org.cellineage.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.cellineage.image.LabelImage;
import org.cellineage.segment.postprocess.Detections;
import org.cellineage.segment.postprocess.DistancePostprocessor;
import org.cellineage.segment.postprocess.DistanceOptions;
import org.cellineage.segment.postprocess.FrameMaps;
import org.cellineage.segment.postprocess.InstancePostprocessor;
import org.cellineage.segment.postprocess.InstanceOptions;
import org.cellineage.segment.postprocess.SemanticPostprocessor;
import org.cellineage.segment.postprocess.SemanticOptions;
import org.cellineage.segment.postprocess.StarDistPostprocessor;
import org.cellineage.segment.postprocess.StarDistOptions;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Network outputs into labels, on one core, for squares of 512 to 4096 px at a constant density of nuclei: {@code
 * megapixels} counts pixels (10^6) a second, which stays the same where work is linear, {@code cells} what was found, and
 * {@code cpuSeconds} processor time; on a busy machine look at megapixels over cpuSeconds.
 *
 * <p>Nuclei are discs of 24 px at a mean spacing of 32 px, shaken by up to 5 px, so that some touch and overlap; maps
 * bear noise. Star distances lie on a grid of 2 px with 32 rays.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
public class PostProcessingBenchmark {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int SPACING = 32;
    private static final double SHAKE = 5;
    private static final double RADIUS = 12;
    private static final double NOISE = 0.04;
    private static final int GRID = 2;
    private static final int RAYS = 32;
    private static final int MASK_SIDE = 28;

    /** Side of the frame. */
    @Param({"512", "1024", "2048", "4096"})
    public int side;

    /** The head that is run. */
    @Param({"semantic", "distance", "stardist", "instance"})
    @SuppressWarnings("NullAway.Init") // JMH sets it before make().
    public String head;

    @SuppressWarnings("NullAway.Init") // JMH calls make() before any run.
    private Task task;

    /** One run of a head over the frame. */
    private interface Task {
        LabelImage run();
    }

    /** What was done, which JMH divides by the time. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Done {
        /** Pixels, 10^6. */
        public double megapixels;

        /** Cells found. */
        public double cells;

        /** Processor time spent, which other work on the machine hardly changes. */
        public double cpuSeconds;

        /** Starts an iteration. */
        @Setup(Level.Iteration)
        public void clear() {
            megapixels = 0;
            cells = 0;
            cpuSeconds = 0;
        }
    }

    /** Draws the frame. */
    @Setup
    public void make() {
        SplittableRandom random = new SplittableRandom(1);
        int perSide = side / SPACING;
        double[] y = new double[perSide * perSide];
        double[] x = new double[perSide * perSide];
        for (int i = 0; i < y.length; i++) {
            y[i] = (i / perSide + 0.5) * SPACING + random.nextDouble(-SHAKE, SHAKE);
            x[i] = (i % perSide + 0.5) * SPACING + random.nextDouble(-SHAKE, SHAKE);
        }
        task = switch (head) {
            case "semantic" -> semantic(y, x, random);
            case "distance" -> distance(y, x, random);
            case "stardist" -> stars(y, x, random);
            default -> instances(y, x, random);
        };
    }

    /** Distance of every pixel to the middle of the nearest nucleus. */
    private float[] toMiddle(double[] y, double[] x, int step) {
        int columns = side / step;
        float[] nearest = new float[columns * columns];
        Arrays.fill(nearest, 2 * SPACING);
        for (int i = 0; i < y.length; i++) {
            int reach = 2 * SPACING / step;
            int row = (int) y[i] / step;
            int column = (int) x[i] / step;
            for (int r = Math.max(0, row - reach); r < Math.min(columns, row + reach); r++) {
                for (int c = Math.max(0, column - reach); c < Math.min(columns, column + reach); c++) {
                    float distance = (float) Math.hypot(r * step - y[i], c * step - x[i]);
                    nearest[r * columns + c] = Math.min(nearest[r * columns + c], distance);
                }
            }
        }
        return nearest;
    }

    private static float noisy(double value, SplittableRandom random) {
        return (float) Math.max(0, Math.min(1, value + NOISE * random.nextGaussian()));
    }

    private Task semantic(double[] y, double[] x, SplittableRandom random) {
        float[] distance = toMiddle(y, x, 1);
        float[] background = new float[distance.length];
        float[] interior = new float[distance.length];
        float[] border = new float[distance.length];
        for (int p = 0; p < distance.length; p++) {
            background[p] = noisy(1 / (1 + Math.exp(RADIUS - distance[p])), random);
            interior[p] = noisy((1 - background[p]) / (1 + Math.exp(distance[p] - RADIUS + 3)), random);
            border[p] = Math.max(0, 1 - background[p] - interior[p]);
        }
        SemanticPostprocessor semantic = new SemanticPostprocessor(SemanticOptions.DEFAULTS);
        FrameMaps maps = new FrameMaps(side, side, semantic.maps(), new float[][] {background, interior, border});
        return () -> semantic.labels(maps);
    }

    private Task distance(double[] y, double[] x, SplittableRandom random) {
        float[] distance = toMiddle(y, x, 1);
        float[] inner = new float[distance.length];
        float[] outer = new float[distance.length];
        for (int p = 0; p < distance.length; p++) {
            boolean inside = distance[p] < RADIUS;
            inner[p] = inside ? noisy(1 / (1 + distance[p] * distance[p] / (2 * RADIUS)), random) : 0;
            outer[p] = inside ? noisy(1 - distance[p] / RADIUS, random) : 0;
        }
        DistancePostprocessor head = new DistancePostprocessor(DistanceOptions.DEFAULTS);
        FrameMaps maps = new FrameMaps(side, side, head.maps(), new float[][] {inner, outer});
        return () -> head.labels(maps);
    }

    private Task stars(double[] y, double[] x, SplittableRandom random) {
        float[] distance = toMiddle(y, x, GRID);
        int columns = side / GRID;
        float[][] values = new float[RAYS + 1][columns * columns];
        int perSide = side / SPACING;
        for (int p = 0; p < distance.length; p++) {
            values[0][p] = noisy(1 - distance[p] / RADIUS, random);
            double py = p / columns * GRID;
            double px = p % columns * GRID;
            int i = (int) (py / SPACING) * perSide + (int) (px / SPACING);
            double dy = py - y[i];
            double dx = px - x[i];
            for (int k = 0; k < RAYS; k++) {
                // Along the ray to the circle's edge: t with |d + t u| = R.
                double angle = 2 * Math.PI * k / RAYS;
                double along = dy * Math.sin(angle) + dx * Math.cos(angle);
                double root = along * along - dy * dy - dx * dx + RADIUS * RADIUS;
                double exact = root > 0 ? Math.max(0, Math.sqrt(root) - along) : 0;
                values[k + 1][p] = (float) (exact * (1 + NOISE * random.nextGaussian()));
            }
        }
        StarDistPostprocessor head = new StarDistPostprocessor(new StarDistOptions(RAYS, 0.3, 0.4, GRID, 12));
        FrameMaps maps = new FrameMaps(columns, columns, head.maps(), values);
        return () -> head.labels(maps, side, side);
    }

    private Task instances(double[] y, double[] x, SplittableRandom random) {
        int n = y.length;
        float[] boxes = new float[4 * n];
        float[] scores = new float[n];
        float[] masks = new float[n * MASK_SIDE * MASK_SIDE];
        float[] foreground = new float[side * side];
        float[] distance = toMiddle(y, x, 1);
        for (int p = 0; p < foreground.length; p++) {
            foreground[p] = noisy(1 / (1 + Math.exp(distance[p] - RADIUS)), random);
        }
        for (int i = 0; i < n; i++) {
            // Two in a hundred are left to the foreground map.
            scores[i] = random.nextInt(50) == 0 ? 0 : (float) random.nextDouble(0.6, 1);
            double reach = RADIUS + random.nextDouble(4);
            boxes[4 * i] = (float) (y[i] - reach);
            boxes[4 * i + 1] = (float) (x[i] - reach);
            boxes[4 * i + 2] = (float) (y[i] + reach);
            boxes[4 * i + 3] = (float) (x[i] + reach);
            for (int k = 0; k < MASK_SIDE * MASK_SIDE; k++) {
                double r = Math.hypot(k / MASK_SIDE - 13.5, k % MASK_SIDE - 13.5) / 14;
                masks[i * MASK_SIDE * MASK_SIDE + k] = noisy(1 - r * r / 2, random);
            }
        }
        InstancePostprocessor head = new InstancePostprocessor(InstanceOptions.DEFAULTS);
        Detections detections = new Detections(MASK_SIDE, boxes, scores, masks);
        FrameMaps semantic = new FrameMaps(side, side, List.of(InstancePostprocessor.FOREGROUND), new float[][] {foreground});
        return () -> head.labels(detections, semantic);
    }

    /** Labels the frame once. */
    @Benchmark
    public LabelImage label(Done done) {
        long before = THREADS.getCurrentThreadCpuTime();
        LabelImage labels = task.run();
        done.cpuSeconds += (THREADS.getCurrentThreadCpuTime() - before) / 1e9;
        done.megapixels += side * (double) side / 1e6;
        done.cells += labels.maxLabel();
        return labels;
    }
}
