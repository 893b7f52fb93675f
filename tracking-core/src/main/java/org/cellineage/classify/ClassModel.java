package org.cellineage.classify;

import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.SharedNetworks;
import org.cellineage.model.WholeBlocks;
import org.cellineage.problem.BadConfigurationException;
import org.tensorflow.proto.ConfigProto;

/** A model that tells classes of cells apart: a bundle of the task {@code class}. */
public final class ClassModel implements Serializable {

    /** Value of the task in the model description. */
    public static final String TASK = "class";

    /** Role of the network. */
    public static final String NETWORK = "class";

    /** Names of the network's inputs: crops [n, side, side, channels] and figures [n, 1, 1, figures]. */
    public static final List<String> INPUTS = List.of("crops", "figures");

    /** Name of the network's output: logits [n, classes]. */
    public static final String OUTPUT = "classes";

    /** Name of another output, which bundles of earlier versions lack: how the network sees crops, [n, values]. */
    public static final String EMBEDDING = "embedding";

    /** Rows that a network processes at a time, so that a cell's result does not depend on others. */
    public static final int BLOCK = 64;

    private static final long serialVersionUID = 1L;

    private final ModelBundle bundle;

    private ClassModel(ModelBundle bundle) {
        this.bundle = bundle;
    }

    /**
     * Interprets a bundle.
     *
     * @throws BadConfigurationException if it is for another task or its settings are wrong
     */
    public static ClassModel of(ModelBundle bundle) {
        bundle.requireTask(
                TASK, "Give a model that tells classes of cells apart, as 'cellineage train class' makes them.");
        ClassModel model = new ClassModel(bundle);
        model.reading();
        return model;
    }

    /** Name and version, as recorded in the tables. */
    public String name() {
        return bundle.description().name() + " " + bundle.description().version();
    }

    /** Hash of the model's files. */
    public String hash() {
        return bundle.hash();
    }

    /** How the network looks at cells. */
    public ClassReading reading() {
        return bundle.description().setting(bundle.where(), "class", ClassReading.class);
    }

    /**
     * Opens the classifier; the network is opened once per process and shared by its threads.
     *
     * @param keepsEmbeddings whether it also says how it sees cells
     * @param session configures how the network uses the machine, if it is not open yet
     * @throws BadConfigurationException if embeddings are to be kept, and the bundle has none
     */
    public CellClassifier classifier(boolean keepsEmbeddings, Supplier<ConfigProto> session) {
        List<String> outputs = keepsEmbeddings ? List.of(OUTPUT, EMBEDDING) : List.of(OUTPUT);
        return new CellClassifier(
                SharedNetworks.get(
                        hash() + NETWORK + outputs.size(),
                        () -> new WholeBlocks(bundle.open(NETWORK, INPUTS, outputs, session.get()), BLOCK)),
                reading());
    }
}
