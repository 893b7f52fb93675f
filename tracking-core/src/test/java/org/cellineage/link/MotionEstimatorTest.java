package org.cellineage.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Motion whose truth is known, and what must not change it. */
class MotionEstimatorTest {

    private static final double SIDE = 600;

    /** Cells of two frames, their spacing, and how each of the first frame truly moved. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Pair(
            double[] fromY,
            double[] fromX,
            double[] toY,
            double[] toX,
            double spacing,
            double[] trueY,
            double[] trueX) {

        MotionField estimate() {
            return MotionEstimator.estimate(fromY, fromX, toY, toX, spacing);
        }

        /** Median over the cells of how far the flow is from the truth, in spacings. */
        double medianError() {
            return quantileOfError(0.5);
        }

        double quantileOfError(double share) {
            MotionField field = estimate();
            double[] error = new double[fromY.length];
            for (int i = 0; i < error.length; i++) {
                error[i] = Math.hypot(field.flowY()[i] - trueY[i], field.flowX()[i] - trueX[i]) / spacing;
            }
            Arrays.sort(error);
            return error[(int) (share * (error.length - 1))];
        }
    }

    /** What happens to cells between the frames, beside the motion. */
    private record World(int cells, double wanderSpacings, double missed, long seed) {

        /** Cells also lie around the field, so that they come in and go out; each frame misses its own. */
        Pair moved(DoubleBinaryOperator down, DoubleBinaryOperator right) {
            SplittableRandom random = new SplittableRandom(seed);
            double apart = 0.6 * SIDE / Math.sqrt(cells);
            double margin = 0.4 * SIDE;
            int most = (int) (cells * Math.pow(1 + 2 * margin / SIDE, 2));
            double[] y = new double[most];
            double[] x = new double[most];
            for (int placed = 0; placed < most; ) {
                y[placed] = random.nextDouble(-margin, SIDE + margin);
                x[placed] = random.nextDouble(-margin, SIDE + margin);
                if (isApart(y, x, placed, apart)) {
                    placed++;
                }
            }
            double spacing = new PointGrid(y, x, apart).medianNeighbourDistance();
            List<double[]> from = new ArrayList<>();
            List<double[]> to = new ArrayList<>();
            for (int i = 0; i < most; i++) {
                double dy = down.applyAsDouble(y[i], x[i]);
                double dx = right.applyAsDouble(y[i], x[i]);
                double movedY = y[i] + dy + wanderSpacings * spacing * random.nextGaussian() / Math.sqrt(2);
                double movedX = x[i] + dx + wanderSpacings * spacing * random.nextGaussian() / Math.sqrt(2);
                if (isInside(y[i], x[i]) && random.nextDouble() >= missed) {
                    from.add(new double[] {y[i], x[i], dy, dx});
                }
                if (isInside(movedY, movedX) && random.nextDouble() >= missed) {
                    to.add(new double[] {movedY, movedX});
                }
            }
            return new Pair(
                    column(from, 0),
                    column(from, 1),
                    column(to, 0),
                    column(to, 1),
                    spacing,
                    column(from, 2),
                    column(from, 3));
        }
    }

    /** Whether the last place is at least {@code apart} from those before it. */
    private static boolean isApart(double[] y, double[] x, int last, double apart) {
        for (int i = 0; i < last; i++) {
            double dy = y[i] - y[last];
            double dx = x[i] - x[last];
            if (dy * dy + dx * dx < apart * apart) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInside(double y, double x) {
        return y >= 0 && y < SIDE && x >= 0 && x < SIDE;
    }

    private static double[] column(List<double[]> rows, int column) {
        return rows.stream().mapToDouble(row -> row[column]).toArray();
    }

    @ParameterizedTest
    @CsvSource({"40, 3, -2", "40, 25, 30", "300, 14, -9", "300, 40, 25", "300, 0.7, 0.2", "1500, 35, -60"})
    void aShiftOfAllCells(int cells, double down, double right) {
        Pair pair = new World(cells, 0, 0, cells).moved((y, x) -> down, (y, x) -> right);
        MotionField field = pair.estimate();
        assertThat(field.driftY()).isCloseTo(down, within(1e-6));
        assertThat(field.driftX()).isCloseTo(right, within(1e-6));
        assertThat(pair.medianError()).isLessThan(1e-6);
        assertThat(pair.quantileOfError(0.95)).isLessThan(0.02);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 300, 1500})
    void aShiftOfCellsThatWanderAndAreMissed(int cells) {
        for (int seed = 0; seed < 5; seed++) {
            Pair pair = new World(cells, 0.15, 0.2, seed).moved((y, x) -> 20, (y, x) -> -15);
            assertThat(pair.medianError()).as("seed %d", seed).isLessThan(0.15);
            assertThat(pair.quantileOfError(0.95)).as("seed %d", seed).isLessThan(0.4);
        }
    }

    @Test
    void anAffineMotion() {
        Pair pair = new World(300, 0.05, 0.1, 1)
                .moved((y, x) -> 12 + 0.05 * (x - 300) - 0.02 * (y - 300), (y, x) -> -6 - 0.05 * (y - 300));
        assertThat(pair.medianError()).isLessThan(0.05);
        assertThat(pair.quantileOfError(0.95)).isLessThan(0.2);
    }

    @Test
    void aShear() {
        Pair pair = new World(300, 0.05, 0.1, 2).moved((y, x) -> 0.08 * (x - 300), (y, x) -> 0);
        assertThat(pair.medianError()).isLessThan(0.05);
        assertThat(pair.quantileOfError(0.95)).isLessThan(0.3);
    }

    @Test
    void aSwirl() {
        double turn = 2 * Math.PI / SIDE;
        Pair pair = new World(1500, 0.05, 0.1, 3)
                .moved((y, x) -> 10 * Math.sin(turn * x), (y, x) -> 10 * Math.cos(turn * y));
        assertThat(pair.medianError()).isLessThan(0.1);
        assertThat(pair.quantileOfError(0.95)).isLessThan(0.5);
    }

    @Test
    void twoSheetsInOppositeWays() {
        for (int seed = 0; seed < 3; seed++) {
            Pair pair = new World(500, 0.05, 0.1, seed).moved((y, x) -> x < 300 ? 18 : -18, (y, x) -> 0);
            assertThat(pair.spacing()).isBetween(15.0, 25.0);
            assertThat(pair.medianError()).isLessThan(0.05);
            assertThat(pair.quantileOfError(0.88)).as("all but the seam").isLessThan(0.3);
        }
    }

    @Test
    void aSheetThatMovesBesideOneThatDoesNot() {
        Pair pair = new World(500, 0.05, 0.1, 4).moved((y, x) -> x < 200 ? 16 : 0, (y, x) -> 0);
        assertThat(pair.medianError()).isLessThan(0.05);
        assertThat(pair.quantileOfError(0.88)).as("all but the seam").isLessThan(0.3);
    }

    /** Neither missing nor new cells make the others move. */
    @ParameterizedTest
    @CsvSource({"5, 0", "40, 0", "40, 0.2", "300, 0", "300, 0.2", "1500, 0.2"})
    void cellsThatStayStay(int cells, double missed) {
        for (int seed = 0; seed < 3; seed++) {
            MotionField field = new World(cells, 0, missed, seed)
                    .moved((y, x) -> 0, (y, x) -> 0)
                    .estimate();
            assertThat(field.flowY()).containsOnly(0);
            assertThat(field.flowX()).containsOnly(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"200, 0.1", "200, 0.3", "200, 0.6", "1500, 0.3", "1500, 1"})
    void cellsThatWalkEachItsOwnWayShareNoMotion(int cells, double wander) {
        for (int seed = 0; seed < 4; seed++) {
            Pair pair = new World(cells, wander, 0.1, seed).moved((y, x) -> 0, (y, x) -> 0);
            assertThat(pair.quantileOfError(0.95)).as("seed %d", seed).isLessThan(0.03);
        }
    }

    @Test
    void fewCellsThatWalkAreMostlyLeftAlone() {
        int moved = 0;
        for (int seed = 0; seed < 100; seed++) {
            Pair pair = new World(6, 0.3, 0, seed).moved((y, x) -> 0, (y, x) -> 0);
            moved += pair.fromY().length > 0 && pair.quantileOfError(1) > 0.5 ? 1 : 0;
        }
        assertThat(moved).isLessThan(10);
    }

    @Test
    void framesWithoutCellsOrWithFew() {
        SplittableRandom random = new SplittableRandom(5);
        for (int n = 0; n <= 6; n++) {
            for (int m = 0; m <= 6; m++) {
                for (int repeat = 0; repeat < 30; repeat++) {
                    double[] fromY = random.doubles(n, 0, 100).toArray();
                    double[] fromX = random.doubles(n, 0, 100).toArray();
                    double[] toY = random.doubles(m, 0, 100).toArray();
                    double[] toX = random.doubles(m, 0, 100).toArray();
                    MotionField field = MotionEstimator.estimate(fromY, fromX, toY, toX, 30);
                    assertFinite(field, n);
                    if (Math.min(n, m) < MotionEstimator.LEAST_CELLS) {
                        assertThat(field.flowY()).containsOnly(new double[n]);
                        assertThat(field.driftY()).isZero();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 1, 30, 1e6})
    void placesOnALineOrOnTopOfEachOtherGiveFiniteNumbers(double spacing) {
        double[] same = new double[200];
        double[] line = new double[200];
        Arrays.setAll(line, i -> 3.0 * i);
        double[] shifted = Arrays.stream(line).map(v -> v + 1).toArray();
        assertFinite(MotionEstimator.estimate(same, same, same, same, spacing), 200);
        assertFinite(MotionEstimator.estimate(line, same, shifted, same, spacing), 200);
        assertFinite(MotionEstimator.estimate(same, line, line, same, spacing), 200);
        assertFinite(MotionEstimator.estimate(line, line, same, same, spacing), 200);
    }

    private static void assertFinite(MotionField field, int cells) {
        assertThat(field.flowY()).hasSize(cells);
        assertThat(Arrays.stream(field.flowY()).allMatch(Double::isFinite)).isTrue();
        assertThat(Arrays.stream(field.flowX()).allMatch(Double::isFinite)).isTrue();
        assertThat(field.driftY()).isFinite();
        assertThat(field.driftX()).isFinite();
    }

    private static List<Pair> variedPairs() {
        List<Pair> pairs = new ArrayList<>();
        for (int seed = 0; seed < 6; seed++) {
            World world = new World(seed < 4 ? 60 + 100 * seed : 1000, 0.2, 0.2, seed);
            pairs.add(world.moved((y, x) -> 15, (y, x) -> -8));
            pairs.add(world.moved((y, x) -> 0.05 * (x - 300), (y, x) -> x < 300 ? 9 : -9));
            pairs.add(world.moved((y, x) -> 0, (y, x) -> 0));
        }
        return pairs;
    }

    @Test
    void theOrderOfCellsChangesNothing() {
        SplittableRandom random = new SplittableRandom(6);
        for (Pair pair : variedPairs()) {
            int[] order = permutation(pair.fromY().length, random);
            int[] orderTo = permutation(pair.toY().length, random);
            MotionField field = pair.estimate();
            MotionField permuted = MotionEstimator.estimate(
                    pick(pair.fromY(), order),
                    pick(pair.fromX(), order),
                    pick(pair.toY(), orderTo),
                    pick(pair.toX(), orderTo),
                    pair.spacing());
            assertThat(permuted.flowY()).isEqualTo(pick(field.flowY(), order));
            assertThat(permuted.flowX()).isEqualTo(pick(field.flowX(), order));
            assertThat(permuted.driftY()).isEqualTo(field.driftY());
        }
    }

    private static int[] permutation(int n, SplittableRandom random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        return order;
    }

    private static double[] pick(double[] values, int[] order) {
        return Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
    }

    @Test
    void aFrameElsewhereMovesAlike() {
        for (Pair pair : variedPairs()) {
            MotionField field = pair.estimate();
            // Powers of two near the places' own size keep their differences almost exact.
            MotionField elsewhere = MotionEstimator.estimate(
                    plus(pair.fromY(), 1024),
                    plus(pair.fromX(), -512),
                    plus(pair.toY(), 1024),
                    plus(pair.toX(), -512),
                    pair.spacing());
            assertThat(elsewhere.flowY()).containsExactly(field.flowY(), within(1e-6));
            assertThat(elsewhere.flowX()).containsExactly(field.flowX(), within(1e-6));
        }
    }

    private static double[] plus(double[] values, double shift) {
        return Arrays.stream(values).map(v -> v + shift).toArray();
    }

    /** Up to 600 cells; of more, the sample that judges the candidates is drawn row by row. */
    @Test
    void aTurnedFrameMovesTurned() {
        for (Pair pair : variedPairs()) {
            if (pair.fromY().length <= 600) {
                MotionField field = pair.estimate();
                double[] toTurned = Arrays.stream(pair.toY()).map(v -> -v).toArray();
                double[] fromTurned = Arrays.stream(pair.fromY()).map(v -> -v).toArray();
                MotionField turned =
                        MotionEstimator.estimate(pair.fromX(), fromTurned, pair.toX(), toTurned, pair.spacing());
                assertThat(turned.flowY()).containsExactly(field.flowX(), within(1e-6));
                assertThat(times(turned.flowX(), -1)).containsExactly(field.flowY(), within(1e-6));
            }
        }
    }

    private static double[] times(double[] values, double factor) {
        return Arrays.stream(values).map(v -> v * factor).toArray();
    }
}
