package org.cellineage.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.cellineage.assign.DivisionCandidates;
import org.cellineage.assign.LineageAssignment;
import org.cellineage.assign.LineageSolution;
import org.cellineage.assign.SparseGains;
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
 * Links and divisions of one frame in one assignment: six candidates a row, which make one connected component of all rows,
 * and two division candidates for every five rows.
 *
 * <p>{@code sheet}: cells move .3 spacings, gains fall with the distance, one row in fifty really divides. {@code random}:
 * gains have nothing to do with places, the worst that can be.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class LineageAssignmentBenchmark {

    private static final int CANDIDATES = 6;

    /** Rows. */
    @Param({"200", "1000", "5000"})
    public int rows;

    /** What gains depend on. */
    @Param({"sheet", "random"})
    public String gains = "sheet";

    @SuppressWarnings("NullAway.Init") // JMH calls make() before any solving.
    private SparseGains links;

    @SuppressWarnings("NullAway.Init")
    private DivisionCandidates divisions;

    /** A pair of daughters as a candidate. */
    private record Pair(int row, int a, int b, double gain) {}

    /** Makes the candidates. */
    @Setup
    public void make() {
        SplittableRandom random = new SplittableRandom(1);
        boolean sheet = gains.equals("sheet");
        double side = Math.sqrt(rows);
        double[] y = random.doubles(rows, 0, side).toArray();
        double[] x = random.doubles(rows, 0, side).toArray();
        List<double[]> cells = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            boolean divides = random.nextDouble() < 0.02;
            if (divides) {
                pairs.add(new Pair(row, cells.size(), cells.size() + 1, 7 + 4 * random.nextGaussian()));
                cells.add(near(y[row], x[row], 0.4, random));
            }
            cells.add(near(y[row], x[row], divides ? 0.4 : 0.3, random));
        }
        int[] column = new int[rows * CANDIDATES];
        double[] gain = new double[column.length];
        for (int row = 0; row < rows; row++) {
            int[] nearest = nearest(y[row], x[row], cells);
            for (int k = 0; k < CANDIDATES; k++) {
                double distance = distance(y[row], x[row], cells.get(nearest[k]));
                column[row * CANDIDATES + k] = nearest[k];
                gain[row * CANDIDATES + k] = sheet
                        ? 6 - 6 * distance * distance - 3 * distance + random.nextGaussian()
                        : random.nextDouble(-1, 7);
            }
        }
        if (!sheet) {
            pairs.clear();
        }
        while (pairs.size() < rows * 2 / 5) {
            int row = random.nextInt(rows);
            int k = random.nextInt(CANDIDATES - 1);
            pairs.add(new Pair(
                    row,
                    column[row * CANDIDATES + k],
                    column[row * CANDIDATES + random.nextInt(k + 1, CANDIDATES)],
                    sheet ? 4 * Math.abs(random.nextGaussian()) : random.nextDouble(-1.8, 12.2)));
        }
        links = new SparseGains(
                rows,
                cells.size(),
                IntStream.rangeClosed(0, rows).map(row -> row * CANDIDATES).toArray(),
                column,
                gain);
        divisions = new DivisionCandidates(
                pairs.stream().mapToInt(Pair::row).toArray(),
                pairs.stream().mapToInt(pair -> Math.min(pair.a(), pair.b())).toArray(),
                pairs.stream().mapToInt(pair -> Math.max(pair.a(), pair.b())).toArray(),
                pairs.stream().mapToDouble(Pair::gain).toArray());
    }

    private static double[] near(double y, double x, double sigma, SplittableRandom random) {
        return new double[] {y + sigma * random.nextGaussian(), x + sigma * random.nextGaussian()};
    }

    private static double distance(double y, double x, double[] cell) {
        return Math.hypot(cell[0] - y, cell[1] - x);
    }

    private static int[] nearest(double y, double x, List<double[]> cells) {
        return IntStream.range(0, cells.size())
                .boxed()
                .sorted(Comparator.comparingDouble(c -> distance(y, x, cells.get(c))))
                .limit(CANDIDATES)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /** Solves the frame. */
    @Benchmark
    public LineageSolution solve() {
        return new LineageAssignment().solve(links, divisions);
    }
}
