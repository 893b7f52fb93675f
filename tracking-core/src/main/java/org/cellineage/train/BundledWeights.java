package org.cellineage.train;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.cellineage.problem.BadConfigurationException;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.types.TFloat32;

/**
 * Reads the weights of a network back from the model that {@link FrozenModel} wrote: folded, for a training that starts
 * from them.
 */
public final class BundledWeights {

    private static final String CONSTANT = "Const";
    private static final String VALUE = "value";

    private BundledWeights() {}

    /**
     * Reads weights.
     *
     * @param where location of the model, for messages
     * @param savedModel contents of {@code saved_model.pb}
     * @param network builds the network, as it was built for {@link FrozenModel}
     * @throws BadConfigurationException if the model is another network
     */
    public static Weights read(String where, byte[] savedModel, BiConsumer<Ops, Convolutions> network) {
        GraphDef bundled = graph(where, savedModel);
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            FoldedLayers layers = new FoldedLayers(tf, (name, count) -> new float[count]);
            network.accept(tf, layers);
            requireSame(where, bundled, graph.toGraphDef(), layers.weightOfOperation());
            return values(bundled, layers.weightOfOperation());
        }
    }

    private static GraphDef graph(String where, byte[] savedModel) {
        try {
            SavedModel model = SavedModel.parseFrom(savedModel);
            if (model.getMetaGraphsCount() == 1) {
                return model.getMetaGraphs(0).getGraphDef();
            }
        } catch (InvalidProtocolBufferException e) {
            throw new BadConfigurationException(
                    where, "It is no SavedModel: " + e.getMessage() + ".", "Copy the bundle again.", e);
        }
        throw other(where);
    }

    /** Checks that both graphs are one network, whatever its weights. */
    private static void requireSame(String where, GraphDef bundled, GraphDef built, Map<String, String> weights) {
        if (bundled.getNodeCount() != built.getNodeCount()) {
            throw other(where);
        }
        for (int i = 0; i < built.getNodeCount(); i++) {
            NodeDef one = bundled.getNode(i);
            NodeDef other = built.getNode(i);
            boolean same = one.getName().equals(other.getName())
                    && one.getOp().equals(other.getOp())
                    && one.getInputList().equals(other.getInputList());
            boolean isWeight = weights.containsKey(other.getName());
            if (same && isWeight) {
                same = one.getAttrOrThrow(VALUE)
                        .getTensor()
                        .getTensorShape()
                        .equals(other.getAttrOrThrow(VALUE).getTensor().getTensorShape());
            } else if (same && one.getOp().equals(CONSTANT)) {
                same = one.getAttrOrThrow(VALUE).equals(other.getAttrOrThrow(VALUE));
            }
            if (!same) {
                throw other(where);
            }
        }
    }

    private static BadConfigurationException other(String where) {
        return new BadConfigurationException(
                where,
                "Its network is not the one that this command trains, so it cannot be trained further.",
                "Give a bundle that this version of 'cellineage train' wrote, or train from the beginning.");
    }

    private static Weights values(GraphDef bundled, Map<String, String> weightOfOperation) {
        Map<String, float[]> values = new LinkedHashMap<>();
        try (Graph graph = new Graph()) {
            graph.importGraphDef(bundled);
            try (Session session = new Session(graph)) {
                Session.Runner runner = session.runner();
                List<String> names = new ArrayList<>(weightOfOperation.values());
                weightOfOperation.keySet().forEach(runner::fetch);
                try (Result result = runner.run()) {
                    for (int i = 0; i < names.size(); i++) {
                        TFloat32 tensor = (TFloat32) result.get(i);
                        float[] array = new float[Math.toIntExact(tensor.size())];
                        tensor.asRawTensor().data().asFloats().read(array);
                        values.put(names.get(i), array);
                    }
                }
            }
        }
        return new Weights(values);
    }
}
