package org.cellineage.train.segmentation;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.image.LocalContrast;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.segment.network.NucleusSize;
import org.cellineage.train.Convolutions;
import org.cellineage.train.TrainingTask;
import org.cellineage.train.Weights;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Trains the size network with Huber loss on the logarithm of the median nucleus diameter of a crop; positions are
 * weighted as the network predicts. The validation score is the share of held-out images whose diameter is found within
 * a factor of 1.3.
 */
final class SizeTask implements TrainingTask {

    private static final int SIDE = 160;
    private static final double LEAST_PX = 4;
    private static final double MOST_PX = 99;
    private static final double MOST_ENLARGED = 3;
    private static final double GOOD_FACTOR = 1.3;
    private static final float HUBER_WIDTH = 0.3f;

    private final List<TrainingSet> sets;
    private final List<TrainingSet> learned;
    private final CellKind kind;
    private final long seed;
    private final int batch;
    private final int threads;

    SizeTask(List<TrainingSet> sets, CellKind kind, long seed, int batch, int threads) {
        this.sets = List.copyOf(sets);
        this.kind = kind;
        this.learned = TrainingSet.withNuclei(TrainingSet.learned(sets));
        this.seed = seed;
        this.batch = batch;
        this.threads = threads;
    }

    @Override
    public TrainingGraph build(Ops tf, Convolutions layers) {
        long side = SIDE;
        Placeholder<TFloat32> image = tf.placeholder(
                TFloat32.class, Placeholder.shape(Shape.of(-1, side, side, NucleusNetwork.INPUT_CHANNELS)));
        Placeholder<TFloat32> size = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
        Operand<TFloat32> places = tf.reshape(
                SizeNetwork.build(tf, image, layers), tf.constant(new long[] {-1, place(side) * place(side), 2}));
        Operand<TFloat32> sizes = column(tf, places, 0);
        Operand<TFloat32> shares = tf.nn.softmax(column(tf, places, 1));
        Operand<TFloat32> found = tf.reduceSum(tf.math.mul(sizes, shares), tf.constant(1));
        Operand<TFloat32> error = tf.math.abs(tf.math.sub(found, size));
        Operand<TFloat32> near = tf.math.minimum(error, tf.constant(HUBER_WIDTH));
        // near^2 / 2 + width (error - near), over the width
        Operand<TFloat32> huber = tf.math.add(
                tf.math.mul(tf.constant(0.5f / HUBER_WIDTH), tf.math.square(near)), tf.math.sub(error, near));
        return new TrainingGraph(tf.math.mean(huber, tf.constant(0)), List.of(image, size));
    }

    private static long place(long side) {
        return side / SizeNetwork.STRIDE;
    }

    private static Operand<TFloat32> column(Ops tf, Operand<TFloat32> places, int which) {
        return tf.squeeze(
                tf.slice(places, tf.constant(new int[] {0, 0, which}), tf.constant(new int[] {-1, -1, 1})),
                org.tensorflow.op.core.Squeeze.axis(List.of(2L)));
    }

    @Override
    public List<Tensor> batch(long number) {
        float[] images = new float[batch * SIDE * SIDE * NucleusNetwork.INPUT_CHANNELS];
        float[] sizes = new float[batch];
        for (int i = 0; i < batch; i++) {
            SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number * batch + i);
            sizes[i] = (float) Math.log(draw(random, images, i * SIDE * SIDE) / SizeNetwork.MIDDLE_PX);
        }
        long side = SIDE;
        return List.of(
                new Tensor(new long[] {batch, side, side, NucleusNetwork.INPUT_CHANNELS}, images),
                new Tensor(new long[] {batch}, sizes));
    }

    /** Draws a crop into the batch and returns its median diameter. */
    private double draw(SplittableRandom random, float[] images, int at) {
        LabelledImage image = TrainingSet.draw(learned, random);
        double most = Math.max(LEAST_PX, Math.min(MOST_PX, MOST_ENLARGED * image.diameterPx()));
        double wanted = LEAST_PX * Math.exp(random.nextDouble() * Math.log(most / LEAST_PX));
        double scale = wanted / image.diameterPx();
        int nucleus = 1 + random.nextInt(image.count());
        double reach = 0.35 * SIDE / scale;
        double y = image.centreY(nucleus) + reach * (2 * random.nextDouble() - 1);
        double x = image.centreX(nucleus) + reach * (2 * random.nextDouble() - 1);
        double angle = random.nextBoolean() ? 2 * Math.PI * random.nextDouble() : Math.PI / 2 * random.nextInt(4);
        Patch patch = Patch.cut(image, Patch.Placement.of(y, x, scale, scale, angle, random.nextBoolean()), SIDE);
        double diameter = scale * medianDiameter(image, patch.labels());
        CropSampler.vary(kind, patch, random, false);
        float[] contrast = LocalContrast.of(patch.brightness(), SIDE, SIDE);
        for (int p = 0; p < contrast.length; p++) {
            images[2 * (at + p)] = patch.brightness()[p];
            images[2 * (at + p) + 1] = contrast[p];
        }
        return diameter;
    }

    /** Median diameter of the nuclei in a patch, in pixels of the image. */
    private static double medianDiameter(LabelledImage image, char[] labels) {
        boolean[] seen = new boolean[image.count() + 1];
        double[] diameters = new double[image.count()];
        int n = 0;
        for (char label : labels) {
            if (label != 0 && !seen[label]) {
                seen[label] = true;
                diameters[n++] = 2 * image.radius(label);
            }
        }
        Arrays.sort(diameters, 0, n);
        return n == 0 ? image.diameterPx() : diameters[n / 2];
    }

    @Override
    public double validate(Weights weights) {
        int good = 0;
        int all = 0;
        try (Network network = NucleusModel.openSize(weights, threads)) {
            NucleusSize size = new NucleusSize(network, NucleusModel.reads(kind), NucleusModel.SIZE);
            for (TrainingSet set : sets) {
                for (LabelledImage image : set.heldOut()) {
                    if (image.count() > 0) {
                        double found = size.find(image.plane());
                        double factor = found / image.diameterPx();
                        good += factor < GOOD_FACTOR && factor > 1 / GOOD_FACTOR ? 1 : 0;
                        all++;
                    }
                }
            }
        }
        return all == 0 ? Double.NaN : (double) good / all;
    }

    @Override
    public String scoreName() {
        return "within x1.3";
    }
}
