package org.cellineage.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cellineage.model.Tensor;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** A layer that is asked for twice is one layer: the same weights, one statistic, gradients of both uses together. */
class SharedWeightsTest {

    private static final int SIDE = 2;

    private static Tensor images(float... values) {
        return new Tensor(new long[] {values.length / (SIDE * SIDE), SIDE, SIDE, 1}, values);
    }

    @Test
    void namesAreStoredOnce() {
        try (OpenLayers open = new OpenLayers(3)) {
            Placeholder<TFloat32> x = open.images(SIDE, 1);
            for (int k = 0; k < 3; k++) {
                open.layers().linear("l", open.layers().block("b", x, 3, 1, 1, 2), 2, 1);
            }
            assertThat(open.layers().stored())
                    .extracting(TrainedLayers.Stored::name)
                    .containsExactly("b.filter", "b.scale", "b.offset", "b.mean", "b.variance", "l.filter", "l.bias");
        }
    }

    @Test
    void bothUsesGiveTheSameAnswerToTheSameInput() {
        try (OpenLayers open = new OpenLayers(3)) {
            Placeholder<TFloat32> x = open.images(SIDE, 1);
            Operand<TFloat32> one = open.layers().linear("l", open.layers().block("b", x, 3, 1, 1, 2), 2, 1);
            Operand<TFloat32> other = open.layers().linear("l", open.layers().block("b", x, 3, 1, 1, 2), 2, 1);
            open.start();
            Tensor image = images(0.3f, -1, 2, 0.7f, 1, 1.5f, -0.2f, 0);
            assertThat(open.run(other, List.of(x), List.of(image)))
                    .isEqualTo(open.run(one, List.of(x), List.of(image)));
            open.set("l.bias", new float[] {5});
            float[] shifted = open.run(other, List.of(x), List.of(image));
            assertThat(shifted).isEqualTo(open.run(one, List.of(x), List.of(image)));
        }
    }

    /** y = w a + w b with a loss of y: Adam's first step goes by the rate against the sign of a + b, here of -1 + 3. */
    @Test
    void theGradientIsThatOfBothUses() {
        try (OpenLayers open = new OpenLayers(3)) {
            Placeholder<TFloat32> a = open.images(1, 1);
            Placeholder<TFloat32> b = open.images(1, 1);
            Operand<TFloat32> sum = open.tf()
                    .math
                    .add(open.layers().linear("l", a, 1, 1), open.layers().linear("l", b, 1, 1));
            TrainingTask.TrainingGraph built = new TrainingTask.TrainingGraph(
                    open.tf().math.mean(sum, open.tf().constant(new int[] {0, 1, 2, 3})), List.of(a, b));
            TrainedLayers.Steps steps = open.layers().minimize(built.loss(), 100);
            open.start();
            open.set("l.filter", new float[] {2});
            List<Tensor> fed = List.of(
                    new Tensor(new long[] {1, 1, 1, 1}, new float[] {-1}),
                    new Tensor(new long[] {1, 1, 1, 1}, new float[] {3}));
            assertThat(open.step(built, steps, 0, 0.1f, fed)).isEqualTo(4);
            assertThat((double) open.get("l.filter")[0]).isCloseTo(1.9, within(1e-5));
            // The mean of Adam's gradients holds a tenth of the first: (a + b) / 10.
            assertThat((double) open.get("l.filter.adam_m")[0]).isCloseTo(0.2, within(1e-6));
        }
    }

    /** A statistic goes 5 % of the way to the first batch's, then 5 % of the way that is left to the second's. */
    @Test
    void theStatisticsFollowBothUses() {
        try (OpenLayers open = new OpenLayers(3)) {
            Placeholder<TFloat32> a = open.images(SIDE, 1);
            Placeholder<TFloat32> b = open.images(SIDE, 1);
            Operand<TFloat32> sum = open.tf()
                    .math
                    .add(open.layers().block("b", a, 1, 1, 1, 1), open.layers().block("b", b, 1, 1, 1, 1));
            TrainingTask.TrainingGraph built = new TrainingTask.TrainingGraph(
                    open.tf().math.mean(sum, open.tf().constant(new int[] {0, 1, 2, 3})), List.of(a, b));
            TrainedLayers.Steps steps = open.layers().minimize(built.loss(), 100);
            open.start();
            open.set("b.filter", new float[] {1});
            open.step(built, steps, 0, 1e-9f, List.of(images(1, 1, 3, 3), images(10, 10, 20, 20)));
            assertThat((double) open.get("b.mean")[0]).isCloseTo(0.05 * 2 * 0.95 + 0.05 * 15, within(1e-4));
        }
    }
}
