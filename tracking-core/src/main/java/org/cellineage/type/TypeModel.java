package org.cellineage.type;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.SharedNetworks;
import org.cellineage.problem.BadConfigurationException;
import org.tensorflow.proto.ConfigProto;

/** A model that tells types of images apart: a bundle of the task {@code type}. */
public final class TypeModel implements Serializable {

    /** Value of the task in the model description. */
    public static final String TASK = "type";

    /** Role of the network. */
    public static final String NETWORK = "type";

    /** Name of the network's input: windows [n, 96, 96, 2]. */
    public static final String INPUT = "windows";

    /** Name of the network's output: logits [n, types]. */
    public static final String OUTPUT = "types";

    private static final long serialVersionUID = 1L;

    private final ModelBundle bundle;

    /**
     * The settings of the description.
     *
     * @param types the network's outputs; must be those of {@link ImageType}, in this order
     * @param windowPx side of a window; must be {@link TypeWindows#SIDE}
     * @param temperature by which the combined logarithms of the windows are divided
     */
    public record Reading(List<String> types, int windowPx, double temperature) {

        public Reading {
            types = List.copyOf(types);
            List<String> known =
                    Arrays.stream(ImageType.values()).map(ImageType::toString).toList();
            if (!types.equals(known)) {
                throw new IllegalArgumentException("types must be " + known + ", but are " + types);
            }
            if (windowPx != TypeWindows.SIDE) {
                throw new IllegalArgumentException("window_px must be " + TypeWindows.SIDE + ", but is " + windowPx);
            }
            if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("temperature must be above 0, but is " + temperature);
            }
        }
    }

    private TypeModel(ModelBundle bundle) {
        this.bundle = bundle;
    }

    /**
     * Interprets a bundle.
     *
     * @throws BadConfigurationException if it is for another task or its settings are wrong
     */
    public static TypeModel of(ModelBundle bundle) {
        bundle.requireTask(TASK, "Give a model that tells types apart.");
        TypeModel model = new TypeModel(bundle);
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

    /**
     * Opens the finder; the network is opened once per process and shared by its threads.
     *
     * @param session configures how the network uses the machine, if it is not open yet
     */
    public TypeFinder finder(Supplier<ConfigProto> session) {
        return new TypeFinder(
                SharedNetworks.get(
                        hash() + NETWORK, () -> bundle.open(NETWORK, List.of(INPUT), List.of(OUTPUT), session.get())),
                reading().temperature());
    }

    /** The type that the windows of the frames of a channel say. */
    public TypeEstimate estimate(TypeVotes votes) {
        return votes.estimate(reading().temperature());
    }

    private Reading reading() {
        return bundle.description().setting(bundle.where(), "type", Reading.class);
    }
}
