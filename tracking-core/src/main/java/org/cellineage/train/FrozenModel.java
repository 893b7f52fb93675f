package org.cellineage.train;

import java.util.function.Consumer;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** A network of constants as the one file of a SavedModel, with a signature; the same network, the same bytes. */
public final class FrozenModel {

    /** The signature's key. */
    public static final String SIGNATURE = "serving_default";

    private static final int SCHEMA_VERSION = 1;

    private FrozenModel() {}

    /**
     * Builds a network and writes it down.
     *
     * @param build adds to the graph a placeholder {@code input} and an operation {@code output}, float32 of rank 4
     * @return the content of {@code saved_model.pb}
     */
    public static byte[] of(Consumer<Ops> build, String input, String output) {
        try (Graph graph = new Graph()) {
            build.accept(Ops.create(graph));
            SignatureDef signature = SignatureDef.newBuilder()
                    .setMethodName("tensorflow/serving/predict")
                    .putInputs(input, tensor(graph, input))
                    .putOutputs(output, tensor(graph, output))
                    .build();
            MetaGraphDef network = MetaGraphDef.newBuilder()
                    .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
                    .setGraphDef(graph.toGraphDef())
                    .putSignatureDef(SIGNATURE, signature)
                    .build();
            return SavedModel.newBuilder()
                    .setSavedModelSchemaVersion(SCHEMA_VERSION)
                    .addMetaGraphs(network)
                    .build()
                    .toByteArray();
        }
    }

    private static TensorInfo tensor(Graph graph, String name) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long side : graph.operationOrThrow(name).output(0).shape().asArray()) {
            shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(side));
        }
        return TensorInfo.newBuilder()
                .setName(name + ":0")
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(shape)
                .build();
    }
}
