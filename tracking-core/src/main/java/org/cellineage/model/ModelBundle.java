package org.cellineage.model;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cellineage.problem.BadConfigurationException;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;

/** A model bundle whose description has been read and whose checksums have been verified; opens its networks. */
public final class ModelBundle implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final String SAVED_MODEL = "saved_model.pb";
    private static final Pattern TENSOR = Pattern.compile("([^:]+)(?::(\\d{1,6}))?");

    private final ModelFiles files;
    /** Sent along: every task asks for it, to find the networks that its process has opened already. */
    private final String hash;

    private transient volatile ModelDescription description;

    private ModelBundle(ModelFiles files, ModelDescription description) {
        this.files = files;
        this.hash = files.hash();
        this.description = description;
    }

    /**
     * Checks the files of a bundle.
     *
     * @throws BadConfigurationException if the description is invalid, a file is missing, or a checksum differs
     */
    public static ModelBundle of(ModelFiles files) {
        ModelDescription description = ModelDescription.parse(files.where(), files.file(ModelFiles.DESCRIPTION));
        for (Map.Entry<String, String> entry : description.files().entrySet()) {
            byte[] content = files.file(entry.getKey());
            if (!ModelFiles.sha256(content).equalsIgnoreCase(entry.getValue())) {
                throw new BadConfigurationException(
                        files.where() + "/" + entry.getKey(),
                        "Its SHA-256 differs from that in the model's description: the file was changed or damaged.",
                        "Copy the bundle again; if you changed it on purpose, write the new checksum into "
                                + ModelFiles.DESCRIPTION + ".");
            }
        }
        return new ModelBundle(files, description);
    }

    /** Location of the bundle, for messages. */
    public String where() {
        return files.where();
    }

    /** Its description. */
    public ModelDescription description() {
        ModelDescription known = description;
        if (known == null) {
            known = ModelDescription.parse(files.where(), files.file(ModelFiles.DESCRIPTION));
            description = known;
        }
        return known;
    }

    /**
     * Checks what the bundle is for.
     *
     * @param remedy what to give instead, as a sentence
     * @throws BadConfigurationException if it is for another task
     */
    public void requireTask(String task, String remedy) {
        if (!description().task().equals(task)) {
            throw new BadConfigurationException(
                    where() + "/" + ModelFiles.DESCRIPTION,
                    "The model is for the task " + description().task() + ", not " + task + ".",
                    remedy);
        }
    }

    /** Hash of the bundle's files. */
    public String hash() {
        return hash;
    }

    /** Whether it has a network with this role. */
    public boolean has(String role) {
        return description().networks().containsKey(role);
    }

    /**
     * Opens a network in its own session.
     *
     * @param role role of the network
     * @param channels number of channels that the network must read; 0 for any
     * @throws BadConfigurationException if the SavedModel is missing or damaged, or does not match the description
     */
    public Network open(String role, int channels, ConfigProto session) {
        ModelDescription.Tensors tensors = tensors(role);
        return open(role, tensors, session, model -> named(role, tensors, model, channels));
    }

    /**
     * Opens a network whose signature is fixed by the task, in its own session.
     *
     * @param inputs names in its signature, in the order in which tensors will be passed
     * @param outputs names in its signature, in the order in which results are returned
     * @throws BadConfigurationException as for {@link #open(String, int, ConfigProto)}
     */
    public Network open(String role, List<String> inputs, List<String> outputs, ConfigProto session) {
        ModelDescription.Tensors tensors = tensors(role);
        return open(role, tensors, session, model -> {
            String key = tensors.signature() == null ? role : tensors.signature();
            Signature signature = signature(role, key, model);
            if (!signature.inputNames().containsAll(inputs)
                    || !signature.outputNames().containsAll(outputs)) {
                throw wrong(
                        role,
                        "The signature " + key + " has the inputs " + signature.inputNames() + " and the outputs "
                                + signature.outputNames() + ", but " + inputs + " and " + outputs + " are needed.");
            }
            List<String> names = inputs.stream()
                    .map(input -> tensorName(model, key, true, input))
                    .toList();
            names.forEach(name -> tensor(role, model.graph(), name, DataType.DT_FLOAT));
            List<String> results = outputs.stream()
                    .map(output -> tensorName(model, key, false, output))
                    .toList();
            results.forEach(result -> tensor(role, model.graph(), result, DataType.DT_FLOAT));
            return new TensorFlowNetwork(model.session(), model, names, results, Map.of());
        });
    }

    private ModelDescription.Tensors tensors(String role) {
        ModelDescription.Tensors tensors = description().networks().get(role);
        if (tensors == null) {
            throw new BadConfigurationException(
                    where() + "/" + ModelFiles.DESCRIPTION,
                    "It names no network for " + role + ", but "
                            + description().networks().keySet() + ".",
                    "Add networks." + role + "; docs/MODELS.md explains every key.");
        }
        return tensors;
    }

    private Network open(
            String role,
            ModelDescription.Tensors tensors,
            ConfigProto session,
            Function<SavedModelBundle, Network> network) {
        String inside = savedModel(role, tensors.folder());
        Path folder = unpack();
        try {
            return load(folder, inside, session, network);
        } finally {
            delete(folder);
        }
    }

    /** Normalized path of a network's SavedModel in the bundle. */
    private String savedModel(String role, String folder) {
        Path inside;
        try {
            inside = Path.of(folder).normalize();
        } catch (InvalidPathException e) {
            throw wrong(role, "The folder " + folder + " cannot be a path.");
        }
        if (inside.isAbsolute() || inside.startsWith("..")) {
            throw wrong(role, "The folder " + folder + " is not inside the bundle.");
        }
        String file = inside.resolve(SAVED_MODEL).toString();
        if (!files.files().containsKey(file)) {
            throw new BadConfigurationException(
                    where() + "/" + file,
                    "There is no SavedModel for " + role + ".",
                    "Copy it there, or set networks." + role + ".folder.");
        }
        return inside.toString();
    }

    private Network load(
            Path unpacked, String folder, ConfigProto session, Function<SavedModelBundle, Network> network) {
        SavedModelBundle model;
        try {
            model = SavedModelBundle.loader(unpacked.resolve(folder).toString())
                    .withTags("serve")
                    .withConfigProto(session)
                    .load();
        } catch (TensorFlowException e) {
            throw new BadConfigurationException(
                    folder.isEmpty() ? where() : where() + "/" + folder,
                    "TensorFlow cannot load it: " + firstLine(e).replace(unpacked.toString(), where()) + ".",
                    "Export it as a SavedModel with the tag serve, for TensorFlow 2.18 or earlier.",
                    e);
        }
        try {
            return network.apply(model);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private Network named(String role, ModelDescription.Tensors tensors, SavedModelBundle model, int channels) {
        String input;
        List<String> outputs = new ArrayList<>();
        if (tensors.signature() != null) {
            Signature signature = signature(role, tensors.signature(), model);
            if (signature.inputNames().size() != 1) {
                throw wrong(
                        role,
                        "The signature " + tensors.signature() + " has the inputs " + signature.inputNames()
                                + ", but exactly one is needed.");
            }
            input = tensorName(
                    model,
                    tensors.signature(),
                    true,
                    signature.inputNames().iterator().next());
            List<String> names = Optional.ofNullable(tensors.outputs()).orElse(List.copyOf(signature.outputNames()));
            if (tensors.outputs() == null && names.size() != 1) {
                throw wrong(
                        role,
                        "The signature has the outputs " + names + "; outputs must say which, and in what order.");
            }
            for (String name : names) {
                if (!signature.outputNames().contains(name)) {
                    throw wrong(role, "The signature has no output " + name + ", but " + signature.outputNames() + ".");
                }
                outputs.add(tensorName(model, tensors.signature(), false, name));
            }
        } else if (tensors.input() != null && tensors.outputs() != null) {
            input = tensors.input();
            outputs.addAll(tensors.outputs());
        } else {
            throw wrong(role, "It gives neither a signature nor input and outputs.");
        }
        checkInput(role, model.graph(), input, channels);
        outputs.forEach(output -> tensor(role, model.graph(), output, DataType.DT_FLOAT));
        Map<String, Boolean> switches = Optional.ofNullable(tensors.switches()).orElse(Map.of());
        switches.keySet().forEach(name -> tensor(role, model.graph(), name, DataType.DT_BOOL));
        return new TensorFlowNetwork(model.session(), model, List.of(input), outputs, switches);
    }

    private Signature signature(String role, String key, SavedModelBundle model) {
        List<String> known = model.signatures().stream().map(Signature::key).toList();
        if (!known.contains(key)) {
            throw wrong(
                    role,
                    "The SavedModel has no signature " + key + ", but "
                            + (known.isEmpty() ? "none at all; name its tensors with input and outputs" : known)
                            + ".");
        }
        return model.function(key).signature();
    }

    private static String tensorName(SavedModelBundle model, String signature, boolean input, String name) {
        SignatureDef definition = model.metaGraphDef().getSignatureDefOrThrow(signature);
        return (input ? definition.getInputsOrThrow(name) : definition.getOutputsOrThrow(name)).getName();
    }

    private void checkInput(String role, Graph graph, String input, int channels) {
        Shape shape = tensor(role, graph, input, DataType.DT_FLOAT).shape();
        if (shape.isUnknown()) {
            return;
        }
        if (shape.numDimensions() != 4) {
            throw wrong(
                    role,
                    "The network reads a tensor of rank " + shape.numDimensions() + " (" + shape
                            + "), but frames are given as [images, height, width, channels].");
        }
        long own = shape.get(3);
        if (channels > 0 && own > 0 && own != channels) {
            throw wrong(role, "The network reads " + own + " channels, but the description gives it " + channels + ".");
        }
    }

    /** Finds the tensor {@code operation:index}, or the first output of {@code operation}. */
    private Output<?> tensor(String role, Graph graph, String name, DataType type) {
        Matcher parts = TENSOR.matcher(name);
        if (parts.matches()) {
            GraphOperation operation = graph.operation(parts.group(1));
            int index = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
            if (operation != null && index < operation.numOutputs()) {
                Output<?> tensor = operation.output(index);
                if (tensor.dataType() != type) {
                    throw wrong(role, "The tensor " + name + " contains " + tensor.dataType() + ", not " + type + ".");
                }
                return tensor;
            }
        }
        throw wrong(role, "The network has no tensor " + name + ".");
    }

    private BadConfigurationException wrong(String role, String cause) {
        return new BadConfigurationException(
                where() + "/" + ModelFiles.DESCRIPTION,
                "networks." + role + ": " + cause,
                "Fix the description; docs/MODELS.md explains every key.");
    }

    private static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message).replaceAll("\\.$", "");
    }

    private Path unpack() {
        try {
            Path folder = Files.createTempDirectory("cellineage-model");
            try {
                files.writeTo(folder);
            } catch (IOException | RuntimeException e) {
                delete(folder);
                throw e;
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("the model cannot be unpacked into the temporary folder", e);
        }
    }

    /** Deletes the folder after TensorFlow has loaded all of it. */
    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the unpacked model cannot be removed", e);
        }
    }
}
