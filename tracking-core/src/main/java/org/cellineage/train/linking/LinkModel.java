package org.cellineage.train.linking;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellineage.model.Network;
import org.cellineage.model.TensorFlowNetwork;
import org.cellineage.train.FoldedLayers;
import org.cellineage.train.Weights;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** The trained linking network for use: in parts, as it is bundled, and as a whole, as it was trained. */
final class LinkModel {

    static final String PAIRS = "pairs";
    static final String DIVISIONS = "divisions";

    private LinkModel() {}

    /**
     * The network over whole batches of {@link LinkBatch#tensors}, in a session of its own.
     *
     * @return gives the logits of pairs and of divisions
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
}
