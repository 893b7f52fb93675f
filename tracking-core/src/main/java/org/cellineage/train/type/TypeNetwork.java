package org.cellineage.train.type;

import java.util.List;
import org.cellineage.model.Network;
import org.cellineage.model.TensorFlowNetwork;
import org.cellineage.train.Convolutions;
import org.cellineage.train.FoldedLayers;
import org.cellineage.train.FrozenModel;
import org.cellineage.train.Weights;
import org.cellineage.type.ImageType;
import org.cellineage.type.TypeModel;
import org.cellineage.type.TypeWindows;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * Architecture of the network that tells types of images apart: a short stack of convolutions whose votes, one for every
 * 16 pixels in each direction, are averaged over a window.
 *
 * <p>Input: [windows, 96, 96, 2]. Output: [windows, types], logits. 75 thousand weights.
 */
final class TypeNetwork {

    private TypeNetwork() {}

    static Operand<TFloat32> build(Ops tf, Operand<TFloat32> windows, Convolutions layers) {
        Operand<TFloat32> x = layers.block("type_a", windows, 5, 2, TypeWindows.CHANNELS, 16);
        x = layers.block("type_b", x, 3, 2, 16, 24);
        x = layers.block("type_c", x, 3, 1, 24, 24);
        x = layers.block("type_d", x, 3, 2, 24, 40);
        x = layers.block("type_e", x, 3, 1, 40, 40);
        x = layers.block("type_f", x, 3, 2, 40, 64);
        x = layers.block("type_g", x, 3, 1, 64, 64);
        Operand<TFloat32> votes = layers.linear("type_out", x, 64, ImageType.ALL.size());
        return tf.math.mean(votes, tf.constant(new int[] {1, 2}));
    }

    private static void buildFrozen(Ops tf, Weights weights) {
        long side = TypeWindows.SIDE;
        Operand<TFloat32> input = tf.withName(TypeModel.INPUT)
                .placeholder(
                        TFloat32.class,
                        org.tensorflow.op.core.Placeholder.shape(Shape.of(-1, side, side, TypeWindows.CHANNELS)));
        tf.withName(TypeModel.OUTPUT).identity(build(tf, input, new FoldedLayers(tf, weights)));
    }

    /** The network as a SavedModel. */
    static byte[] savedModel(Weights weights) {
        return FrozenModel.of(tf -> buildFrozen(tf, weights), TypeModel.INPUT, TypeModel.OUTPUT);
    }

    /** Opens the network in its own session. */
    static Network open(Weights weights, int threads) {
        Graph graph = new Graph();
        buildFrozen(Ops.create(graph), weights);
        ConfigProto config = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
        return new TensorFlowNetwork(
                new Session(graph, config),
                graph,
                List.of(TypeModel.INPUT),
                List.of(TypeModel.OUTPUT),
                java.util.Map.of());
    }
}
