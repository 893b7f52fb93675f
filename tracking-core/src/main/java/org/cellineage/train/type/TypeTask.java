package org.cellineage.train.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cellineage.image.GaussianFilter;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.train.Convolutions;
import org.cellineage.train.TrainingTask;
import org.cellineage.train.Weights;
import org.cellineage.type.ImageType;
import org.cellineage.type.TypeWindows;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Trains the type network with softmax cross-entropy. All types are drawn equally often, and within a type all sets. The
 * images of all types are varied alike, so that no variation betrays a type. The validation score is the share of the
 * held-out windows of each type that are recognised, averaged over the types.
 */
final class TypeTask implements TrainingTask {

    private final Map<ImageType, List<List<TypeImage>>> learned;
    private final List<TypeImage> heldOut;
    private final long seed;
    private final int batch;
    private final int threads;

    TypeTask(List<TypeImage> learned, List<TypeImage> heldOut, long seed, int batch, int threads) {
        this.learned = byTypeAndSet(learned);
        this.heldOut = List.copyOf(heldOut);
        this.seed = seed;
        this.batch = batch;
        this.threads = threads;
    }

    private static Map<ImageType, List<List<TypeImage>>> byTypeAndSet(List<TypeImage> images) {
        Map<ImageType, Map<String, List<TypeImage>>> sets = new TreeMap<>();
        for (TypeImage image : images) {
            String set = image.name().substring(0, image.name().lastIndexOf('/'));
            sets.computeIfAbsent(image.type(), type -> new TreeMap<>())
                    .computeIfAbsent(set, name -> new ArrayList<>())
                    .add(image);
        }
        Map<ImageType, List<List<TypeImage>>> lists = new TreeMap<>();
        sets.forEach((type, named) -> lists.put(type, List.copyOf(named.values())));
        return lists;
    }

    @Override
    public TrainingGraph build(Ops tf, Convolutions layers) {
        long side = TypeWindows.SIDE;
        Placeholder<TFloat32> windows =
                tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, side, side, TypeWindows.CHANNELS)));
        Placeholder<TFloat32> types =
                tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, ImageType.ALL.size())));
        Operand<TFloat32> logits = TypeNetwork.build(tf, windows, layers);
        Operand<TFloat32> crossEntropy =
                tf.math.neg(tf.reduceSum(tf.math.mul(tf.nn.logSoftmax(logits), types), tf.constant(1)));
        return new TrainingGraph(tf.math.mean(crossEntropy, tf.constant(0)), List.of(windows, types));
    }

    @Override
    public List<Tensor> batch(long number) {
        int size = TypeWindows.SIDE * TypeWindows.SIDE * TypeWindows.CHANNELS;
        int types = ImageType.ALL.size();
        float[] windows = new float[batch * size];
        float[] truth = new float[batch * types];
        List<ImageType> known = List.copyOf(learned.keySet());
        for (int i = 0; i < batch; i++) {
            SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number * batch + i);
            ImageType type = known.get(random.nextInt(known.size()));
            List<List<TypeImage>> sets = learned.getOrDefault(type, List.of());
            List<TypeImage> set = sets.get(random.nextInt(sets.size()));
            float[] brightness = set.get(random.nextInt(set.size())).draw(random);
            vary(brightness, random);
            System.arraycopy(TypeWindows.interleaved(brightness), 0, windows, i * size, size);
            truth[i * types + type.ordinal()] = 1;
        }
        long side = TypeWindows.SIDE;
        return List.of(
                new Tensor(new long[] {batch, side, side, TypeWindows.CHANNELS}, windows),
                new Tensor(new long[] {batch, types}, truth));
    }

    /** Varies grey values, focus, light and noise. */
    private static void vary(float[] x, SplittableRandom random) {
        int side = TypeWindows.SIDE;
        if (random.nextDouble() < 0.4) {
            double power = Math.exp(0.3 * random.nextGaussian());
            for (int p = 0; p < x.length; p++) {
                x[p] = (float) (Math.signum(x[p]) * Math.pow(Math.abs(x[p]), power));
            }
        }
        if (random.nextDouble() < 0.3) {
            float[] blurred = GaussianFilter.smooth(x, side, side, 0.5 + 1.2 * random.nextDouble());
            System.arraycopy(blurred, 0, x, 0, x.length);
        }
        if (random.nextDouble() < 0.3) {
            double height = 0.3 * random.nextDouble();
            double angle = 2 * Math.PI * random.nextDouble();
            for (int p = 0; p < x.length; p++) {
                double along = Math.cos(angle) * (p / side) + Math.sin(angle) * (p % side);
                x[p] += (float) (height * along / side);
            }
        }
        float noise = random.nextBoolean() ? (float) (0.08 * random.nextDouble()) : 0;
        float gain = (float) Math.exp(0.35 * random.nextGaussian());
        float offset = (float) (0.04 * random.nextGaussian());
        for (int p = 0; p < x.length; p++) {
            x[p] = gain * x[p] + offset + noise * (float) random.nextGaussian();
        }
    }

    @Override
    public double validate(Weights weights) {
        try (Network network = TypeNetwork.open(weights, threads)) {
            return TypeScores.of(network, heldOut).meanRecall();
        }
    }

    @Override
    public String scoreName() {
        return "recall";
    }
}
