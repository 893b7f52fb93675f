package org.cellineage.train.image;

import java.util.List;
import java.util.Optional;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.train.Convolutions;
import org.cellineage.train.TrainingTask;
import org.cellineage.train.Weights;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Trains the network that predicts a channel: squared error of the intensity, mostly of the foreground, plus the squared
 * error of its means over squares, because the total of an object counts more than where in it the intensity is, plus the
 * cross-entropy of the foreground. The validation score is the mean of the correlations of pixels and of totals of objects
 * on held-out frames.
 */
final class ImageTask implements TrainingTask {

    /** Weight of the background, where the foreground has 1 more. */
    private static final float BACKGROUND_WEIGHT = 0.15f;

    private static final int SQUARE_PX = 16;
    private static final float INTENSITY_SHARE = 2;
    private static final float SQUARES_SHARE = 8;
    private static final float FOREGROUND_SHARE = 0.5f;

    private final PairSampler sampler;
    private final List<PairFrame> validation;
    private final int batch;
    private final int threads;
    private final Optional<Weights> start;

    ImageTask(PairSampler sampler, List<PairFrame> validation, int batch, int threads, Optional<Weights> start) {
        this.sampler = sampler;
        this.validation = List.copyOf(validation);
        this.batch = batch;
        this.threads = threads;
        this.start = start;
    }

    @Override
    public Optional<Weights> start() {
        return start;
    }

    @Override
    public TrainingGraph build(Ops tf, Convolutions layers) {
        long side = sampler.side();
        Placeholder<TFloat32> image =
                tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, side, side, sampler.inputs())));
        Placeholder<TFloat32> target = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, side, side, 2)));
        ImageNetwork.Said said = ImageNetwork.build(tf, image, sampler.inputs(), layers);
        Operand<TFloat32> intensity = part(tf, target, 0);
        Operand<TFloat32> foreground = part(tf, target, 1);
        Operand<TInt32> all = tf.constant(new int[] {0, 1, 2, 3});
        Operand<TFloat32> error = tf.math.sub(said.intensity(), intensity);
        Operand<TFloat32> weight = tf.math.add(foreground, tf.constant(BACKGROUND_WEIGHT));
        Operand<TFloat32> ofPixels = tf.math.mean(tf.math.mul(tf.math.square(error), weight), all);
        List<Long> square = List.of(1L, (long) SQUARE_PX, (long) SQUARE_PX, 1L);
        Operand<TFloat32> ofSquares = tf.math.mean(tf.math.square(tf.nn.avgPool(error, square, square, "VALID")), all);
        Operand<TFloat32> crossEntropy =
                tf.math.mean(tf.math.sub(tf.math.softplus(said.logit()), tf.math.mul(said.logit(), foreground)), all);
        Operand<TFloat32> loss = tf.math.add(
                tf.math.mul(tf.constant(INTENSITY_SHARE), ofPixels),
                tf.math.add(
                        tf.math.mul(tf.constant(SQUARES_SHARE), ofSquares),
                        tf.math.mul(tf.constant(FOREGROUND_SHARE), crossEntropy)));
        return new TrainingGraph(loss, List.of(image, target));
    }

    private static Operand<TFloat32> part(Ops tf, Operand<TFloat32> x, int channel) {
        return tf.slice(x, tf.constant(new int[] {0, 0, 0, channel}), tf.constant(new int[] {-1, -1, -1, 1}));
    }

    @Override
    public List<Tensor> batch(long number) {
        int pixels = sampler.side() * sampler.side();
        float[] images = new float[batch * pixels * sampler.inputs()];
        float[] targets = new float[batch * pixels * 2];
        for (int i = 0; i < batch; i++) {
            PairSampler.Crop crop = sampler.draw(number * batch + i);
            System.arraycopy(crop.image(), 0, images, i * crop.image().length, crop.image().length);
            System.arraycopy(crop.target(), 0, targets, i * crop.target().length, crop.target().length);
        }
        long side = sampler.side();
        return List.of(
                new Tensor(new long[] {batch, side, side, sampler.inputs()}, images),
                new Tensor(new long[] {batch, side, side, 2}, targets));
    }

    @Override
    public double validate(Weights weights) {
        if (validation.isEmpty()) {
            return Double.NaN;
        }
        try (Network network = ImageNetwork.open(weights, sampler.inputs(), threads)) {
            return ImageScores.of(network, validation).score();
        }
    }

    @Override
    public String scoreName() {
        return "correlation";
    }
}
