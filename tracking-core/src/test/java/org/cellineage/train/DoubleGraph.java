package org.cellineage.train;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat64;

/**
 * The number that a graph computes in single precision, computed in double precision: the same operations in the same
 * order, batch normalisation by its definition. The processor's fast kernels (oneDNN's, Winograd's convolutions) are
 * for single precision only, so that the result is the same on every processor to a dozen digits.
 */
public final class DoubleGraph implements AutoCloseable {

    private static final String FLOAT_BATCH_NORM = "FusedBatchNormV3";

    private final Graph graph = new Graph();
    private final Session session;
    private final String result;

    /** What a placeholder or a variable holds. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Fed(Shape shape, double[] values) {

        public static Fed of(Shape shape, float[] values) {
            double[] wide = new double[values.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = values[i];
            }
            return new Fed(shape, wide);
        }
    }

    /**
     * Takes from a graph what a result depends on.
     *
     * @param result a single number
     */
    public DoubleGraph(Graph singles, Operand<?> result) {
        this.result = result.op().name();
        Map<String, NodeDef> nodes = new HashMap<>();
        for (NodeDef node : singles.toGraphDef().getNodeList()) {
            nodes.put(node.getName(), node);
        }
        GraphDef.Builder doubles = GraphDef.newBuilder();
        Set<String> taken = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(this.result));
        while (!open.isEmpty()) {
            NodeDef node = nodes.get(open.pop());
            if (taken.add(node.getName())) {
                for (String input : node.getInputList()) {
                    open.push(input.replaceFirst("^\\^", "").replaceFirst(":\\d+$", ""));
                }
                doubles.addAllNode(inDouble(node));
            }
        }
        graph.importGraphDef(doubles.build());
        session = new Session(graph);
    }

    /** The result, with every placeholder and every variable given by the name of its operation. */
    public double run(Map<String, Fed> given) {
        return fetch(result, given).values()[0];
    }

    private Fed fetch(String name, Map<String, Fed> given) {
        Session.Runner runner = session.runner().fetch(name);
        List<TFloat64> tensors = new ArrayList<>();
        try {
            given.forEach((operation, fed) -> {
                if (graph.operation(operation) != null) {
                    TFloat64 tensor = TFloat64.tensorOf(fed.shape(), DataBuffers.of(fed.values(), true, false));
                    tensors.add(tensor);
                    runner.feed(operation, tensor);
                }
            });
            try (Result found = runner.run()) {
                TFloat64 tensor = (TFloat64) found.get(0);
                double[] values = new double[Math.toIntExact(tensor.size())];
                tensor.asRawTensor().data().asDoubles().read(values);
                return new Fed(tensor.shape(), values);
            }
        } finally {
            tensors.forEach(TFloat64::close);
        }
    }

    /**
     * What passes the places at which gradients stop, by the names of their operations: given to {@link #run}, it stays as
     * it is there, as the gradient takes it.
     */
    public Map<String, Fed> stopped(Map<String, Fed> given) {
        Map<String, Fed> stopped = new HashMap<>();
        graph.operations().forEachRemaining(operation -> {
            if (operation.type().equals("StopGradient")) {
                stopped.put(operation.name(), fetch(operation.name(), given));
            }
        });
        return stopped;
    }

    private static List<NodeDef> inDouble(NodeDef node) {
        if (node.getOp().equals(FLOAT_BATCH_NORM)) {
            return batchNorm(node);
        }
        NodeDef.Builder changed = NodeDef.newBuilder(node).clearAttr().clearDevice();
        boolean fed = node.getOp().equals("Placeholder") || node.getOp().equals("VariableV2");
        if (fed) {
            changed.setOp("Placeholder").putAttr("dtype", type(DataType.DT_DOUBLE));
            return List.of(changed.build());
        }
        node.getAttrMap().forEach((key, value) -> {
            if (!key.startsWith("_")) {
                changed.putAttr(key, inDouble(value));
            }
        });
        return List.of(changed.build());
    }

    private static AttrValue inDouble(AttrValue value) {
        if (value.getType() == DataType.DT_FLOAT) {
            return type(DataType.DT_DOUBLE);
        }
        if (value.hasTensor() && value.getTensor().getDtype() == DataType.DT_FLOAT) {
            TensorProto tensor = value.getTensor();
            TensorProto.Builder wide =
                    TensorProto.newBuilder().setDtype(DataType.DT_DOUBLE).setTensorShape(tensor.getTensorShape());
            tensor.getFloatValList().forEach(wide::addDoubleVal);
            FloatBuffer packed = tensor.getTensorContent()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            while (packed.hasRemaining()) {
                wide.addDoubleVal(packed.get());
            }
            return AttrValue.newBuilder().setTensor(wide).build();
        }
        return value;
    }

    /** (x - mean) / sqrt(variance + epsilon) * scale + offset, with the mean and the variance of each channel. */
    private static List<NodeDef> batchNorm(NodeDef node) {
        if (!node.getAttrOrThrow("is_training").getB()
                || !node.getAttrOrThrow("data_format").getS().toStringUtf8().equals("NHWC")) {
            throw new IllegalArgumentException(node.getName() + " is not as in training, with its channels last");
        }
        String x = node.getInput(0);
        String name = node.getName();
        String axes = name + "/axes";
        String epsilon = name + "/epsilon";
        TensorProto.Builder images = TensorProto.newBuilder()
                .setDtype(DataType.DT_INT32)
                .setTensorShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dim.newBuilder().setSize(3)))
                .addAllIntVal(List.of(0, 1, 2));
        TensorProto.Builder small = TensorProto.newBuilder()
                .setDtype(DataType.DT_DOUBLE)
                .setTensorShape(TensorShapeProto.getDefaultInstance())
                .addDoubleVal(node.getAttrOrThrow("epsilon").getF());
        return List.of(
                constant(axes, images),
                constant(epsilon, small),
                mean(name + "/mean", x, axes),
                operation("SquaredDifference", name + "/squares", x, name + "/mean"),
                mean(name + "/variance", name + "/squares", axes),
                operation("AddV2", name + "/more", name + "/variance", epsilon),
                operation("Rsqrt", name + "/narrow", name + "/more"),
                operation("Sub", name + "/centred", x, name + "/mean"),
                operation("Mul", name + "/normal", name + "/centred", name + "/narrow"),
                operation("Mul", name + "/scaled", name + "/normal", node.getInput(1)),
                operation("AddV2", name, name + "/scaled", node.getInput(2)));
    }

    private static NodeDef constant(String name, TensorProto.Builder value) {
        return NodeDef.newBuilder()
                .setName(name)
                .setOp("Const")
                .putAttr("dtype", type(value.getDtype()))
                .putAttr("value", AttrValue.newBuilder().setTensor(value).build())
                .build();
    }

    private static NodeDef mean(String name, String x, String axes) {
        return NodeDef.newBuilder(operation("Mean", name, x, axes))
                .putAttr("Tidx", type(DataType.DT_INT32))
                .putAttr("keep_dims", AttrValue.newBuilder().setB(true).build())
                .build();
    }

    private static NodeDef operation(String op, String name, String... inputs) {
        return NodeDef.newBuilder()
                .setName(name)
                .setOp(op)
                .addAllInput(List.of(inputs))
                .putAttr("T", type(DataType.DT_DOUBLE))
                .build();
    }

    private static AttrValue type(DataType type) {
        return AttrValue.newBuilder().setType(type).build();
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
