package org.cellineage.train.linking;

import java.util.List;
import java.util.Set;
import org.cellineage.link.TrackHistory;
import org.cellineage.link.learned.CellVector;
import org.cellineage.link.learned.DivisionFeatures;
import org.cellineage.link.learned.PairFeatures;
import org.cellineage.train.Convolutions;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Architecture of the linking network, based on the siamese network of Moen et al. 2019 with its four branches
 * (appearance, neighbourhood, morphology, motion), but divided so that the expensive parts run once per cell: an
 * encoder of cells, a summary of each track over its last {@value TrackHistory#LENGTH} observations, and small heads
 * that score a track with a cell, and a mother with two daughters.
 *
 * <p>About 70,000 weights.
 */
final class LinkNetwork {

    /** The branches of the paper; a network can be built without some of them for ablation. */
    enum Branch {
        APPEARANCE,
        NEIGHBOURHOOD,
        MORPHOLOGY,
        MOTION
    }

    static final int CLOSE_CODE = 32;
    static final int WIDE_CODE = 16;
    /** Number of values that {@link #encodeCell} returns per cell. */
    static final int CODE = CLOSE_CODE + WIDE_CODE;
    /** Code and feature vector: everything the heads get about a cell. */
    static final int CELL = CODE + CellVector.SIZE;

    static final int OBSERVATION = CELL + org.cellineage.link.learned.TrackSequence.STEP;
    static final int TRACK = 64;
    static final int CLASSES = 3;

    private static final int STEP = OBSERVATION - CELL;
    private static final int MEMORY = 48;
    private static final int HIDDEN = 64;
    private static final int DIVISION_HIDDEN = 48;
    private static final float NORM_EPSILON = 1e-3f;
    private static final int[] CLOSE_WIDTHS = {12, 24, 32};
    private static final int[] WIDE_WIDTHS = {8, 16, 16};

    private final Ops tf;
    private final Convolutions layers;
    private final Set<Branch> branches;

    LinkNetwork(Ops tf, Convolutions layers, Set<Branch> branches) {
        this.tf = tf;
        this.layers = layers;
        this.branches = branches;
    }

    /**
     * Encodes cells.
     *
     * @param close close views [cells, side, side, 1]
     * @param wide wide views [cells, side, side, 1]
     * @return [cells, {@value #CODE}]
     */
    Operand<TFloat32> encodeCell(Operand<TFloat32> close, Operand<TFloat32> wide) {
        Operand<TFloat32> appearance = tower("close", close, CLOSE_WIDTHS, CLOSE_CODE);
        return concat(kept(Branch.APPEARANCE, appearance), encodeWide(wide));
    }

    private Operand<TFloat32> encodeWide(Operand<TFloat32> wide) {
        return kept(Branch.NEIGHBOURHOOD, tower("wide", wide, WIDE_WIDTHS, WIDE_CODE));
    }

    /**
     * Summarizes tracks.
     *
     * @param observations [tracks, 7, {@value #OBSERVATION}], oldest first; missing ones come first and are 0
     * @param ahead wide views of the new frame at the tracks' predicted positions [tracks, side, side, 1]
     * @return [tracks, {@value #TRACK}]
     */
    Operand<TFloat32> encodeTrack(Operand<TFloat32> observations, Operand<TFloat32> ahead) {
        List<org.tensorflow.Output<TFloat32>> steps = tf.unstack(
                        observations, (long) TrackHistory.LENGTH, Unstack.axis(1L))
                .output();
        Operand<TFloat32> nothing = tf.math.mul(part(steps.get(0), 0, 1), tf.constant(0f));
        Operand<TFloat32> hidden = tf.tile(nothing, tf.constant(new int[] {1, MEMORY}));
        Operand<TFloat32> memory = hidden;
        for (Operand<TFloat32> step : steps) {
            Operand<TFloat32> seen = part(step, OBSERVATION - 1, 1);
            Operand<TFloat32> motion = kept(Branch.MOTION, part(step, CELL, STEP - 1));
            Operand<TFloat32> read = concat(cell(part(step, 0, CELL)), motion, hidden);
            Operand<TFloat32> gates = dense("memory", read, CELL + STEP - 1 + MEMORY, 4 * MEMORY);
            // A forget-gate bias of 1 (Jozefowicz et al. 2015).
            Operand<TFloat32> keep = tf.math.sigmoid(tf.math.add(part(gates, 0, MEMORY), tf.constant(1f)));
            Operand<TFloat32> write = tf.math.sigmoid(part(gates, MEMORY, MEMORY));
            Operand<TFloat32> show = tf.math.sigmoid(part(gates, 2 * MEMORY, MEMORY));
            Operand<TFloat32> candidate = tf.math.tanh(part(gates, 3 * MEMORY, MEMORY));
            Operand<TFloat32> next = tf.math.add(tf.math.mul(keep, memory), tf.math.mul(write, candidate));
            // The memory stays empty until the first observation.
            memory = tf.math.mul(next, seen);
            hidden = tf.math.mul(tf.math.mul(show, tf.math.tanh(next)), seen);
        }
        Operand<TFloat32> last = cell(part(steps.get(TrackHistory.LENGTH - 1), 0, CELL));
        Operand<TFloat32> all = concat(hidden, last, encodeWide(ahead));
        return tf.nn.relu(normalised(dense("track", all, MEMORY + CELL + WIDE_CODE, TRACK)));
    }

    /**
     * Scores pairs of a track and a cell.
     *
     * @param tracks {@link #encodeTrack} of each pair's track
     * @param cells code and feature vector of each pair's cell
     * @param pairs {@link PairFeatures}
     * @return logits of different, same, mother and daughter [pairs, 3]
     */
    Operand<TFloat32> score(Operand<TFloat32> tracks, Operand<TFloat32> cells, Operand<TFloat32> pairs) {
        Operand<TFloat32> motion = part(pairs, 0, PairFeatures.MOTION_SIZE);
        Operand<TFloat32> morphology =
                part(pairs, PairFeatures.MOTION_SIZE, PairFeatures.FIT_AT - PairFeatures.MOTION_SIZE);
        Operand<TFloat32> fit = part(pairs, PairFeatures.FIT_AT, PairFeatures.SIZE - PairFeatures.FIT_AT);
        Operand<TFloat32> all = concat(
                tracks,
                cell(cells),
                kept(Branch.MOTION, motion),
                kept(Branch.MORPHOLOGY, morphology),
                kept(Branch.MOTION, kept(Branch.MORPHOLOGY, fit)));
        Operand<TFloat32> hidden = dense("pair_a", all, TRACK + CELL + PairFeatures.SIZE, HIDDEN);
        hidden = dense("pair_b", tf.nn.relu(normalised(hidden)), HIDDEN, HIDDEN);
        return dense("pair_c", tf.nn.relu(hidden), HIDDEN, CLASSES);
    }

    /**
     * Scores divisions, symmetrically in the two daughters.
     *
     * @param mothers code and feature vector of each mother's last observation
     * @param first code and feature vector of one daughter
     * @param second code and feature vector of the other
     * @param features {@link DivisionFeatures}
     * @return logit of a division [divisions, 1]
     */
    Operand<TFloat32> divide(
            Operand<TFloat32> mothers, Operand<TFloat32> first, Operand<TFloat32> second, Operand<TFloat32> features) {
        Operand<TFloat32> one = cell(first);
        Operand<TFloat32> other = cell(second);
        Operand<TFloat32> both = tf.math.add(one, other);
        Operand<TFloat32> apart = tf.math.abs(tf.math.sub(one, other));
        Operand<TFloat32> all = concat(cell(mothers), both, apart, features);
        Operand<TFloat32> hidden = dense("division_a", all, 3 * CELL + DivisionFeatures.SIZE, DIVISION_HIDDEN);
        hidden = dense("division_b", tf.nn.relu(normalised(hidden)), DIVISION_HIDDEN, DIVISION_HIDDEN);
        return dense("division_c", tf.nn.relu(hidden), DIVISION_HIDDEN, 1);
    }

    private Operand<TFloat32> cell(Operand<TFloat32> cells) {
        return concat(part(cells, 0, CODE), kept(Branch.MORPHOLOGY, part(cells, CODE, CellVector.SIZE)));
    }

    private Operand<TFloat32> kept(Branch branch, Operand<TFloat32> x) {
        return branches.contains(branch) ? x : tf.math.mul(x, tf.constant(0f));
    }

    private Operand<TFloat32> tower(String name, Operand<TFloat32> views, int[] widths, int out) {
        Operand<TInt32> window = tf.constant(new int[] {1, 2, 2, 1});
        Operand<TFloat32> x = views;
        int in = 1;
        for (int i = 0; i < widths.length; i++) {
            if (i > 0) {
                x = tf.nn.maxPool(x, window, window, "VALID");
            }
            x = layers.block(name + "_" + i, x, 3, 1, in, widths[i]);
            in = widths[i];
        }
        return dense(name + "_code", tf.math.mean(x, tf.constant(new int[] {1, 2})), in, out);
    }

    /** A fully connected layer, as an equivalent 1 × 1 convolution. */
    private Operand<TFloat32> dense(String name, Operand<TFloat32> x, int in, int out) {
        Operand<TFloat32> image = tf.reshape(x, tf.constant(new int[] {-1, 1, 1, in}));
        return tf.reshape(layers.linear(name, image, in, out), tf.constant(new int[] {-1, out}));
    }

    /** Layer normalisation (Ba et al. 2016) over the features of each row, without learned parameters. */
    private Operand<TFloat32> normalised(Operand<TFloat32> x) {
        Operand<TFloat32> centred = tf.math.sub(x, mean(x));
        Operand<TFloat32> variance = mean(tf.math.square(centred));
        return tf.math.mul(centred, tf.math.rsqrt(tf.math.add(variance, tf.constant(NORM_EPSILON))));
    }

    private Operand<TFloat32> mean(Operand<TFloat32> x) {
        return tf.math.mean(x, tf.constant(new int[] {1}), Mean.keepDims(true));
    }

    @SafeVarargs
    private Operand<TFloat32> concat(Operand<TFloat32>... parts) {
        return tf.concat(List.of(parts), tf.constant(1));
    }

    private Operand<TFloat32> part(Operand<TFloat32> x, int from, int count) {
        return tf.slice(x, tf.constant(new int[] {0, from}), tf.constant(new int[] {-1, count}));
    }
}
