package org.cellineage.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/**
 * Trainable building blocks: variables, batch statistics and, after {@link #minimize}, Adam updates (Kingma and Ba
 * 2015) with gradient-norm clipping and a moving average of the weights.
 */
public final class TrainedLayers implements Convolutions {

    private static final float STATISTICS_DECAY = 0.95f;
    static final float EPSILON = 1e-3f;
    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;
    private static final double AVERAGE_DECAY = 0.999;

    private final Graph graph;
    private final Ops tf;
    private final SplittableRandom random;
    private final Optional<Weights> start;
    private final List<Learned> learned = new ArrayList<>();
    private final List<Op> statisticUpdates = new ArrayList<>();
    private final Map<String, Followed> statistics = new HashMap<>();
    private final List<Stored> stored = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent")
    private record Learned(String name, Shape shape, Variable<TFloat32> variable, float[] first) {}

    /** A batch statistic and the most recent update operation added for it. */
    private record Followed(Variable<TFloat32> value, Op update) {}

    /** A variable of the training state, with its name, its assignment and its initial value. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Stored(
            String name,
            Shape shape,
            Variable<TFloat32> variable,
            Placeholder<TFloat32> value,
            Op assign,
            float[] first) {}

    /** The operations of a training step and the placeholders it is fed with. */
    public record Steps(
            Op step,
            Placeholder<TFloat32> learningRate,
            Placeholder<TFloat32> beta1Power,
            Placeholder<TFloat32> beta2Power,
            Placeholder<TFloat32> averageGain) {

        /**
         * Gain of the moving average at a step counted from 0: close to 1 at first, so that the initial weights are
         * soon forgotten.
         */
        public static float averageGain(long step) {
            return (float) (1 - Math.min(AVERAGE_DECAY, (1 + step) / (10.0 + step)));
        }

        /** Powers of Adam's decay rates at a step counted from 1. */
        public static float[] powers(long step) {
            return new float[] {(float) Math.pow(BETA_1, (double) step), (float) Math.pow(BETA_2, (double) step)};
        }
    }

    /** Starts a network whose initial weights are determined by the seed (He et al. 2015). */
    public TrainedLayers(Graph graph, Ops tf, long seed) {
        this(graph, tf, seed, Optional.empty());
    }

    /**
     * Starts a network, from weights that were folded if there are any: its blocks then have a filter and a bias, and no
     * batch normalisation.
     */
    TrainedLayers(Graph graph, Ops tf, long seed, Optional<Weights> start) {
        this.graph = graph;
        this.tf = tf;
        this.random = new SplittableRandom(seed);
        this.start = start;
    }

    @Override
    public Operand<TFloat32> block(String name, Operand<TFloat32> x, int kernel, int stride, int in, int out) {
        Variable<TFloat32> filter = learn(
                FoldedLayers.filterOf(name),
                Shape.of(kernel, kernel, in, out),
                normal(kernel * kernel * in, kernel * kernel * in * out));
        if (start.isPresent()) {
            Variable<TFloat32> bias = learn(FoldedLayers.biasOf(name), Shape.of(out), filled(out, 0));
            return tf.nn.relu(tf.nn.biasAdd(convolved(x, filter, kernel, stride, in, out), bias));
        }
        Variable<TFloat32> scale = learn(name + ".scale", Shape.of(out), filled(out, 1));
        Variable<TFloat32> offset = learn(name + ".offset", Shape.of(out), filled(out, 0));
        Operand<TFloat32> convolved = convolved(x, filter, kernel, stride, in, out);
        Operand<TFloat32> none = tf.constant(new float[0]);
        FusedBatchNorm<TFloat32, TFloat32> normalised = tf.nn.fusedBatchNorm(
                convolved, scale, offset, none, none, FusedBatchNorm.isTraining(true), FusedBatchNorm.epsilon(EPSILON));
        follow(name + ".mean", filled(out, 0), normalised.batchMean());
        follow(name + ".variance", filled(out, 1), normalised.batchVariance());
        return tf.nn.relu(normalised.y());
    }

    private Operand<TFloat32> convolved(
            Operand<TFloat32> x, Variable<TFloat32> filter, int kernel, int stride, int in, int out) {
        return stride == 1
                ? tf.nn.conv2d(x, filter, List.of(1L, 1L, 1L, 1L), "SAME", new Conv2d.Options[0])
                : new StridedConvolution(kernel, stride, in, out).of(tf, x, filter);
    }

    @Override
    public Operand<TFloat32> linear(String name, Operand<TFloat32> x, int in, int out) {
        Variable<TFloat32> filter = learn(FoldedLayers.filterOf(name), Shape.of(1, 1, in, out), normal(in, in * out));
        Variable<TFloat32> bias = learn(FoldedLayers.biasOf(name), Shape.of(out), filled(out, 0));
        // As a matrix product: for some 1 x 1 convolutions (for example 109 to 192 or 80 to 32 channels), oneDNN 3.5
        // silently computes a wrong gradient of the input, on processors with AVX2 and with AVX-512.
        Operand<TFloat32> product = tf.linalg.matMul(
                tf.reshape(x, tf.constant(new long[] {-1, in})), tf.reshape(filter, tf.constant(new long[] {in, out})));
        Shape size = x.shape();
        return tf.reshape(tf.nn.biasAdd(product, bias), tf.constant(new long[] {-1, size.get(1), size.get(2), out}));
    }

    /**
     * Adds operations that minimize a loss.
     *
     * @param normLimit maximum norm of the whole gradient
     */
    public Steps minimize(Operand<TFloat32> loss, float normLimit) {
        Output<?>[] variables =
                learned.stream().map(l -> l.variable().asOutput()).toArray(Output<?>[]::new);
        Output<?>[] gradients = graph.addGradients(loss.asOutput(), variables);
        List<Operand<TFloat32>> squares = new ArrayList<>();
        List<Operand<TFloat32>> typed = new ArrayList<>();
        for (Output<?> gradient : gradients) {
            Operand<TFloat32> g = gradient.expect(TFloat32.class);
            typed.add(g);
            squares.add(tf.nn.l2Loss(g));
        }
        Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(tf.constant(2f), tf.math.addN(squares)));
        Operand<TFloat32> shrink = tf.math.minimum(tf.constant(1f), tf.math.div(tf.constant(normLimit), norm));
        Placeholder<TFloat32> rate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        Placeholder<TFloat32> beta1Power = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        Placeholder<TFloat32> beta2Power = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        Placeholder<TFloat32> gain = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        List<Op> updates = new ArrayList<>();
        for (int i = 0; i < learned.size(); i++) {
            Learned weight = learned.get(i);
            Variable<TFloat32> first = state(weight.name() + ".adam_m", weight.shape());
            Variable<TFloat32> second = state(weight.name() + ".adam_v", weight.shape());
            updates.add(tf.train.applyAdam(
                    weight.variable(),
                    first,
                    second,
                    beta1Power,
                    beta2Power,
                    rate,
                    tf.constant(BETA_1),
                    tf.constant(BETA_2),
                    tf.constant(1e-7f),
                    tf.math.mul(typed.get(i), shrink)));
        }
        updates.addAll(statisticUpdates);
        Ops after = tf.withControlDependencies(updates);
        List<Op> averages = new ArrayList<>();
        for (Learned weight : learned) {
            // The average starts at the initial weights.
            Variable<TFloat32> average = variable(averageName(weight.name()), weight.shape(), weight.first());
            Operand<TFloat32> now = after.identity(weight.variable());
            averages.add(after.assignSub(average, after.math.mul(after.math.sub(average, now), gain)));
        }
        return new Steps(tf.withControlDependencies(averages).noOp(), rate, beta1Power, beta2Power, gain);
    }

    /** All variables that a checkpoint must contain. */
    public List<Stored> stored() {
        return List.copyOf(stored);
    }

    /** Name under which the moving average of a weight is stored. */
    static String averageName(String weight) {
        return weight + ".average";
    }

    /**
     * Moves a statistic towards that of the current batch. A layer that is applied twice has a single statistic, which
     * is updated for both batches in a fixed order, so that training is reproducible.
     */
    private void follow(String name, float[] first, Operand<TFloat32> ofBatch) {
        Followed known = statistics.get(name);
        Variable<TFloat32> value = known == null ? variable(name, Shape.of(first.length), first) : known.value();
        Ops after = known == null ? tf : tf.withControlDependencies(List.of(known.update()));
        Op update = after.assignSub(
                value,
                after.math.mul(after.math.sub(after.identity(value), ofBatch), after.constant(1 - STATISTICS_DECAY)));
        statistics.put(name, new Followed(value, update));
        statisticUpdates.add(update);
    }

    /** Returns the weight with this name; repeated calls return the same weight, as a recurrent network requires. */
    private Variable<TFloat32> learn(String name, Shape shape, float[] first) {
        for (Learned known : learned) {
            if (known.name().equals(name)) {
                return known.variable();
            }
        }
        float[] from = start.map(weights -> weights.get(name)).orElse(first);
        Variable<TFloat32> variable = variable(name, shape, from);
        learned.add(new Learned(name, shape, variable, from));
        return variable;
    }

    private Variable<TFloat32> state(String name, Shape shape) {
        return variable(name, shape, filled((int) shape.size(), 0));
    }

    private Variable<TFloat32> variable(String name, Shape shape, float[] first) {
        Variable<TFloat32> variable = tf.withName(name).variable(shape, TFloat32.class);
        Placeholder<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
        stored.add(new Stored(name, shape, variable, value, tf.assign(variable, value), first));
        return variable;
    }

    private float[] normal(int fanIn, int count) {
        float[] values = new float[count];
        double sigma = Math.sqrt(2.0 / fanIn);
        for (int i = 0; i < count; i++) {
            values[i] = (float) (sigma * random.nextGaussian());
        }
        return values;
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        java.util.Arrays.fill(values, value);
        return values;
    }
}
