package org.cellineage.train.classes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.cellineage.classify.ClassModel;
import org.cellineage.classify.ClassReading;
import org.cellineage.model.Network;
import org.cellineage.model.TensorFlowNetwork;
import org.cellineage.model.WholeBlocks;
import org.cellineage.train.Convolutions;
import org.cellineage.train.FoldedLayers;
import org.cellineage.train.FrozenModel;
import org.cellineage.train.Weights;
import org.cellineage.train.segmentation.NucleusTrunk;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.math.Mean;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Architecture of the network that tells classes of cells apart: convolutions, or the trunk of a segmentation network for
 * each channel; then the mean and the maximum of each map, the figures of the cell beside them, and one hidden layer.
 *
 * <p>Inputs: crops [n, side, side, channels] and figures [n, 1, 1, figures]. Outputs: [n, classes], logits, and
 * [n, hidden], the hidden layer.
 *
 * @param reading sizes of inputs and output
 * @param width channels of the first layer, of which those of the others are multiples
 * @param trunk frozen or tuned trunk of a segmentation network, which replaces the convolutions; empty for none
 */
record ClassNetwork(ClassReading reading, int width, Optional<Trunk> trunk) {

    private static final int HIDDEN_TRUNK = 48;
    private static final String CROPS = ClassModel.INPUTS.get(0);
    private static final String FIGURES = ClassModel.INPUTS.get(1);

    /** The floor of the spread in local contrast, as in the trunk's training. */
    private static final float LEAST_SPREAD = 0.02f;

    private static final float SHARE_OF_SPREAD = 1.05f;
    private static final float LEAST_PROBABILITY = 1e-7f;

    /**
     * A trunk to start from.
     *
     * @param weights folded
     * @param frozen whether it stays as it is
     */
    record Trunk(Weights weights, boolean frozen) {}

    /** What the network says: logits [n, classes], and its hidden layer [n, hidden]. */
    record Said(Operand<TFloat32> logits, Operand<TFloat32> embedding) {}

    /** Adds the network to a graph. */
    Said build(Ops tf, Operand<TFloat32> crops, Operand<TFloat32> figures, Convolutions layers) {
        List<Operand<TFloat32>> seen = new ArrayList<>();
        int size = reading.figureMeans().size();
        int hidden = 4 * width;
        if (trunk.isPresent()) {
            Convolutions own =
                    trunk.get().frozen() ? new FoldedLayers(tf, trunk.get().weights()) : layers;
            for (int c = 0; c < reading.viewChannels(); c++) {
                for (Operand<TFloat32> level : NucleusTrunk.build(tf, view(tf, crops, c), own)) {
                    pool(tf, level, seen);
                }
                size += 2 * NucleusTrunk.widths().stream().mapToInt(w -> w).sum();
            }
            hidden = HIDDEN_TRUNK;
        } else {
            int w = width;
            Operand<TFloat32> x = layers.block("class_a", crops, 3, 1, reading.viewChannels(), w);
            x = layers.block("class_b", x, 3, 2, w, 3 * w / 2);
            x = layers.block("class_c", x, 3, 1, 3 * w / 2, 2 * w);
            x = layers.block("class_d", x, 3, 2, 2 * w, 3 * w);
            x = layers.block("class_e", x, 3, 1, 3 * w, 4 * w);
            pool(tf, x, seen);
            size += 2 * 4 * w;
        }
        seen.add(figures);
        Operand<TFloat32> all = tf.concat(seen, tf.constant(3));
        Operand<TFloat32> inner = layers.block("class_hidden", all, 1, 1, size, hidden);
        Operand<TFloat32> logits =
                layers.linear("class_out", inner, hidden, reading.classes().size());
        return new Said(
                tf.reshape(logits, tf.constant(new long[] {-1, reading.classes().size()})),
                tf.reshape(inner, tf.constant(new long[] {-1, hidden})));
    }

    private static void pool(Ops tf, Operand<TFloat32> maps, List<Operand<TFloat32>> into) {
        Operand<TInt32> sides = tf.constant(new int[] {1, 2});
        into.add(tf.math.mean(maps, sides, Mean.keepDims(true)));
        into.add(tf.reduceMax(maps, sides, ReduceMax.keepDims(true)));
    }

    /** A channel as the trunk reads it: brightness, and contrast to the surroundings. */
    private static Operand<TFloat32> view(Ops tf, Operand<TFloat32> crops, int channel) {
        Operand<TInt32> sides = tf.constant(new int[] {1, 2});
        Operand<TFloat32> x =
                tf.slice(crops, tf.constant(new int[] {0, 0, 0, channel}), tf.constant(new int[] {-1, -1, -1, 1}));
        Operand<TFloat32> above = tf.math.sub(x, tf.math.mean(x, sides, Mean.keepDims(true)));
        Operand<TFloat32> spread = tf.math.sqrt(tf.math.mean(tf.math.square(above), sides, Mean.keepDims(true)));
        Operand<TFloat32> floor =
                tf.math.add(tf.math.mul(spread, tf.constant(SHARE_OF_SPREAD)), tf.constant(LEAST_SPREAD));
        return tf.concat(List.of(x, tf.math.div(above, floor)), tf.constant(3));
    }

    /** Placeholder of the crops. */
    Placeholder<TFloat32> crops(Ops tf) {
        long side = reading.sidePx();
        return tf.withName(CROPS).placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, side, side, (long)
                reading.viewChannels())));
    }

    /** Placeholder of the figures. */
    Placeholder<TFloat32> figures(Ops tf) {
        return tf.withName(FIGURES).placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 1, 1, (long)
                reading.figureMeans().size())));
    }

    /** The weights to start from if the trunk is tuned with the rest; the rest is new. */
    Optional<Weights> start(long seed) {
        if (trunk.isEmpty() || trunk.get().frozen()) {
            return Optional.empty();
        }
        Map<String, float[]> all = new LinkedHashMap<>();
        int trunkSize = NucleusTrunk.widths().stream().mapToInt(w -> 2 * w).sum();
        int size = reading.figureMeans().size() + reading.viewChannels() * trunkSize;
        SplittableRandom random = new SplittableRandom(seed);
        add(all, "class_hidden", size, HIDDEN_TRUNK, random);
        add(all, "class_out", HIDDEN_TRUNK, reading.classes().size(), random);
        return Optional.of(trunk.get().weights().with(all));
    }

    private static void add(Map<String, float[]> to, String layer, int in, int out, SplittableRandom random) {
        float[] filter = new float[in * out];
        for (int i = 0; i < filter.length; i++) {
            filter[i] = (float) (Math.sqrt(1.0 / in) * random.nextGaussian());
        }
        to.put(layer + ".filter", filter);
        to.put(layer + ".bias", new float[out]);
    }

    /**
     * A trained network.
     *
     * @param temperature divisor of its logits in a mean with others
     */
    record Member(Weights weights, double temperature) {}

    private Said frozen(Ops tf, Operand<TFloat32> crops, Operand<TFloat32> figures, Weights weights) {
        Weights all = trunk.filter(Trunk::frozen)
                .map(own -> own.weights().with(weights))
                .orElse(weights);
        // All layers are constants now, a frozen trunk too.
        return new ClassNetwork(reading, width, trunk.map(own -> new Trunk(all, false)))
                .build(tf, crops, figures, new FoldedLayers(tf, all));
    }

    private void buildFrozen(Ops tf, List<Member> members) {
        Operand<TFloat32> crops = crops(tf);
        Operand<TFloat32> figures = figures(tf);
        List<Said> said = members.stream()
                .map(member -> frozen(tf, crops, figures, member.weights()))
                .toList();
        tf.withName(ClassModel.OUTPUT)
                .identity(said.size() == 1 ? said.get(0).logits() : meanLogits(tf, said, members));
        tf.withName(ClassModel.EMBEDDING).identity(said.get(0).embedding());
    }

    /** Logarithms of the mean of the members' probabilities. */
    private static Operand<TFloat32> meanLogits(Ops tf, List<Said> said, List<Member> members) {
        List<Operand<TFloat32>> probabilities = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Operand<TFloat32> temperature = tf.constant((float) members.get(i).temperature());
            probabilities.add(tf.nn.softmax(tf.math.div(said.get(i).logits(), temperature)));
        }
        Operand<TFloat32> mean = tf.math.div(tf.math.addN(probabilities), tf.constant((float) members.size()));
        return tf.math.log(tf.math.maximum(mean, tf.constant(LEAST_PROBABILITY)));
    }

    /** The network, or the mean of several, as a SavedModel; its hidden layer is that of the first. */
    byte[] savedModel(List<Member> members) {
        return FrozenModel.of(
                tf -> buildFrozen(tf, members),
                Map.of(
                        FrozenModel.SIGNATURE,
                        new FrozenModel.Function(
                                Map.of(CROPS, CROPS, FIGURES, FIGURES),
                                Map.of(
                                        ClassModel.OUTPUT,
                                        ClassModel.OUTPUT,
                                        ClassModel.EMBEDDING,
                                        ClassModel.EMBEDDING))));
    }

    /** Opens the network in its own session. */
    Network open(Weights weights, int threads) {
        return open(List.of(new Member(weights, 1)), threads);
    }

    /** Opens the mean of several. */
    Network open(List<Member> members, int threads) {
        Graph graph = new Graph();
        buildFrozen(Ops.create(graph), members);
        ConfigProto config = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
        return new WholeBlocks(
                new TensorFlowNetwork(
                        new Session(graph, config), graph, ClassModel.INPUTS, List.of(ClassModel.OUTPUT), Map.of()),
                ClassModel.BLOCK);
    }
}
