package org.cellineage.train.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cellineage.model.Tensor;
import org.cellineage.train.Convolutions;
import org.cellineage.train.LossGradients;
import org.cellineage.train.TrainingTask;
import org.cellineage.train.Weights;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The gradients that training steps along, of every variable of the networks of nuclei, and that a wrong one is found. */
class LossGradientsTest {

    private static List<TrainingSet> sets() {
        return List.of(new TrainingSet("drawn", 1, List.of(Drawn.image("a", 140, 14, 11, 3)), List.of()));
    }

    @Test
    void ofTheNucleusNetwork() {
        // A crop in which no unit of the deepest layer lies on its bend: of 64 places, one on the other side of it
        // changes, in single precision, a small slope by a sixth.
        CropSampler sampler = new CropSampler(TrainingSet.learned(sets()), CellKind.NUCLEUS, 4, true);
        check(
                new SegmentationTask(sets(), CellKind.NUCLEUS, sampler, 1, 1, Optional.empty()),
                "stem.filter",
                "heads.bias");
    }

    @Test
    void ofTheSizeNetwork() {
        // Several crops, as each has a soft maximum of its own; an odd number, so that the signs of large errors, which
        // are all that the loss sees of them, do not cancel: of their sum only rounding would be left.
        check(new SizeTask(sets(), CellKind.NUCLEUS, 3, 3, 1), "size_a.filter", "size_out.bias");
    }

    @Test
    void aGradientThatIsTooLongIsFound() {
        try (LossGradients place = new LossGradients(new Pixels(2))) {
            assertThat(place.wrong()).isEmpty();
            float[] gradient = place.gradient("pixels.filter");
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= 1.1f;
            }
            assertThat(place.wrong()).isNotEmpty().allMatch(line -> line.startsWith("pixels.filter"));
        }
    }

    /** TensorFlow's own: it sums over the second axis, whichever axis the soft maximum is of. */
    @Test
    void theWrongGradientOfASoftMaximumOfMoreThanTwoAxesIsFound() {
        try (LossGradients place = new LossGradients(new Pixels(4))) {
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

    private static void check(TrainingTask task, String... known) {
        try (LossGradients place = new LossGradients(task)) {
            assertThat(place.variables()).contains(known);
            assertThat(place.loss()).isCloseTo(place.lossInDouble(), withinPercentage(0.001));
            assertThat(place.wrong()).isEmpty();
        }
    }
}
