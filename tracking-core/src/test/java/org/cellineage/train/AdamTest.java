package org.cellineage.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.model.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings of a linear layer against Adam, the bound of the gradient and the average in plain Java. */
class AdamTest {

    private static final int STEPS = 60;
    private static final int WEIGHTS = LinearTask.IN * LinearTask.OUT;

    @TempDir
    private Path temp;

    /** The layer's weights, then its biases, and what Adam keeps of them, as the papers define it. */
    private static final class PlainAdam {
        private final double[] w = new double[WEIGHTS + LinearTask.OUT];
        private final double[] m = new double[w.length];
        private final double[] v = new double[w.length];
        private final double[] average = new double[w.length];
        private int bounded;

        PlainAdam(float[] filter) {
            for (int i = 0; i < WEIGHTS; i++) {
                w[i] = filter[i];
                average[i] = filter[i];
            }
        }

        private double[] gradient(float[] x, float[] target) {
            double[] g = new double[w.length];
            for (int k = 0; k < target.length; k++) {
                int o = k % LinearTask.OUT;
                int from = k / LinearTask.OUT * LinearTask.IN;
                double error = w[WEIGHTS + o] - target[k];
                for (int i = 0; i < LinearTask.IN; i++) {
                    error += w[i * LinearTask.OUT + o] * x[from + i];
                }
                double slope = 2 * error / target.length;
                g[WEIGHTS + o] += slope;
                for (int i = 0; i < LinearTask.IN; i++) {
                    g[i * LinearTask.OUT + o] += slope * x[from + i];
                }
            }
            return g;
        }

        void step(int step, double rate, List<Tensor> batch) {
            double[] g = gradient(batch.get(0).values(), batch.get(1).values());
            double norm = 0;
            for (double value : g) {
                norm += value * value;
            }
            norm = Math.sqrt(norm);
            double shrink = norm > 5 ? 5 / norm : 1;
            bounded += norm > 5 ? 1 : 0;
            for (int i = 0; i < w.length; i++) {
                m[i] = 0.9 * m[i] + 0.1 * shrink * g[i];
                v[i] = 0.999 * v[i] + 0.001 * shrink * shrink * g[i] * g[i];
                double unbiasedM = m[i] / (1 - Math.pow(0.9, step + 1));
                double unbiasedV = v[i] / (1 - Math.pow(0.999, step + 1));
                w[i] -= rate * unbiasedM / (Math.sqrt(unbiasedV) + 1e-7);
                double keep = Math.min(0.999, (1.0 + step) / (10.0 + step));
                average[i] = keep * average[i] + (1 - keep) * w[i];
            }
        }
    }

    private static float[] firstFilter(long seed) {
        try (OpenLayers open = new OpenLayers(seed)) {
            new LinearTask(false, weights -> Double.NaN).build(open.tf(), open.layers());
            open.start();
            return open.get("line.filter");
        }
    }

    private static void assertSame(float[] found, double[] expected, int from, double tolerance) {
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).isCloseTo(expected[from + i], within(tolerance));
        }
    }

    @Test
    void aTrainingIsThatOfPlainAdamWithBoundedGradientsAndAveragedWeights() {
        TrainingOptions options = new TrainingOptions(
                (long) STEPS * LinearTask.BATCH,
                LinearTask.BATCH,
                0.5,
                1_000_000,
                100,
                Duration.ofDays(1000),
                9,
                false,
                1,
                Optional.of(temp));
        LinearTask task = new LinearTask(false, weights -> Double.NaN);
        TrainingResult result = new TrainingRun(task, options, progress -> {}).train();

        PlainAdam plain = new PlainAdam(firstFilter(9));
        for (int step = 0; step < STEPS; step++) {
            plain.step(step, options.rate(step, (double) step / STEPS), task.batch(step));
        }
        assertThat(plain.bounded).as("steps whose gradient was bounded").isBetween(STEPS / 4, STEPS * 3 / 4);

        Weights last = Checkpoint.read(
                        temp,
                        Map.of(
                                "line.filter",
                                WEIGHTS,
                                "line.bias",
                                LinearTask.OUT,
                                "line.filter.adam_m",
                                WEIGHTS,
                                "line.filter.adam_v",
                                WEIGHTS,
                                "line.bias.adam_m",
                                LinearTask.OUT,
                                "line.bias.adam_v",
                                LinearTask.OUT,
                                "line.filter.average",
                                WEIGHTS,
                                "line.bias.average",
                                LinearTask.OUT))
                .orElseThrow()
                .weights();
        assertSame(last.get("line.filter"), plain.w, 0, 1e-4);
        assertSame(last.get("line.bias"), plain.w, WEIGHTS, 1e-4);
        assertSame(last.get("line.filter.adam_m"), plain.m, 0, 1e-4);
        assertSame(last.get("line.filter.adam_v"), plain.v, 0, 1e-4);
        // What is used is the average, which is not where the weights are.
        assertSame(result.weights().get("line.filter"), plain.average, 0, 1e-4);
        assertSame(result.weights().get("line.bias"), plain.average, WEIGHTS, 1e-4);
        assertThat(Math.abs(plain.average[0] - plain.w[0])).isGreaterThan(1e-3);
    }

    @Test
    void theAverageSoonForgetsItsStartAndThenMovesSlowly() {
        assertThat(TrainedLayers.Steps.averageGain(0)).isCloseTo(0.9f, within(1e-6f));
        double fromStart = 1;
        for (long step = 0; step < 100; step++) {
            fromStart *= 1 - TrainedLayers.Steps.averageGain(step);
        }
        assertThat(fromStart).isLessThan(1e-9);
        assertThat(TrainedLayers.Steps.averageGain(1_000_000)).isCloseTo(0.001f, within(1e-6f));
    }
}
