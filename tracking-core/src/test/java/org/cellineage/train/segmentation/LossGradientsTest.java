package org.cellineage.train.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cellineage.model.Tensor;
import org.cellineage.train.Convolutions;
import org.cellineage.train.DoubleGraph;
import org.cellineage.train.OpenLayers;
import org.cellineage.train.TrainedLayers;
import org.cellineage.train.TrainingTask;
import org.cellineage.train.Weights;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * The gradients that training steps along, of every variable of both networks, against differences of the loss in double
 * precision. TensorFlow for Java has gradients that are wrong without saying so, and so has oneDNN on some processors:
 * differences of a loss in single precision would be of the same kernels, and as coarse as they round.
 */
class LossGradientsTest {

    private static final float BETA_1 = 0.9f;
    /** So short that next to no unit passes its bend, where a double still has six digits of the difference. */
    private static final double STEP = 1e-7;
    /**
     * Of the gradient. Single precision is off by 1e-5, on every instruction set from SSE 4.1 to AVX-512; where rounding
     * puts one unit of a hundred thousand on the other side of its bend, by 5e-3.
     */
    private static final double TOLERANCE = 0.03;

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

    @Test
    void aGradientThatIsTooLongIsFound() {
        try (Place place = new Place(new Pixels(2))) {
            assertThat(place.wrong()).isEmpty();
            float[] gradient = place.gradients.get("pixels.filter");
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= 1.1f;
            }
            assertThat(place.wrong()).isNotEmpty().allMatch(line -> line.startsWith("pixels.filter"));
        }
    }

    /** TensorFlow's own: it sums over the second axis, whichever axis the soft maximum is of. */
    @Test
    void theWrongGradientOfASoftMaximumOfMoreThanTwoAxesIsFound() {
        try (Place place = new Place(new Pixels(4))) {
            assertThat(place.wrong()).isNotEmpty();
        }
    }

    /** The logarithms of the shares of three channels, weighed; the soft maximum is of pixels or of a stack of images. */
    private record Pixels(int axes) implements TrainingTask {

        private static final int SIDE = 6;

        @Override
        public TrainingGraph build(Ops tf, Convolutions layers) {
            Placeholder<TFloat32> image =
                    tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, SIDE, SIDE, 2)));
            Operand<TFloat32> said = layers.linear("pixels", layers.block("first", image, 3, 2, 2, 4), 4, 3);
            Operand<TFloat32> logits = axes == 2 ? tf.reshape(said, tf.constant(new int[] {-1, 3})) : said;
            Operand<TFloat32> shares = tf.math.mul(tf.nn.logSoftmax(logits), tf.constant(new float[] {-1, -2, -4}));
            int[] all = IntStream.range(0, axes).toArray();
            return new TrainingGraph(tf.math.mean(shares, tf.constant(all)), List.of(image));
        }

        @Override
        public List<Tensor> batch(long number) {
            float[] images = new float[2 * SIDE * SIDE * 2];
            SplittableRandom random = new SplittableRandom(number);
            for (int i = 0; i < images.length; i++) {
                images[i] = (float) random.nextGaussian();
            }
            return List.of(new Tensor(new long[] {2, SIDE, SIDE, 2}, images));
        }

        @Override
        public double validate(Weights weights) {
            return Double.NaN;
        }

        @Override
        public String scoreName() {
            return "none";
        }
    }

    /** A network at a place of its loss where nothing is 0 or 1 by chance, and its gradient there. */
    private static final class Place implements AutoCloseable {
        private final OpenLayers open = new OpenLayers(21);
        private final Map<String, String> operations = new LinkedHashMap<>();
        private final Map<String, DoubleGraph.Fed> given = new LinkedHashMap<>();
        private final Map<String, float[]> gradients = new LinkedHashMap<>();
        private final DoubleGraph doubles;
        /** As training computes it. */
        private final double loss;

        Place(TrainingTask task) {
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
        }

        /** Of the loss along a direction, by one variable. */
        double slope(String name, double[] direction) {
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
        List<String> wrong() {
            List<String> wrong = new ArrayList<>();
            SplittableRandom random = new SplittableRandom(6);
            for (String name : gradients.keySet()) {
                float[] gradient = gradients.get(name);
                int steepest = steepest(gradient);
                double usual = length(gradient) / Math.sqrt(gradient.length);
                List<double[]> directions = List.of(
                        along(gradient, i -> true),
                        along(gradient, i -> i == steepest),
                        anywhere(gradient.length, random));
                for (int d = 0; d < directions.size(); d++) {
                    double said = dot(gradient, directions.get(d));
                    double measured = slope(name, directions.get(d));
                    if (!(Math.abs(measured - said) < TOLERANCE * (Math.abs(said) + usual))) {
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
    }

    private static void check(TrainingTask task, String... known) {
        try (Place place = new Place(task)) {
            assertThat(place.operations).containsKeys(known);
            assertThat(place.loss).isCloseTo(place.doubles.run(place.given), withinPercentage(0.001));
            assertThat(place.wrong()).isEmpty();
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
