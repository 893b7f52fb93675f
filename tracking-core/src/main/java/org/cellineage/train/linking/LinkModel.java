package org.cellineage.train.linking;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellineage.link.TrackHistory;
import org.cellineage.link.learned.DivisionFeatures;
import org.cellineage.link.learned.FrameViews;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.link.learned.PairFeatures;
import org.cellineage.model.ModelDescription;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.model.TensorFlowNetwork;
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

/** The trained linking network for inference: in parts, as it is bundled, and as a whole, as it was trained. */
final class LinkModel {

    private static final String FOLDER = "link";
    private static final String SAVED_MODEL = FOLDER + "/saved_model.pb";

    private static final Map<String, List<String>> INPUTS = new TreeMap<>(Map.of(
            LinkingModel.ENCODE_CELL, LinkingModel.CELL_INPUTS,
            LinkingModel.ENCODE_TRACK, LinkingModel.TRACK_INPUTS,
            LinkingModel.SCORE, LinkingModel.SCORE_INPUTS,
            LinkingModel.DIVIDE, LinkingModel.DIVIDE_INPUTS));

    static final String PAIRS = "pairs";
    static final String DIVISIONS = "divisions";

    private LinkModel() {}

    /**
     * Opens the whole network over batches of {@link LinkBatch#tensors} in its own session.
     *
     * @return a network that returns the logits of pairs and of divisions
     */
    static Network openWhole(Weights weights, Set<LinkNetwork.Branch> branches, int threads) {
        Graph graph = new Graph();
        Ops tf = Ops.create(graph);
        LinkingTask.Whole whole = LinkingTask.build(tf, new LinkNetwork(tf, new FoldedLayers(tf, weights), branches));
        named(tf, PAIRS, whole.pairs());
        named(tf, DIVISIONS, whole.divisions());
        List<String> inputs = new ArrayList<>();
        whole.inputs().forEach(input -> inputs.add(input.op().name()));
        ConfigProto config = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
        return new TensorFlowNetwork(new Session(graph, config), graph, inputs, List.of(PAIRS, DIVISIONS), Map.of());
    }

    private static void named(Ops tf, String name, Operand<TFloat32> value) {
        tf.withName(name).identity(value);
    }

    /** Adds the four parts of the network to a graph, named after the bundle's signatures. */
    static void buildParts(Ops tf, Convolutions layers, Set<LinkNetwork.Branch> branches) {
        LinkNetwork network = new LinkNetwork(tf, layers, branches);
        long side = FrameViews.CLOSE_SIDE;
        named(
                tf,
                LinkingModel.ENCODE_CELL,
                network.encodeCell(
                        input(tf, LinkingModel.ENCODE_CELL, 0, side, side, 1),
                        input(tf, LinkingModel.ENCODE_CELL, 1, side, side, 1)));
        named(
                tf,
                LinkingModel.ENCODE_TRACK,
                network.encodeTrack(
                        input(tf, LinkingModel.ENCODE_TRACK, 0, TrackHistory.LENGTH, LinkNetwork.OBSERVATION),
                        input(tf, LinkingModel.ENCODE_TRACK, 1, side, side, 1)));
        named(
                tf,
                LinkingModel.SCORE,
                network.score(
                        input(tf, LinkingModel.SCORE, 0, LinkNetwork.TRACK),
                        input(tf, LinkingModel.SCORE, 1, LinkNetwork.CELL),
                        input(tf, LinkingModel.SCORE, 2, PairFeatures.SIZE)));
        named(
                tf,
                LinkingModel.DIVIDE,
                network.divide(
                        input(tf, LinkingModel.DIVIDE, 0, LinkNetwork.CELL),
                        input(tf, LinkingModel.DIVIDE, 1, LinkNetwork.CELL),
                        input(tf, LinkingModel.DIVIDE, 2, LinkNetwork.CELL),
                        input(tf, LinkingModel.DIVIDE, 3, DivisionFeatures.SIZE)));
    }

    private static Operand<TFloat32> input(Ops tf, String signature, int which, long... row) {
        long[] shape = new long[row.length + 1];
        shape[0] = -1;
        System.arraycopy(row, 0, shape, 1, row.length);
        return tf.withName(placeholder(signature, which))
                .placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
    }

    private static List<String> names(String signature) {
        return INPUTS.getOrDefault(signature, List.of());
    }

    private static String placeholder(String signature, int which) {
        return signature + "_" + names(signature).get(which);
    }

    /** The files of the bundle except its description. */
    static SortedMap<String, byte[]> files(Weights weights, Set<LinkNetwork.Branch> branches) {
        Map<String, FrozenModel.Function> functions = new TreeMap<>();
        INPUTS.forEach((signature, names) -> {
            Map<String, String> inputs = new TreeMap<>();
            for (int i = 0; i < names.size(); i++) {
                inputs.put(names.get(i), placeholder(signature, i));
            }
            functions.put(signature, new FrozenModel.Function(inputs, Map.of(LinkingModel.OUTPUT, signature)));
        });
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(
                SAVED_MODEL, FrozenModel.of(tf -> buildParts(tf, new FoldedLayers(tf, weights), branches), functions));
        return files;
    }

    /**
     * The folded weights of a bundle that {@link #files} made.
     *
     * @throws org.cellineage.problem.BadConfigurationException if it has another network
     */
    static Weights weights(ModelFiles bundle, Set<LinkNetwork.Branch> branches) {
        return BundledWeights.read(
                bundle.where() + "/" + SAVED_MODEL,
                bundle.file(SAVED_MODEL),
                (tf, layers) -> buildParts(tf, layers, branches));
    }

    /** The {@code networks} of {@code model.json}. */
    static SortedMap<String, ModelDescription.Tensors> networks() {
        SortedMap<String, ModelDescription.Tensors> networks = new TreeMap<>();
        INPUTS.keySet()
                .forEach(signature -> networks.put(signature, ModelDescription.Tensors.signature(FOLDER, signature)));
        return networks;
    }
}
