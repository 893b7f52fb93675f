package org.cellineage.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.cellineage.model.Tensor;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * A network so small that its training can be worked out by hand: a linear layer, behind a block or not, and the mean
 * squared error. Every second batch has targets a hundred times larger.
 */
final class LinearTask implements TrainingTask {

    static final int IN = 3;
    static final int OUT = 2;
    static final int BATCH = 4;
    private static final int SIDE = 2;

    private final boolean block;
    private final ToDoubleFunction<Weights> score;
    final List<Long> drawn = new ArrayList<>();

    LinearTask(boolean block, ToDoubleFunction<Weights> score) {
        this.block = block;
        this.score = score;
    }

    @Override
    public TrainingGraph build(Ops tf, Convolutions layers) {
        Placeholder<TFloat32> x =
                tf.placeholder(TFloat32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.of(-1, SIDE, SIDE, IN)));
        Placeholder<TFloat32> target =
                tf.placeholder(TFloat32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.of(-1, SIDE, SIDE, OUT)));
        Operand<TFloat32> said = block
                ? layers.linear("line", layers.block("block", x, 3, 1, IN, 4), 4, OUT)
                : layers.linear("line", x, IN, OUT);
        Operand<TFloat32> loss =
                tf.math.mean(tf.math.squaredDifference(said, target), tf.constant(new int[] {0, 1, 2, 3}));
        return new TrainingGraph(loss, List.of(x, target));
    }

    @Override
    public List<Tensor> batch(long number) {
        synchronized (drawn) {
            drawn.add(number);
        }
        SplittableRandom random = new SplittableRandom(number);
        float[] x = new float[BATCH * SIDE * SIDE * IN];
        float[] target = new float[BATCH * SIDE * SIDE * OUT];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < target.length; i++) {
            float sum = x[i / OUT * IN] - 2 * x[i / OUT * IN + i % OUT + 1] + 0.5f;
            target[i] = (number % 2 == 0 ? 0.1f : 10) * sum;
        }
        return List.of(
                new Tensor(new long[] {BATCH, SIDE, SIDE, IN}, x),
                new Tensor(new long[] {BATCH, SIDE, SIDE, OUT}, target));
    }

    @Override
    public double validate(Weights weights) {
        return score.applyAsDouble(weights);
    }

    @Override
    public String scoreName() {
        return "score";
    }
}
