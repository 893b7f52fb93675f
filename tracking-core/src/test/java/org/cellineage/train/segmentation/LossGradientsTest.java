package org.cellineage.train.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.cellineage.model.Tensor;
import org.cellineage.train.OpenLayers;
import org.cellineage.train.TrainedLayers;
import org.cellineage.train.TrainingTask;
import org.junit.jupiter.api.Test;

/**
 * The gradients that training steps along, of every variable of both networks, against central differences of the loss.
 * TensorFlow for Java has gradients that are wrong without saying so.
 */
class LossGradientsTest {

    private static final float BETA_1 = 0.9f;

    private static List<TrainingSet> sets() {
        return List.of(new TrainingSet("drawn", 1, List.of(Drawn.image("a", 140, 14, 11, 3)), List.of()));
    }

    @Test
    void ofTheNucleusNetwork() {
        check(new SegmentationTask(sets(), 3, 1, 1), "stem.filter", "heads.bias");
    }

    @Test
    void ofTheSizeNetwork() {
        // Two crops: each has a soft maximum of its own.
        check(new SizeTask(sets(), 3, 2, 1), "size_a.filter", "size_out.bias");
    }

    /** A network at a place of its loss where nothing is 0 or 1 by chance, and its gradient there. */
    private static final class Place implements AutoCloseable {
        private final OpenLayers open = new OpenLayers(21);
        private final TrainingTask.TrainingGraph built;
        private final List<Tensor> batch;
        private final Map<String, float[]> weights = new LinkedHashMap<>();
        private final Map<String, float[]> gradients = new LinkedHashMap<>();

        Place(TrainingTask task) {
            built = task.build(open.tf(), open.layers());
            // So large a bound leaves the gradient as it is.
            TrainedLayers.Steps steps = open.layers().minimize(built.loss(), 1e20f);
            open.start();
            batch = task.batch(0);
            SplittableRandom random = new SplittableRandom(5);
            Set<String> names = new HashSet<>();
            open.layers().stored().forEach(stored -> names.add(stored.name()));
            for (TrainedLayers.Stored stored : open.layers().stored()) {
                if (names.contains(stored.name() + ".adam_m")) {
                    float[] values = open.get(stored.name());
                    if (!stored.name().endsWith(".filter")) {
                        for (int i = 0; i < values.length; i++) {
                            values[i] += (float) (0.2 * random.nextGaussian());
                        }
                        open.set(stored.name(), values);
                    }
                    weights.put(stored.name(), values);
                }
            }
            // A step of no length: Adam's first moment becomes a tenth of the gradient.
            open.step(built, steps, 0, 0, batch);
            for (String name : weights.keySet()) {
                float[] gradient = open.get(name + ".adam_m");
                for (int i = 0; i < gradient.length; i++) {
                    gradient[i] /= 1 - BETA_1;
                }
                gradients.put(name, gradient);
            }
        }

        double loss() {
            return open.run(built.loss(), built.inputs(), batch)[0];
        }

        /** Of the loss along a direction, by one variable. */
        double slope(String name, double[] direction, double step) {
            double[] losses = new double[2];
            for (int sign = 0; sign < 2; sign++) {
                float[] moved = weights.get(name).clone();
                for (int i = 0; i < moved.length; i++) {
                    moved[i] += (float) ((sign == 0 ? -step : step) * direction[i]);
                }
                open.set(name, moved);
                losses[sign] = loss();
            }
            open.set(name, weights.get(name));
            return (losses[1] - losses[0]) / (2 * step);
        }

        @Override
        public void close() {
            open.close();
        }
    }

    private static void check(TrainingTask task, String... known) {
        try (Place place = new Place(task)) {
            assertThat(place.weights).containsKeys(known);
            assertThat(place.weights.get(known[0])).isEqualTo(place.open.get(known[0]));
            double loss = place.loss();
            List<String> wrong = new ArrayList<>();
            SplittableRandom random = new SplittableRandom(6);
            for (String name : place.weights.keySet()) {
                float[] gradient = place.gradients.get(name);
                int steepest = steepest(gradient);
                double length = length(gradient);
                List<double[]> directions = List.of(
                        along(gradient, i -> true),
                        along(gradient, i -> i == steepest),
                        anywhere(gradient.length, random));
                for (int d = 0; d < directions.size(); d++) {
                    double said = dot(gradient, directions.get(d));
                    // The loss changes by far more than floats round it, and no further than it is nearly straight.
                    double step = Math.min(0.0015, 7e-5 * loss / Math.max(Math.abs(said), 1e-9));
                    double measured = place.slope(name, directions.get(d), step);
                    double usual = length / Math.sqrt(gradient.length);
                    if (!(Math.abs(measured - said) < 0.05 * (Math.abs(said) + usual))) {
                        wrong.add("%s, direction %d: said %.6f, measured %.6f".formatted(name, d, said, measured));
                    }
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    private static int steepest(float[] gradient) {
        int steepest = 0;
        for (int i = 0; i < gradient.length; i++) {
            steepest = Math.abs(gradient[i]) > Math.abs(gradient[steepest]) ? i : steepest;
        }
        return steepest;
    }

    /** The gradient's direction, in some of the weights. */
    private static double[] along(float[] gradient, java.util.function.IntPredicate taken) {
        double[] direction = new double[gradient.length];
        double squares = 0;
        for (int i = 0; i < direction.length; i++) {
            direction[i] = taken.test(i) ? gradient[i] : 0;
            squares += direction[i] * direction[i];
        }
        for (int i = 0; i < direction.length; i++) {
            direction[i] /= Math.sqrt(squares);
        }
        return direction;
    }

    private static double[] anywhere(int length, SplittableRandom random) {
        float[] direction = new float[length];
        for (int i = 0; i < length; i++) {
            direction[i] = (float) random.nextGaussian();
        }
        return along(direction, i -> true);
    }

    private static double length(float[] gradient) {
        double squares = 0;
        for (float value : gradient) {
            squares += (double) value * value;
        }
        assertThat(squares).isPositive();
        return Math.sqrt(squares);
    }

    private static double dot(float[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
