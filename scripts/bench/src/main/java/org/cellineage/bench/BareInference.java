package org.cellineage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Tensor;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * TensorFlow alone: one tensor that lies ready goes through the model again and again, and nobody looks at the result.
 * What the pipeline is measured against.
 */
final class BareInference implements AutoCloseable {

    private final SavedModelBundle model;
    private final String input;
    private final String output;
    private final TFloat32 images;
    private final int count;

    /**
     * Opens a SavedModel of its own.
     *
     * @param folder of the SavedModel in the bundle
     * @param batch images of one size
     */
    BareInference(ModelFiles bundle, String folder, ConfigProto session, List<Tensor> batch) throws IOException {
        Path unpacked = Files.createTempDirectory("cellineage-bench-model");
        try {
            bundle.writeTo(unpacked);
            model = SavedModelBundle.loader(unpacked.resolve(folder).toString())
                    .withTags("serve")
                    .withConfigProto(session)
                    .load();
        } finally {
            delete(unpacked);
        }
        var definition = model.metaGraphDef().getSignatureDefOrThrow(Signature.DEFAULT_KEY);
        input = definition.getInputsMap().values().iterator().next().getName();
        output = definition.getOutputsMap().values().iterator().next().getName();
        count = batch.size();
        long[] shape = batch.get(0).shape().clone();
        int size = batch.get(0).values().length;
        shape[0] = count;
        float[] values = new float[size * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(batch.get(i).values(), 0, values, i * size, size);
        }
        images = TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(values, true, false));
    }

    /** Images that each run takes. */
    int batch() {
        return count;
    }

    /** Runs the batch once. */
    void run() {
        try (Result result =
                model.session().runner().feed(input, images).fetch(output).run()) {
            if (result.get(0).shape().get(0) != count) {
                throw new IllegalStateException("the model gave other images than it was given");
            }
        }
    }

    @Override
    public void close() {
        images.close();
        model.close();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
