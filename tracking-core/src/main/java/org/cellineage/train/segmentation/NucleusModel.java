package org.cellineage.train.segmentation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellineage.model.ModelDescription;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.model.TensorFlowNetwork;
import org.cellineage.segment.network.NetworkInput;
import org.cellineage.segment.network.NucleusSize;
import org.cellineage.segment.network.SegmentationModel;
import org.cellineage.segment.postprocess.NuclearPostprocessor;
import org.cellineage.train.BundledWeights;
import org.cellineage.train.Convolutions;
import org.cellineage.train.FoldedLayers;
import org.cellineage.train.FrozenModel;
import org.cellineage.train.Weights;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** The trained nucleus network in the form used for inference: graph, input and outputs. */
final class NucleusModel {

    static final String INPUT = "image";
    static final String OUTPUT = "maps";

    /** The input of a network of this kind. */
    static NetworkInput reads(CellKind kind) {
        return new NetworkInput(
                List.of(NetworkInput.Channel.BRIGHTNESS, NetworkInput.Channel.LOCAL_CONTRAST),
                LabelledImage.DARK_PERCENTILE,
                LabelledImage.BRIGHT_PERCENTILE,
                kind.diameterPx(),
                NucleusNetwork.SIDE_MULTIPLE,
                NucleusNetwork.REACH_PX);
    }

    static final List<String> MAPS = List.of(
            NuclearPostprocessor.BACKGROUND,
            NuclearPostprocessor.INTERIOR,
            "border",
            NuclearPostprocessor.EDGE_DISTANCE,
            NuclearPostprocessor.CENTRE_DISTANCE);

    static final NucleusSize.Reading SIZE = new NucleusSize.Reading(SizeNetwork.MIDDLE_PX, SizeNetwork.STRIDE);
    static final String SIZE_OUTPUT = "sizes";

    static final String SIZE_FILE = "size/saved_model.pb";
    private static final String SEGMENT_FILE = "segment/saved_model.pb";

    private NucleusModel() {}

    /**
     * Adds the network to a graph: {@link #INPUT} [images, height, width, 2] to {@link #OUTPUT} [images, height, width,
     * 5].
     */
    static void build(Ops tf, Convolutions layers) {
        Operand<TFloat32> raw = NucleusNetwork.build(tf, input(tf), layers);
        Operand<TFloat32> classes = tf.nn.softmax(part(tf, raw, 0, 3));
        tf.withName(OUTPUT).concat(List.of(classes, part(tf, raw, 3, 2)), tf.constant(3));
    }

    /** Adds the size network to a graph: {@link #INPUT} as above to {@link #SIZE_OUTPUT}. */
    static void buildSize(Ops tf, Weights weights) {
        Operand<TFloat32> places = SizeNetwork.build(tf, input(tf), new FoldedLayers(tf, weights));
        tf.withName(SIZE_OUTPUT).identity(places);
    }

    /** Opens the network in its own session. */
    static Network open(Weights weights, int threads) {
        Graph graph = new Graph();
        Ops tf = Ops.create(graph);
        build(tf, new FoldedLayers(tf, weights));
        return session(graph, OUTPUT, threads);
    }

    /** Opens the size network in its own session. */
    static Network openSize(Weights weights, int threads) {
        Graph graph = new Graph();
        buildSize(Ops.create(graph), weights);
        return session(graph, SIZE_OUTPUT, threads);
    }

    /** The files of the bundle except its description. */
    static SortedMap<String, byte[]> files(Weights network, byte[] sizeModel) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(SEGMENT_FILE, segmentModel(network));
        files.put(SIZE_FILE, sizeModel);
        return files;
    }

    /** The segmentation network as a file of the bundle. */
    static byte[] segmentModel(Weights network) {
        return FrozenModel.of(tf -> build(tf, new FoldedLayers(tf, network)), INPUT, OUTPUT);
    }

    /** The size network as a file of the bundle. */
    static byte[] sizeModel(Weights size) {
        return FrozenModel.of(tf -> buildSize(tf, size), INPUT, SIZE_OUTPUT);
    }

    /**
     * The folded weights of the segmentation network of a bundle that {@link #files} made.
     *
     * @throws org.cellineage.problem.BadConfigurationException if it has another network
     */
    static Weights weights(ModelFiles bundle) {
        return BundledWeights.read(bundle.where() + "/" + SEGMENT_FILE, bundle.file(SEGMENT_FILE), NucleusModel::build);
    }

    /** The weights of a segmentation network as a bundle holds them, with normalisation folded in. */
    static Weights folded(Weights network) {
        return BundledWeights.read(SEGMENT_FILE, segmentModel(network), NucleusModel::build);
    }

    /** The {@code settings} of {@code model.json}. */
    static JsonNode settings(CellKind kind) {
        return ModelDescription.node(Map.of(
                "input",
                reads(kind),
                "maps",
                MAPS,
                "head",
                Map.of(
                        "kind",
                        NuclearPostprocessor.NAME,
                        "options",
                        kind.head(),
                        "candidates",
                        kind == CellKind.NUCLEUS),
                "size",
                SIZE));
    }

    /** The {@code networks} of {@code model.json}. */
    static SortedMap<String, ModelDescription.Tensors> networks() {
        return new TreeMap<>(Map.of(
                SegmentationModel.SEGMENT,
                ModelDescription.Tensors.signature("segment", FrozenModel.SIGNATURE),
                SegmentationModel.SIZE,
                ModelDescription.Tensors.signature("size", FrozenModel.SIGNATURE)));
    }

    private static Network session(Graph graph, String output, int threads) {
        ConfigProto config = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
        return new TensorFlowNetwork(new Session(graph, config), graph, List.of(INPUT), List.of(output), Map.of());
    }

    private static Placeholder<TFloat32> input(Ops tf) {
        return tf.withName(INPUT)
                .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, NucleusNetwork.INPUT_CHANNELS)));
    }

    private static Operand<TFloat32> part(Ops tf, Operand<TFloat32> x, int from, int count) {
        return tf.slice(x, tf.constant(new int[] {0, 0, 0, from}), tf.constant(new int[] {-1, -1, -1, count}));
    }
}
