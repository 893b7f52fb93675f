package org.cellineage.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The walker against the same equations solved by elimination, walks that are counted, and known answers. */
class RandomWalkerTest {

    /** Numbers of a scene: what to walk on, and from where. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Scene(int width, int height, float[] values, int[] seeds, boolean[] mask, double beta) {

        LabelImage seedImage() {
            return new LabelImage(width, height, seeds);
        }

        double[] probabilities(int label) {
            return RandomWalker.probabilities(values, seedImage(), mask, beta, label);
        }

        int[] labels() {
            return RandomWalker.label(values, seedImage(), mask, beta).labels();
        }

        boolean near(int p, int q) {
            return Math.abs(p / width - q / width) + Math.abs(p % width - q % width) == 1;
        }

        double weight(int p, int q) {
            double weight = Math.exp(-beta * Math.pow((double) values[p] - values[q], 2));
            return Double.isNaN(weight) ? 1e-4 : Math.max(1e-4, weight);
        }
    }

    private static Scene random(SplittableRandom random, int trial) {
        int width = random.nextInt(1, 9);
        int height = random.nextInt(1, 9);
        float[] values = new float[width * height];
        int[] seeds = new int[values.length];
        boolean[] mask = new boolean[values.length];
        for (int p = 0; p < values.length; p++) {
            values[p] = trial % 10 == 0 && random.nextInt(9) == 0 ? Float.NaN : (float) random.nextDouble();
            mask[p] = random.nextDouble() < 0.85;
            seeds[p] = random.nextDouble() < 0.15 ? random.nextInt(1, 4) : 0;
        }
        return new Scene(width, height, values, seeds, mask, new double[] {0, 1, 30, 1000}[trial % 4]);
    }

    @Test
    void probabilitiesSolveTheEquationsThatEliminationSolves() {
        SplittableRandom random = new SplittableRandom(1);
        int solved = 0;
        for (int trial = 0; trial < 400; trial++) {
            Scene scene = random(random, trial);
            for (int label = 1; label <= 3; label++) {
                double[] expected = dense(scene, label);
                double[] actual = scene.probabilities(label);
                for (int p = 0; p < expected.length; p++) {
                    if (Double.isNaN(expected[p])) {
                        assertThat(actual[p]).isNaN();
                    } else {
                        assertThat(actual[p]).isCloseTo(expected[p], within(1e-7));
                        solved += scene.seeds[p] == 0 ? 1 : 0;
                    }
                }
            }
        }
        assertThat(solved).isGreaterThan(10_000);
    }

    @Test
    void labelsAreThoseOfTheGreatestProbability() {
        SplittableRandom random = new SplittableRandom(2);
        int decided = 0;
        for (int trial = 0; trial < 300; trial++) {
            Scene scene = random(random, trial);
            double[][] probability = {dense(scene, 1), dense(scene, 2), dense(scene, 3)};
            int[] labels = scene.labels();
            for (int p = 0; p < labels.length; p++) {
                if (Double.isNaN(probability[0][p])) {
                    assertThat(labels[p]).isZero();
                    continue;
                }
                double best = Math.max(probability[0][p], Math.max(probability[1][p], probability[2][p]));
                assertThat(labels[p]).isBetween(1, 3);
                assertThat(probability[labels[p] - 1][p]).isCloseTo(best, within(1e-5));
                decided++;
            }
        }
        assertThat(decided).isGreaterThan(3000);
    }

    /** The Dirichlet problem over the pixels that can reach a seed, by Gaussian elimination with pivots. */
    private static double[] dense(Scene scene, int label) {
        int n = scene.mask.length;
        boolean[] reached = reached(scene);
        double[][] rows = new double[n][n + 1];
        for (int p = 0; p < n; p++) {
            rows[p][p] = 1;
            if (scene.mask[p] && scene.seeds[p] > 0) {
                rows[p][n] = scene.seeds[p] == label ? 1 : 0;
            } else if (reached[p]) {
                rows[p][p] = 0;
                for (int q = 0; q < n; q++) {
                    if (scene.mask[q] && scene.near(p, q)) {
                        rows[p][p] += scene.weight(p, q);
                        rows[p][q] -= scene.weight(p, q);
                    }
                }
            }
        }
        double[] solution = eliminate(rows);
        for (int p = 0; p < n; p++) {
            solution[p] = reached[p] ? solution[p] : Double.NaN;
        }
        return solution;
    }

    private static boolean[] reached(Scene scene) {
        boolean[] reached = new boolean[scene.mask.length];
        for (int p = 0; p < reached.length; p++) {
            reached[p] = scene.mask[p] && scene.seeds[p] > 0;
        }
        for (int round = 0; round < reached.length; round++) {
            for (int p = 0; p < reached.length; p++) {
                for (int q = 0; q < reached.length; q++) {
                    reached[p] |= scene.mask[p] && reached[q] && scene.near(p, q);
                }
            }
        }
        return reached;
    }

    private static double[] eliminate(double[][] rows) {
        int n = rows.length;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column; row < n; row++) {
                pivot = Math.abs(rows[row][column]) > Math.abs(rows[pivot][column]) ? row : pivot;
            }
            double[] swapped = rows[column];
            rows[column] = rows[pivot];
            rows[pivot] = swapped;
            for (int row = 0; row < n; row++) {
                double factor = row == column ? 0 : rows[row][column] / rows[column][column];
                for (int k = column; factor != 0 && k <= n; k++) {
                    rows[row][k] -= factor * rows[column][k];
                }
            }
        }
        double[] solution = new double[n];
        for (int row = 0; row < n; row++) {
            solution[row] = rows[row][n] / rows[row][row];
        }
        return solution;
    }

    @Test
    void probabilitiesAreTheSharesOfWalksThatAreWalked() {
        SplittableRandom random = new SplittableRandom(3);
        float[] values = {0, .1f, .9f, .2f, .5f, .4f, .3f, .3f, .8f};
        Scene scene = new Scene(3, 3, values, new int[] {1, 0, 0, 0, 0, 0, 0, 0, 2}, all(9), 5);
        int walks = 40_000;
        int home = 0;
        for (int walk = 0; walk < walks; walk++) {
            int p = 4;
            while (scene.seeds[p] == 0) {
                double[] upTo = new double[10];
                for (int q = 0; q < 9; q++) {
                    upTo[q + 1] = upTo[q] + (scene.near(p, q) ? scene.weight(p, q) : 0);
                }
                double at = random.nextDouble(upTo[9]);
                int q = 0;
                while (upTo[q + 1] <= at) {
                    q++;
                }
                p = q;
            }
            home += scene.seeds[p] == 1 ? 1 : 0;
        }
        assertThat(scene.probabilities(1)[4]).isCloseTo((double) home / walks, within(0.012));
    }

    @Test
    void aLineOfEqualValuesIsTheGamblersRuin() {
        int n = 101;
        int[] seeds = new int[n];
        seeds[0] = 7;
        seeds[n - 1] = 3;
        Scene scene = new Scene(n, 1, new float[n], seeds, all(n), 90);
        double[] probabilities = scene.probabilities(7);
        int[] labels = scene.labels();
        for (int x = 0; x < n; x++) {
            assertThat(probabilities[x]).isCloseTo(1 - x / 100.0, within(1e-9));
            // Halfway both are as probable: the smaller label has it.
            assertThat(labels[x]).isEqualTo(x < 50 ? 7 : 3);
        }
    }

    @Test
    void labelsPartAtAnEdgeOfTheValues() {
        int side = 24;
        float[] values = new float[side * side];
        int[] seeds = new int[values.length];
        int[] expected = new int[values.length];
        for (int p = 0; p < values.length; p++) {
            boolean beyond = p % side >= 18;
            values[p] = beyond ? 1 : 0;
            expected[p] = beyond ? 2 : 1;
        }
        seeds[5 * side + 2] = 1;
        seeds[15 * side + 22] = 2;
        assertThat(new Scene(side, side, values, seeds, all(values.length), 90).labels())
                .isEqualTo(expected);
    }

    @Test
    void seedsOutsideTheMaskAndPixelsWithoutASeedAreLeftOut() {
        boolean[] mask = {false, true, true, false, true, true};
        int[] seeds = {4, 0, 0, 0, 0, 6};
        Scene scene = new Scene(6, 1, new float[6], seeds, mask, 1);
        assertThat(scene.labels()).containsExactly(0, 0, 0, 0, 6, 6);
        assertThat(scene.probabilities(4)).containsExactly(Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 0);
        assertThat(new Scene(1, 1, new float[1], new int[1], all(1), 1).labels())
                .containsExactly(0);
        assertThat(new Scene(1, 1, new float[1], new int[] {2}, all(1), 1).labels())
                .containsExactly(2);
    }

    @Test
    void aLargeWindowOfHarshContrastsStillObeysTheEquations() {
        SplittableRandom random = new SplittableRandom(4);
        int side = 60;
        float[] values = new float[side * side];
        int[] seeds = new int[values.length];
        for (int p = 0; p < values.length; p++) {
            values[p] = random.nextInt(2);
        }
        seeds[0] = 1;
        seeds[values.length - 1] = 2;
        Scene scene = new Scene(side, side, values, seeds, all(values.length), 1000);
        double[] probability = scene.probabilities(1);
        double[] rest = scene.probabilities(2);
        for (int p = 0; p < values.length; p++) {
            assertThat(probability[p]).isBetween(-1e-6, 1 + 1e-6);
            assertThat(probability[p] + rest[p]).isCloseTo(1, within(1e-5));
            if (seeds[p] == 0) {
                double flow = 0;
                for (int q : new int[] {p - 1, p + 1, p - side, p + side}) {
                    if (q >= 0 && q < values.length && scene.near(p, q)) {
                        flow += scene.weight(p, q) * (probability[q] - probability[p]);
                    }
                }
                assertThat(flow).as("what flows into a pixel flows out").isCloseTo(0, within(1e-9));
            }
        }
        assertThat(scene.probabilities(1)).as("the same every time").isEqualTo(probability);
    }

    private static boolean[] all(int size) {
        boolean[] mask = new boolean[size];
        Arrays.fill(mask, true);
        return mask;
    }
}
