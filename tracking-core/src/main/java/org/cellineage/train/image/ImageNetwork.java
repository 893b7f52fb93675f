package org.cellineage.train.image;

import java.util.List;
import java.util.Map;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.model.TensorFlowNetwork;
import org.cellineage.predict.PredictionModel;
import org.cellineage.segment.network.NetworkInput;
import org.cellineage.train.BundledWeights;
import org.cellineage.train.Convolutions;
import org.cellineage.train.FoldedLayers;
import org.cellineage.train.FrozenModel;
import org.cellineage.train.UNet;
import org.cellineage.train.Weights;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * Architecture of the network that predicts a channel: a {@link UNet} with two heads, the intensity and whether a pixel is
 * background. The predicted intensity is their product, so that background is dark where the network is sure of it.
 *
 * <p>Input: [images, height, width, 2 per channel], brightness and local contrast of each. Output: [images, height, width,
 * 2]: intensity and the probability of the foreground. 0.26 million weights.
 */
final class ImageNetwork {

    static final List<String> MAPS = List.of(PredictionModel.INTENSITY, PredictionModel.FOREGROUND);

    /** What it reads of every channel, if that has no fixed range of grey values. */
    static final NetworkInput READS = new NetworkInput(
            List.of(NetworkInput.Channel.BRIGHTNESS, NetworkInput.Channel.LOCAL_CONTRAST),
            1,
            99.8,
            0,
            UNet.SIDE_MULTIPLE,
            UNet.REACH_PX);

    static final String FILE = "predict/saved_model.pb";
    static final String FOLDER = "predict";

    private static final String INPUT = "image";
    private static final String OUTPUT = "maps";
    private static final List<Integer> WIDTHS = List.of(20, 32, 48, 72);
    private static final int HEADS = 2;

    private ImageNetwork() {}

    /** What the heads say: the predicted intensity, and the logit of the foreground, each [images, height, width, 1]. */
    record Said(Operand<TFloat32> intensity, Operand<TFloat32> logit) {}

    static Said build(Ops tf, Operand<TFloat32> image, int inputs, Convolutions layers) {
        Operand<TFloat32> raw = new UNet(inputs, HEADS, WIDTHS).build(tf, image, layers);
        Operand<TFloat32> logit = part(tf, raw, 1);
        return new Said(tf.math.mul(part(tf, raw, 0), tf.math.sigmoid(logit)), logit);
    }

    private static Operand<TFloat32> part(Ops tf, Operand<TFloat32> x, int head) {
        return tf.slice(x, tf.constant(new int[] {0, 0, 0, head}), tf.constant(new int[] {-1, -1, -1, 1}));
    }

    private static void buildFrozen(Ops tf, int inputs, Convolutions layers) {
        Operand<TFloat32> input =
                tf.withName(INPUT).placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, inputs)));
        Said said = build(tf, input, inputs, layers);
        tf.withName(OUTPUT).concat(List.of(said.intensity(), tf.math.sigmoid(said.logit())), tf.constant(3));
    }

    /** The network as a SavedModel. */
    static byte[] savedModel(Weights weights, int inputs) {
        return FrozenModel.of(tf -> buildFrozen(tf, inputs, new FoldedLayers(tf, weights)), INPUT, OUTPUT);
    }

    /** Opens the network in its own session. */
    static Network open(Weights weights, int inputs, int threads) {
        Graph graph = new Graph();
        Ops tf = Ops.create(graph);
        buildFrozen(tf, inputs, new FoldedLayers(tf, weights));
        ConfigProto config = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
        return new TensorFlowNetwork(new Session(graph, config), graph, List.of(INPUT), List.of(OUTPUT), Map.of());
    }

    /**
     * The folded weights of a bundle that this program trained.
     *
     * @throws org.cellineage.problem.BadConfigurationException if it has another network
     */
    static Weights weights(ModelFiles bundle, int inputs) {
        return BundledWeights.read(
                bundle.where() + "/" + FILE, bundle.file(FILE), (tf, layers) -> buildFrozen(tf, inputs, layers));
    }
}
