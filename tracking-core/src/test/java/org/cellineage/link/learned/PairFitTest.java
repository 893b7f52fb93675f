package org.cellineage.link.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.LookAhead;
import org.cellineage.link.Observation;
import org.cellineage.link.TrackHistory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How pairs fit against what is usual and against their rivals, beside dense sums over all pairs of a frame. */
class PairFitTest {

    private static final double CLOSE = 1e-9;
    private static final double SPACING = 20;
    private static final int SIDE = 6;

    /** Two neighbours of this sheet changed places. */
    private static final int BRIGHT = 14;

    private static final int DIM = 15;

    private static Cell cell(int label, double y, double x) {
        int[] pixels = new int[64];
        Arrays.fill(pixels, 1);
        BoundingBox own = new BoundingBox(0, 0, 8, 8);
        RunLengthMask mask = RunLengthMask.encode(pixels, 8, own, 1);
        BoundingBox box = own.movedBy((int) Math.round(y) - 4, (int) Math.round(x) - 4);
        return new Cell(label, y, x, box, 64, 32, 0, 8, 8, 0, 1, false, List.of(), Double.NaN, false, mask);
    }

    private static CellFeatures description(double light) {
        float[] vector = new float[CellVector.SIZE];
        vector[CellVector.INTENSITY] = (float) light;
        vector[CellVector.TOTAL_INTENSITY] = (float) light;
        return new CellFeatures(new float[0], vector, SPACING);
    }

    /**
     * A sheet of cells a spacing apart, each of a light of its own, in which {@link #BRIGHT} and {@link #DIM} change places
     * but for a fifth of the way.
     *
     * @param noise standard deviation of a cell's light from frame to frame
     */
    private static LinkProblem sheet(double noise, SplittableRandom random) {
        List<TrackHistory> tracks = new ArrayList<>();
        List<Cell> cells = new ArrayList<>();
        List<CellFeatures> cellFeatures = new ArrayList<>();
        int n = SIDE * SIDE;
        double[] y = new double[n];
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = 50 + SPACING * Math.floorDiv(i, SIDE);
            x[i] = 50 + SPACING * (i % SIDE);
            double light = i == BRIGHT ? 1 : i == DIM ? -1 : random.nextDouble();
            tracks.add(new TrackHistory(
                    i + 1,
                    Observation.first(0, cell(i + 1, y[i], x[i]), description(light + noise * random.nextGaussian()))));
            double step = i == BRIGHT ? 0.8 : i == DIM ? -0.8 : 0.05 * random.nextGaussian();
            cells.add(cell(i + 1, y[i], x[i] + step * SPACING));
            cellFeatures.add(description(light + noise * random.nextGaussian()));
        }
        int[] rowStart = new int[n + 1];
        int[] entries = new int[n * n];
        for (int i = 0; i < n; i++) {
            int at = rowStart[i];
            for (int c = 0; c < n; c++) {
                if (Math.hypot(cells.get(c).yPx() - y[i], cells.get(c).xPx() - x[i]) < 1.3 * SPACING) {
                    entries[at++] = c;
                }
            }
            rowStart[i + 1] = at;
        }
        double[] still = new double[n];
        return new LinkProblem(
                1,
                SPACING,
                tracks,
                cells,
                cellFeatures,
                0,
                0,
                still,
                still,
                y,
                x,
                rowStart,
                Arrays.copyOf(entries, rowStart[n]),
                LookAhead.none(n));
    }

    private static int entry(LinkProblem problem, int track, int cell) {
        for (int e = problem.rowStart()[track]; e < problem.rowStart()[track + 1]; e++) {
            if (problem.cell()[e] == cell) {
                return e;
            }
        }
        return -1;
    }

    /** A bright cell far off is told from a dim one close by where light is steady, and not where it says nothing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void lightCountsAsMuchAsItIsSteady(int seed) {
        for (double noise : new double[] {0.02, 3}) {
            LinkProblem problem = sheet(noise, new SplittableRandom(seed));
            PairFit fit = PairFit.of(LinkGeometry.of(problem));
            int passed = entry(problem, BRIGHT, BRIGHT);
            int swapped = entry(problem, BRIGHT, DIM);
            double gain = fit.exchange(swapped)[0] + fit.exchange(swapped)[1];
            if (noise < 1) {
                assertThat(fit.share()[passed]).isGreaterThan(Math.log(0.5));
                assertThat(fit.share()[swapped]).isLessThan(Math.log(0.05));
                assertThat(gain).isPositive();
            } else {
                assertThat(fit.share()[swapped]).isGreaterThan(fit.share()[passed]);
                assertThat(gain).isNegative();
            }
        }
    }

    /** All sums once more, over full matrices and all exchanges. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void costsSharesAndExchangesAreThoseOfFullMatrices(int seed) {
        LinkProblem problem = new RandomProblem(seed).view(RandomProblem.View.PLAIN);
        PairFit fit = PairFit.of(LinkGeometry.of(problem));
        int m = problem.tracks().size();
        int n = problem.cells().size();
        double[][] cost = new double[m][n];
        for (int i = 0; i < m; i++) {
            Arrays.fill(cost[i], Double.POSITIVE_INFINITY);
            for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                cost[i][problem.cell()[e]] = fit.positionCost()[e] + fit.appearanceCost()[e];
            }
        }
        double[][] share = sinkhorn(cost);
        for (int i = 0; i < m; i++) {
            for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                int c = problem.cell()[e];
                assertThat(fit.share()[e])
                        .isCloseTo(Math.max(PairFit.LEAST_SHARE, Math.log(share[i][c])), within(CLOSE));
                double ofTrack = PairFit.UNLINKED;
                double ofCell = PairFit.UNLINKED;
                double gain = -PairFit.UNLINKED;
                for (int d = 0; d < n; d++) {
                    ofTrack = d == c ? ofTrack : Math.min(ofTrack, cost[i][d]);
                }
                for (int j = 0; j < m; j++) {
                    ofCell = j == i ? ofCell : Math.min(ofCell, cost[j][c]);
                }
                for (int j = 0; j < m; j++) {
                    for (int d = 0; d < n; d++) {
                        if (j != i && d != c && cost[i][d] + cost[j][c] < Double.POSITIVE_INFINITY) {
                            double left = Math.min(cost[j][d], PairFit.UNLINKED);
                            gain = Math.max(gain, cost[i][c] + left - cost[i][d] - cost[j][c]);
                        }
                    }
                }
                assertThat(fit.leastOfTrack(i, e)).isCloseTo(ofTrack, within(CLOSE));
                assertThat(fit.leastOfCell(e)).isCloseTo(ofCell, within(CLOSE));
                double[] exchange = fit.exchange(e);
                assertThat(exchange[0] + exchange[1]).isCloseTo(gain, within(CLOSE));
            }
        }
    }

    private static double[][] sinkhorn(double[][] cost) {
        int m = cost.length;
        int n = cost[0].length;
        double free = Math.exp(-PairFit.UNLINKED / 2);
        double[] row = new double[m];
        double[] column = new double[n];
        Arrays.fill(column, 1);
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < m; i++) {
                double sum = free;
                for (int c = 0; c < n; c++) {
                    sum += column[c] * Math.exp(-cost[i][c]);
                }
                row[i] = 1 / sum;
            }
            for (int c = 0; c < n; c++) {
                double sum = free;
                for (int i = 0; i < m; i++) {
                    sum += row[i] * Math.exp(-cost[i][c]);
                }
                column[c] = 1 / sum;
            }
        }
        double[][] share = new double[m][n];
        for (int i = 0; i < m; i++) {
            for (int c = 0; c < n; c++) {
                share[i][c] = Math.min(1, row[i] * column[c] * Math.exp(-cost[i][c]));
            }
        }
        return share;
    }
}
