package org.cellineage.train;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Writes a network of constants as a single-file SavedModel with signatures. The same network gives the same bytes. */
public final class FrozenModel {

    /** Key of the signature. */
    public static final String SIGNATURE = "serving_default";

    private static final int SCHEMA_VERSION = 1;

    private FrozenModel() {}

    /**
     * A function of the model.
     *
     * @param inputs signature names to names of placeholders in the graph, float32
     * @param outputs signature names to names of operations in the graph, float32
     */
    public record Function(Map<String, String> inputs, Map<String, String> outputs) {}

    /**
     * Builds a network with one function and serializes it.
     *
     * @param build adds a placeholder {@code input} and an operation {@code output} to the graph, float32 of rank 4
     * @return the contents of {@code saved_model.pb}
     */
    public static byte[] of(Consumer<Ops> build, String input, String output) {
        return of(build, Map.of(SIGNATURE, new Function(Map.of(input, input), Map.of(output, output))));
    }

    /**
     * Builds a network with several functions and serializes it.
     *
     * @param functions by signature key
     */
    public static byte[] of(Consumer<Ops> build, Map<String, Function> functions) {
        try (Graph graph = new Graph()) {
            build.accept(Ops.create(graph));
            MetaGraphDef.Builder network = MetaGraphDef.newBuilder()
                    .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
                    .setGraphDef(graph.toGraphDef());
            for (Map.Entry<String, Function> function : new TreeMap<>(functions).entrySet()) {
                SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName("tensorflow/serving/predict");
                new TreeMap<>(function.getValue().inputs())
                        .forEach((name, tensor) -> signature.putInputs(name, tensor(graph, tensor)));
                new TreeMap<>(function.getValue().outputs())
                        .forEach((name, tensor) -> signature.putOutputs(name, tensor(graph, tensor)));
                network.putSignatureDef(function.getKey(), signature.build());
            }
            return bytes(SavedModel.newBuilder()
                    .setSavedModelSchemaVersion(SCHEMA_VERSION)
                    .addMetaGraphs(network)
                    .build());
        }
    }

    /** Deterministic serialization: maps are written in key order. */
    private static byte[] bytes(SavedModel model) {
        byte[] bytes = new byte[model.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            model.writeTo(out);
        } catch (IOException e) {
            throw new IllegalStateException("an array has the room that was measured", e);
        }
        return bytes;
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
