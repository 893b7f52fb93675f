package org.cellineage.jobs;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cellineage.model.ModelDescription;
import org.cellineage.model.ModelFiles;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/** The bundled linking model with disturbed weights: a linker that has learned something, but not enough. */
final class WeakModel {

    private static final String FILE = "link/saved_model.pb";
    /** Smaller constants are biases and shapes. */
    private static final int FEWEST_WEIGHTS = 128;

    private WeakModel() {}

    /**
     * Writes the bundle.
     *
     * @param disturbance standard deviation of what is added to each weight, relative to that of its filter
     */
    static void write(Path folder, double disturbance, long seed) throws IOException {
        ModelFiles files = ModelFiles.bundled("cell-link");
        SavedModel.Builder model = SavedModel.parseFrom(files.file(FILE)).toBuilder();
        GraphDef.Builder graph = model.getMetaGraphsBuilder(0).getGraphDefBuilder();
        SplittableRandom random = new SplittableRandom(seed);
        for (NodeDef.Builder node : graph.getNodeBuilderList()) {
            if (node.getOp().equals("Const") && node.getAttrOrThrow("dtype").getType() == DataType.DT_FLOAT) {
                var value = node.getAttrOrThrow("value").toBuilder();
                ByteString content = value.getTensor().getTensorContent();
                if (content.size() >= FEWEST_WEIGHTS * Float.BYTES) {
                    value.getTensorBuilder().setTensorContent(disturbed(content, disturbance, random));
                    node.putAttr("value", value.build());
                }
            }
        }
        SortedMap<String, byte[]> written = new TreeMap<>(files.files());
        written.put(FILE, model.build().toByteArray());
        ModelDescription known = ModelDescription.parse("weak", files.file(ModelFiles.DESCRIPTION));
        ModelDescription description = new ModelDescription(
                known.format(),
                known.task(),
                "weak",
                "1",
                known.networks(),
                known.settings(),
                new TreeMap<>(java.util.Map.of(FILE, ModelFiles.sha256(written.get(FILE)))),
                null);
        written.put(ModelFiles.DESCRIPTION, description.toJson());
        new ModelFiles("weak", written).writeTo(folder);
    }

    private static ByteString disturbed(ByteString content, double disturbance, SplittableRandom random) {
        ByteBuffer values = ByteBuffer.wrap(content.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        int count = content.size() / Float.BYTES;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += Math.pow(values.getFloat(Float.BYTES * i), 2);
        }
        double sigma = disturbance * Math.sqrt(squares / count);
        for (int i = 0; i < count; i++) {
            values.putFloat(
                    Float.BYTES * i, (float) (values.getFloat(Float.BYTES * i) + sigma * random.nextGaussian()));
        }
        return ByteString.copyFrom(values.array());
    }
}
