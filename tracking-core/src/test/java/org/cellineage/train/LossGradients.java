package org.cellineage.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.cellineage.model.Tensor;
import org.tensorflow.ndarray.Shape;

/**
 * A network at a place of its loss where nothing is 0 or 1 by chance, and the gradient that training steps along there,
 * compared with differences of the loss in double precision. TensorFlow for Java has gradients that are wrong without
 * saying so, and so has oneDNN on some processors: differences of a loss in single precision would be of the same kernels,
 * and as coarse as they round.
 */
public final class LossGradients implements AutoCloseable {

    private static final float BETA_1 = 0.9f;
    /** So short that next to no unit passes its bend, where a double still has six digits of the difference. */
    private static final double STEP = 1e-7;
    /**
     * Of the gradient. Single precision is off by 1e-5, on every instruction set from SSE 4.1 to AVX-512; where rounding
     * puts one unit of a hundred thousand on the other side of its bend, by 5e-3.
     */
    private static final double TOLERANCE = 0.03;

    private final OpenLayers open = new OpenLayers(21);
    private final Map<String, String> operations = new LinkedHashMap<>();
    private final Map<String, DoubleGraph.Fed> given = new LinkedHashMap<>();
    private final Map<String, float[]> gradients = new LinkedHashMap<>();
    private final DoubleGraph doubles;
    private final double loss;

    public LossGradients(TrainingTask task) {
        TrainingTask.TrainingGraph built = task.build(open.tf(), open.layers());
        // So large a bound leaves the gradient as it is.
        TrainedLayers.Steps steps = open.layers().minimize(built.loss(), 1e20f);
        open.start();
        List<Tensor> batch = task.batch(0);
        for (int i = 0; i < batch.size(); i++) {
            Shape shape = Shape.of(batch.get(i).shape());
            given.put(
                    built.inputs().get(i).op().name(),
                    DoubleGraph.Fed.of(shape, batch.get(i).values()));
        }
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
                String operation = stored.variable().op().name();
                operations.put(stored.name(), operation);
                given.put(operation, DoubleGraph.Fed.of(stored.shape(), values));
            }
        }
        // A step of no length: Adam's first moment becomes a tenth of the gradient.
        loss = open.step(built, steps, 0, 0, batch);
        for (String name : operations.keySet()) {
            float[] gradient = open.get(name + ".adam_m");
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] /= 1 - BETA_1;
            }
            gradients.put(name, gradient);
        }
        doubles = open.inDouble(built.loss());
        given.putAll(doubles.stopped(given));
    }

    public Set<String> variables() {
        return gradients.keySet();
    }

    /** Of one variable, as it is checked: a test may change it. */
    public float[] gradient(String variable) {
        return gradients.get(variable);
    }

    /** As training computes it. */
    public double loss() {
        return loss;
    }

    public double lossInDouble() {
        return doubles.run(given);
    }

    /** Of the loss along a direction, by one variable. */
    private double slope(String name, double[] direction) {
        return (lossAt(name, direction, STEP) - lossAt(name, direction, -STEP)) / (2 * STEP);
    }

    private double lossAt(String name, double[] direction, double step) {
        DoubleGraph.Fed from = given.get(operations.get(name));
        double[] moved = from.values().clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += step * direction[i];
        }
        Map<String, DoubleGraph.Fed> there = new LinkedHashMap<>(given);
        there.put(operations.get(name), new DoubleGraph.Fed(from.shape(), moved));
        return doubles.run(there);
    }

    /** The variables and directions in which the gradient is not the loss's. */
    public List<String> wrong() {
        return wrong(TOLERANCE);
    }

    List<String> wrong(double tolerance) {
        List<String> wrong = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(6);
        for (String name : gradients.keySet()) {
            float[] gradient = gradients.get(name);
            int steepest = steepest(gradient);
            double usual = length(gradient) / Math.sqrt(gradient.length);
            List<double[]> directions = List.of(
                    along(gradient, i -> true), along(gradient, i -> i == steepest), anywhere(gradient.length, random));
            for (int d = 0; d < directions.size(); d++) {
                double said = dot(gradient, directions.get(d));
                double measured = slope(name, directions.get(d));
                if (!(Math.abs(measured - said) < tolerance * (Math.abs(said) + usual))) {
                    wrong.add("%s, direction %d: said %.8f, measured %.8f".formatted(name, d, said, measured));
                }
            }
        }
        return wrong;
    }

    @Override
    public void close() {
        doubles.close();
        open.close();
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
