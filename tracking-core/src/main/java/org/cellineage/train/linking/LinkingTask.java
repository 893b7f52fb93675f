package org.cellineage.train.linking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.cellineage.link.TrackHistory;
import org.cellineage.link.learned.CellVector;
import org.cellineage.link.learned.DivisionFeatures;
import org.cellineage.link.learned.FrameViews;
import org.cellineage.link.learned.PairFeatures;
import org.cellineage.link.learned.TrackSequence;
import org.cellineage.model.Tensor;
import org.cellineage.train.Convolutions;
import org.cellineage.train.TrainingTask;
import org.cellineage.train.Weights;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Trains the linking network with cross-entropy over all pairs within the gate, so that the negatives are the
 * neighbours that a tracker could confuse with the cell, and over all divisions among them. The validation score is the
 * mean, over held-out movies, of the recall of each class and the F1 of divisions.
 */
final class LinkingTask implements TrainingTask {

    private static final float DIVISION_SHARE = 0.5f;
    private static final float TINY = 1e-7f;

    private final SceneSampler sampler;
    private final Set<LinkNetwork.Branch> branches;
    private final LinkValidation validation;
    private final int scenes;
    private final Optional<Weights> start;

    /**
     * @param scenes scenes per step
     * @param start weights of a bundle to start from
     */
    LinkingTask(
            SceneSampler sampler,
            LinkValidation validation,
            Set<LinkNetwork.Branch> branches,
            int scenes,
            Optional<Weights> start) {
        this.start = start;
        this.sampler = sampler;
        this.validation = validation;
        this.branches = branches;
        this.scenes = scenes;
    }

    /** The network over a whole batch as a single graph. */
    record Whole(Operand<TFloat32> pairs, Operand<TFloat32> divisions, List<Placeholder<TFloat32>> inputs) {}

    static Whole build(Ops tf, LinkNetwork network) {
        List<Placeholder<TFloat32>> inputs = new ArrayList<>();
        long side = FrameViews.CLOSE_SIDE;
        Operand<TFloat32> close = input(tf, inputs, side, side, 1);
        Operand<TFloat32> wide = input(tf, inputs, side, side, 1);
        Operand<TFloat32> vectors = input(tf, inputs, CellVector.SIZE);
        Operand<TFloat32> places = input(tf, inputs, TrackHistory.LENGTH);
        Operand<TFloat32> steps = input(tf, inputs, TrackHistory.LENGTH, TrackSequence.STEP);
        Operand<TFloat32> ahead = input(tf, inputs, side, side, 1);
        Operand<TFloat32> pairTrack = input(tf, inputs);
        Operand<TFloat32> pairCell = input(tf, inputs);
        Operand<TFloat32> pairs = input(tf, inputs, PairFeatures.SIZE);
        input(tf, inputs, LinkNetwork.CLASSES);
        input(tf, inputs);
        Operand<TFloat32> divisionCells = input(tf, inputs, 3);
        Operand<TFloat32> divisionPairs = input(tf, inputs, 2);
        Operand<TFloat32> rivals = input(tf, inputs, 2, DivisionFeatures.RIVALS);
        Operand<TFloat32> divisions = input(tf, inputs, DivisionFeatures.OWN_SIZE);
        input(tf, inputs);
        input(tf, inputs);

        Operand<TFloat32> cells = tf.concat(List.of(network.encodeCell(close, wide), vectors), tf.constant(1));
        Operand<TFloat32> seen = tf.slice(
                steps, tf.constant(new int[] {0, 0, TrackSequence.STEP - 1}), tf.constant(new int[] {-1, -1, 1}));
        Operand<TFloat32> gathered = rows(tf, cells, places);
        Operand<TFloat32> observations = tf.concat(List.of(tf.math.mul(gathered, seen), steps), tf.constant(2));
        Operand<TFloat32> tracks = network.encodeTrack(observations, ahead);
        Operand<TFloat32> logits = network.score(rows(tf, tracks, pairTrack), rows(tf, cells, pairCell), pairs);

        Operand<TFloat32> known = tf.stopGradient(tf.nn.logSoftmax(logits));
        Operand<TFloat32> bounded = tf.math.maximum(known, tf.constant(DivisionFeatures.LEAST_LOG));
        Operand<TFloat32> first = rows(tf, bounded, column(tf, divisionPairs, 0));
        Operand<TFloat32> second = rows(tf, bounded, column(tf, divisionPairs, 1));
        Operand<TFloat32> rivalSame = rivals(tf, bounded, rivals);
        Operand<TFloat32> features = tf.concat(
                List.of(
                        divisions,
                        tf.math.add(first, second),
                        tf.math.abs(tf.math.sub(first, second)),
                        tf.reduceMax(rivalSame, tf.constant(1), org.tensorflow.op.core.ReduceMax.keepDims(true)),
                        tf.reduceMin(rivalSame, tf.constant(1), org.tensorflow.op.core.ReduceMin.keepDims(true))),
                tf.constant(1));
        Operand<TFloat32> division = network.divide(
                rows(tf, cells, column(tf, divisionCells, 0)),
                rows(tf, cells, column(tf, divisionCells, 1)),
                rows(tf, cells, column(tf, divisionCells, 2)),
                features);
        return new Whole(logits, division, inputs);
    }

    /** For each daughter, the highest probability with which another track continues in her; [divisions, 2]. */
    private static Operand<TFloat32> rivals(Ops tf, Operand<TFloat32> logs, Operand<TFloat32> rivals) {
        Operand<TFloat32> same = tf.squeeze(
                tf.slice(logs, tf.constant(new int[] {0, 1}), tf.constant(new int[] {-1, 1})),
                org.tensorflow.op.core.Squeeze.axis(List.of(1L)));
        Operand<TFloat32> there = tf.math.minimum(tf.math.add(rivals, tf.constant(1f)), tf.constant(1f));
        Operand<TFloat32> values = rows(tf, same, tf.math.maximum(rivals, tf.constant(0f)));
        Operand<TFloat32> absent =
                tf.math.mul(tf.math.sub(tf.constant(1f), there), tf.constant(DivisionFeatures.LEAST_LOG));
        return tf.reduceMax(tf.math.add(tf.math.mul(values, there), absent), tf.constant(2));
    }

    @Override
    public Optional<Weights> start() {
        return start;
    }

    @Override
    public TrainingGraph build(Ops tf, Convolutions layers) {
        Whole whole = build(tf, new LinkNetwork(tf, layers, branches));
        Operand<TFloat32> classes = whole.inputs().get(9);
        Operand<TFloat32> weights = whole.inputs().get(10);
        Operand<TFloat32> isDivision = whole.inputs().get(15);
        Operand<TFloat32> divisionWeights = whole.inputs().get(16);
        Operand<TFloat32> pairLoss =
                tf.math.neg(tf.reduceSum(tf.math.mul(classes, tf.nn.logSoftmax(whole.pairs())), tf.constant(1)));
        Operand<TFloat32> logit = tf.reshape(whole.divisions(), tf.constant(new int[] {-1}));
        // Sigmoid cross-entropy: softplus(x) - x y.
        Operand<TFloat32> divisionLoss = tf.math.sub(tf.math.softplus(logit), tf.math.mul(logit, isDivision));
        return new TrainingGraph(
                tf.math.add(
                        weighted(tf, pairLoss, weights),
                        tf.math.mul(tf.constant(DIVISION_SHARE), weighted(tf, divisionLoss, divisionWeights))),
                whole.inputs());
    }

    private static Operand<TFloat32> weighted(Ops tf, Operand<TFloat32> losses, Operand<TFloat32> weights) {
        Operand<TInt32> all = tf.constant(0);
        return tf.math.div(
                tf.reduceSum(tf.math.mul(losses, weights), all),
                tf.math.add(tf.reduceSum(weights, all), tf.constant(TINY)));
    }

    private static Operand<TFloat32> rows(Ops tf, Operand<TFloat32> from, Operand<TFloat32> indices) {
        Gather<TFloat32> rows = tf.gather(from, tf.dtypes.cast(indices, TInt32.class), tf.constant(0));
        return rows;
    }

    private static Operand<TFloat32> column(Ops tf, Operand<TFloat32> x, int which) {
        return tf.squeeze(
                tf.slice(x, tf.constant(new int[] {0, which}), tf.constant(new int[] {-1, 1})),
                org.tensorflow.op.core.Squeeze.axis(List.of(1L)));
    }

    private static Placeholder<TFloat32> input(Ops tf, List<Placeholder<TFloat32>> inputs, long... row) {
        long[] shape = new long[row.length + 1];
        shape[0] = -1;
        System.arraycopy(row, 0, shape, 1, row.length);
        Placeholder<TFloat32> placeholder = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
        inputs.add(placeholder);
        return placeholder;
    }

    @Override
    public List<Tensor> batch(long number) {
        LinkBatch batch = new LinkBatch();
        for (int k = 0; k < scenes; k++) {
            sampler.draw(new SplittableRandom(sampler.seed() * 0x9E3779B97F4A7C15L + number * scenes + k), batch);
        }
        return batch.tensors();
    }

    @Override
    public double validate(Weights weights) {
        return validation.score(weights);
    }

    @Override
    public String scoreName() {
        return "correct";
    }
}
