package org.cellineage.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A small SavedModel of known arithmetic, exported by TensorFlow itself, and bundles around it. */
final class SavedModels {

    static final String WHERE = "models/mine";

    static final ConfigProto SESSION = ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(1)
            .setInterOpParallelismThreads(2)
            .build();

    private SavedModels() {}

    /**
     * The files of a SavedModel that reads {@code image} [images, height, width, 1].
     *
     * <p>Its tensors: {@code twice} = 2 image, {@code plus} = image + 3, {@code switched} = image where {@code learning} is
     * true, else -image. Its signatures: {@code one}, {@code both}, {@code two_inputs}, {@code flat} (a tensor of rank 3),
     * {@code colour} (three channels), {@code whole_in} and {@code whole_out} (integers).
     */
    static SortedMap<String, byte[]> arithmetic(Path folder) throws IOException {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Operand<TFloat32> image = floats(tf, "image", -1, -1, -1, 1);
            Operand<TFloat32> other = floats(tf, "other", -1, -1, -1, 1);
            Operand<TFloat32> flat = floats(tf, "flat", -1, -1, -1);
            Operand<TFloat32> colour = floats(tf, "colour", -1, -1, -1, 3);
            Operand<TInt32> whole =
                    tf.withName("whole").placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, -1, -1, 1)));
            Operand<TBool> learning =
                    tf.withName("learning").placeholder(TBool.class, Placeholder.shape(Shape.scalar()));
            Operand<TFloat32> twice = tf.withName("twice").math.mul(image, tf.constant(2f));
            Operand<TFloat32> plus = tf.withName("plus").math.add(image, tf.constant(3f));
            Operand<TFloat32> sum = tf.withName("sum").math.add(image, other);
            Operand<TFloat32> negative = tf.math.neg(image);
            tf.withName("switched").select(learning, image, negative);
            Operand<TInt32> rounded = tf.withName("rounded").dtypes.cast(image, TInt32.class);
            Operand<TFloat32> half = tf.withName("half").dtypes.cast(whole, TFloat32.class);
            List<Signature> signatures = List.of(
                    one("one", image, "twice", twice),
                    Signature.builder("both")
                            .input("image", image)
                            .output("twice", twice)
                            .output("plus", plus)
                            .build(),
                    Signature.builder("two_inputs")
                            .input("image", image)
                            .input("other", other)
                            .output("sum", sum)
                            .build(),
                    one("flat", flat, "flat", tf.math.neg(flat)),
                    one("colour", colour, "colour", tf.math.neg(colour)),
                    one("whole_in", whole, "half", half),
                    one("whole_out", image, "rounded", rounded));
            try (Session session = new Session(graph, SESSION)) {
                SavedModelBundle.exporter(folder.toString())
                        .withSession(session)
                        .withSignatures(signatures.toArray(Signature[]::new))
                        .export();
            }
        }
        return files(folder);
    }

    private static Operand<TFloat32> floats(Ops tf, String name, long... shape) {
        return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
    }

    private static Signature one(String key, Operand<?> in, String name, Operand<?> out) {
        return Signature.builder(key).input("image", in).output(name, out).build();
    }

    /** All files under a folder, by their path in it. */
    static SortedMap<String, byte[]> files(Path folder) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
            }
        }
        return files;
    }

    /** A description with one network, {@code cells}. */
    static String describe(String network) {
        return "{'format': 1, 'task': 'segmentation', 'name': 'mine', 'version': '1', 'networks': {'cells': " + network
                + "}}";
    }

    /** The files with a description, in which single quotes stand for double ones. */
    static ModelFiles bundle(Map<String, byte[]> files, String description) {
        SortedMap<String, byte[]> all = new TreeMap<>(files);
        all.put(ModelFiles.DESCRIPTION, description.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return new ModelFiles(WHERE, all);
    }

    /** The network {@code cells} of a bundle, which must read one channel. */
    static Network open(Map<String, byte[]> files, String network) {
        return ModelBundle.of(bundle(files, describe(network))).open("cells", 1, SESSION);
    }

    /** Counts 0, 1, 2 ... */
    static Tensor counting(int images, int height, int width) {
        float[] values = new float[images * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return new Tensor(new long[] {images, height, width, 1}, values);
    }
}
