package org.cellineage.segment.network;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelDescription;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.model.SharedNetworks;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.segment.postprocess.NuclearPostprocessor;
import org.tensorflow.proto.ConfigProto;

/** A bundle that segments: what its description says of input, maps, head and size. */
public final class SegmentationModel implements Serializable {

    /** The task in the description. */
    public static final String TASK = "segmentation";

    /** Role of the network that segments. */
    public static final String SEGMENT = "segment";

    /** Role of the network that finds the nuclei's size. */
    public static final String SIZE = "size";

    private static final long serialVersionUID = 1L;

    private final ModelBundle bundle;

    private SegmentationModel(ModelBundle bundle) {
        this.bundle = bundle;
    }

    /**
     * Takes a bundle.
     *
     * @throws BadConfigurationException where it is for another task, or its settings are wrong
     */
    public static SegmentationModel of(ModelBundle bundle) {
        ModelDescription description = bundle.description();
        if (!description.task().equals(TASK)) {
            throw new BadConfigurationException(
                    bundle.where(),
                    "The model is for the task " + description.task() + ", not " + TASK + ".",
                    "Give a segmentation model.");
        }
        SegmentationModel model = new SegmentationModel(bundle);
        model.input();
        List<String> named = model.outputs().maps();
        for (String map :
                model.head().open(bundle.where(), NetworkOptions.DEFAULTS).maps()) {
            if (!named.contains(map)) {
                throw NetworkOutputs.wrong(
                        model.file(),
                        "settings.maps",
                        "The head needs the map " + map + ", but " + named + " are named.");
            }
        }
        if (bundle.has(SIZE)) {
            model.sizeReading();
        }
        return model;
    }

    /** Name and version, for the tables. */
    public String name() {
        return bundle.description().name() + " " + bundle.description().version();
    }

    /** The same files, the same hash. */
    public String hash() {
        return bundle.hash();
    }

    /** What its networks read. */
    public NetworkInput input() {
        return bundle.description().setting(bundle.where(), "input", NetworkInput.class);
    }

    /** Whether it must be told, or must find, how large the nuclei are. */
    public boolean needsDiameter() {
        return input().nucleusDiameterPx() > 0;
    }

    /** Whether it can find that by itself. */
    public boolean findsDiameter() {
        // It judges by the maps of this head.
        return needsDiameter() && bundle.has(SIZE) && head().kind().equals(NuclearPostprocessor.NAME);
    }

    /** Opens the network that segments. */
    public Network openNetwork(ConfigProto session) {
        return bundle.open(SEGMENT, input().channels().size(), session);
    }

    /** Opens the network that finds the nuclei's size. */
    public Network openSizeNetwork(ConfigProto session) {
        return bundle.open(SIZE, input().channels().size(), session);
    }

    /** Segments with an opened network. */
    public NetworkFrames frames(Network network, NetworkOptions options) {
        return new NetworkFrames(
                network,
                input(),
                outputs(),
                head().open(bundle.where(), options),
                options.channel(),
                options.maxPixels());
    }

    /**
     * Segments with the network that all threads of this process share.
     *
     * @param session how the network uses the machine, where it is not open yet
     */
    public NetworkFrames sharedFrames(NetworkOptions options, Supplier<ConfigProto> session) {
        return frames(SharedNetworks.get(hash() + SEGMENT, () -> openNetwork(session.get())), options);
    }

    /** Finds sizes with the networks that all threads of this process share. */
    DiameterFinder sharedDiameterFinder(NetworkOptions options, Supplier<ConfigProto> session) {
        return diameterFinder(
                SharedNetworks.get(hash() + SIZE, () -> openSizeNetwork(session.get())),
                sharedFrames(options, session));
    }

    /** Finds sizes with opened networks. */
    public DiameterFinder diameterFinder(Network sizeNetwork, NetworkFrames frames) {
        return new DiameterFinder(new NucleusSize(sizeNetwork, input(), sizeReading()), frames);
    }

    private String file() {
        return bundle.where() + "/" + ModelFiles.DESCRIPTION;
    }

    private NetworkOutputs outputs() {
        ModelDescription description = bundle.description();
        HeadDescription head = head();
        if (!head.detects()) {
            return NetworkOutputs.ofMaps(file(), maps(), head.stride(bundle.where()));
        }
        // Such a network need not give any map.
        List<String> maps = description.settings().has("maps") ? maps() : List.of();
        ModelDescription.Tensors tensors = description.networks().get(SEGMENT);
        List<String> outputs = tensors == null || tensors.outputs() == null ? List.of() : tensors.outputs();
        DetectionOutputs detections = description
                .setting(bundle.where(), "detections", DetectionOutputs.Named.class)
                .resolve(file(), outputs, head.leastScore(bundle.where()));
        return new NetworkOutputs(file(), maps, 1, Optional.of(detections));
    }

    private List<String> maps() {
        return List.of(bundle.description().setting(bundle.where(), "maps", String[].class));
    }

    private NucleusSize.Reading sizeReading() {
        return bundle.description().setting(bundle.where(), "size", NucleusSize.Reading.class);
    }

    private HeadDescription head() {
        return bundle.description().setting(bundle.where(), "head", HeadDescription.class);
    }
}
