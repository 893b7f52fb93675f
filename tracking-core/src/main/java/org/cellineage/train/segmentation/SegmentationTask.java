package org.cellineage.train.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellineage.evaluate.SegmentationScore;
import org.cellineage.image.LabelImage;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.segment.network.NetworkFrames;
import org.cellineage.segment.postprocess.NuclearOptions;
import org.cellineage.segment.postprocess.NuclearPostprocessor;
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
 * Trains the nucleus network with softmax cross-entropy of the three classes, weighted more at borders and most where
 * nuclei touch, plus the squared errors of the two distances. The validation score is AP at an IoU of 0.5, averaged
 * over the sets, with each image scaled by its true diameter.
 */
final class SegmentationTask implements TrainingTask {

    /** A network early in training is less confident than the final one, so the thresholds are lower. */
    static final NuclearOptions WHILE_LEARNING = new NuclearOptions(0.5, 0.55, 4, 12, 0.1, 0.8);

    private static final float DISTANCE_WEIGHT = 4;
    private static final int VALIDATION_PIXELS = 3_000_000;

    private final List<TrainingSet> sets;
    private final CellKind kind;
    private final CropSampler sampler;
    private final int batch;
    private final int threads;
    private final Optional<Weights> start;

    /**
     * @param batch crops per step
     * @param start weights of a bundle to start from
     */
    SegmentationTask(
            List<TrainingSet> sets,
            CellKind kind,
            CropSampler sampler,
            int batch,
            int threads,
            Optional<Weights> start) {
        this.start = start;
        this.sets = List.copyOf(sets);
        this.kind = kind;
        this.sampler = sampler;
        this.batch = batch;
        this.threads = threads;
    }

    @Override
    public Optional<Weights> start() {
        return start;
    }

    @Override
    public TrainingGraph build(Ops tf, Convolutions layers) {
        long side = CropSampler.SIDE;
        Placeholder<TFloat32> image = tf.placeholder(
                TFloat32.class, Placeholder.shape(Shape.of(-1, side, side, NucleusNetwork.INPUT_CHANNELS)));
        Placeholder<TFloat32> target = tf.placeholder(
                TFloat32.class, Placeholder.shape(Shape.of(-1, side, side, CropSampler.TARGET_CHANNELS)));
        Operand<TFloat32> said = NucleusNetwork.build(tf, image, layers);
        Operand<TInt32> all = tf.constant(new int[] {0, 1, 2, 3});
        // TensorFlow's gradient of softmax sums over the second axis whatever the rank, so it is correct only for two
        // axes.
        Operand<TInt32> flat = tf.constant(new int[] {-1, 3});
        Operand<TFloat32> logits = tf.reshape(part(tf, said, 0, 3), flat);
        Operand<TFloat32> classes = tf.reshape(part(tf, target, 0, 3), flat);
        Operand<TFloat32> crossEntropy =
                tf.math.neg(tf.reduceSum(tf.math.mul(tf.nn.logSoftmax(logits), classes), tf.constant(1)));
        Operand<TFloat32> classWeights = tf.reshape(part(tf, target, 5, 1), tf.constant(new int[] {-1}));
        Operand<TFloat32> classLoss = tf.math.mean(tf.math.mul(crossEntropy, classWeights), tf.constant(0));
        Operand<TFloat32> error = tf.math.squaredDifference(part(tf, said, 3, 2), part(tf, target, 3, 2));
        // The mean over the two distances times two, that is, their sum.
        Operand<TFloat32> distanceLoss = tf.math.mean(tf.math.mul(error, part(tf, target, 6, 1)), all);
        Operand<TFloat32> loss = tf.math.add(classLoss, tf.math.mul(tf.constant(2 * DISTANCE_WEIGHT), distanceLoss));
        return new TrainingGraph(loss, List.of(image, target));
    }

    private static Operand<TFloat32> part(Ops tf, Operand<TFloat32> x, int from, int count) {
        return tf.slice(x, tf.constant(new int[] {0, 0, 0, from}), tf.constant(new int[] {-1, -1, -1, count}));
    }

    @Override
    public List<Tensor> batch(long number) {
        int pixels = CropSampler.SIDE * CropSampler.SIDE;
        float[] images = new float[batch * pixels * NucleusNetwork.INPUT_CHANNELS];
        float[] targets = new float[batch * pixels * CropSampler.TARGET_CHANNELS];
        for (int i = 0; i < batch; i++) {
            CropSampler.Crop crop = sampler.draw(number * batch + i);
            System.arraycopy(crop.image(), 0, images, i * crop.image().length, crop.image().length);
            System.arraycopy(crop.target(), 0, targets, i * crop.target().length, crop.target().length);
        }
        long side = CropSampler.SIDE;
        return List.of(
                new Tensor(new long[] {batch, side, side, NucleusNetwork.INPUT_CHANNELS}, images),
                new Tensor(new long[] {batch, side, side, CropSampler.TARGET_CHANNELS}, targets));
    }

    @Override
    public double validate(Weights weights) {
        return validate(sets, kind, threads, weights);
    }

    /** Mean over the sets of AP at an IoU of 0.5 on their held-out images; NaN if there are none. */
    static double validate(List<TrainingSet> sets, CellKind kind, int threads, Weights weights) {
        double sum = 0;
        int scored = 0;
        for (SetScore score : scores(sets, kind, threads, weights, WHILE_LEARNING)) {
            double ap = score.score().at(0.5).ap();
            // If a set holds out only images without nuclei and none are found, there is no score.
            if (!Double.isNaN(ap)) {
                sum += ap;
                scored++;
            }
        }
        return scored == 0 ? Double.NaN : sum / scored;
    }

    /** Score of the network on the held-out images of a set. */
    record SetScore(String set, SegmentationScore score) {}

    /** Scores of all sets that have held-out images. */
    static List<SetScore> scores(
            List<TrainingSet> sets, CellKind kind, int threads, Weights weights, NuclearOptions head) {
        List<SetScore> scores = new ArrayList<>();
        try (Network network = NucleusModel.open(weights, threads)) {
            NetworkFrames frames = new NetworkFrames(
                    network,
                    NucleusModel.reads(kind),
                    NucleusModel.MAPS,
                    new NuclearPostprocessor(head),
                    VALIDATION_PIXELS);
            for (TrainingSet set : sets) {
                if (!set.heldOut().isEmpty()) {
                    SegmentationScore score = SegmentationScore.NONE;
                    for (LabelledImage image : set.heldOut()) {
                        LabelImage found = frames.segment(image.plane(), image.diameterPx());
                        score = score.plus(SegmentationScore.of(image.truth(), image.withoutUnknown(found)));
                    }
                    scores.add(new SetScore(set.name(), score));
                }
            }
        }
        return scores;
    }

    @Override
    public String scoreName() {
        return "AP@0.5";
    }
}
