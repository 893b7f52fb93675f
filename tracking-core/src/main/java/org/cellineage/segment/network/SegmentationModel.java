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
import org.tensorflow.proto.RewriterConfig;

/** A segmentation model: a bundle with its declared input, maps, head and size network. */
public final class SegmentationModel implements Serializable {

    /** Value of the task in the model description. */
    public static final String TASK = "segmentation";

    /** Role of the segmentation network. */
    public static final String SEGMENT = "segment";

    /** Role of the network that estimates the nucleus diameter. */
    public static final String SIZE = "size";

    private static final long serialVersionUID = 1L;

    private final ModelBundle bundle;

    private SegmentationModel(ModelBundle bundle) {
        this.bundle = bundle;
    }

    /**
     * Interprets a bundle.
     *
     * @throws BadConfigurationException if it is for another task or its settings are wrong
     */
    public static SegmentationModel of(ModelBundle bundle) {
        bundle.requireTask(TASK, "Give a segmentation model.");
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

    /** Name and version, as recorded in the tables. */
    public String name() {
        return bundle.description().name() + " " + bundle.description().version();
    }

    /** Hash of the model's files. */
    public String hash() {
        return bundle.hash();
    }

    /** Input of its networks. */
    public NetworkInput input() {
        return bundle.description().setting(bundle.where(), "input", NetworkInput.class);
    }

    /** Whether it needs the nucleus diameter of a movie. */
    public boolean needsDiameter() {
        return input().nucleusDiameterPx() > 0;
    }

    /** Whether it can find the nucleus diameter itself. */
    public boolean findsDiameter() {
        // The search relies on the maps of this head.
        return needsDiameter() && bundle.has(SIZE) && head().kind().equals(NuclearPostprocessor.NAME);
    }

    /** Opens the segmentation network. */
    public Network openNetwork(ConfigProto session) {
        return bundle.open(SEGMENT, input().channels().size(), session);
    }

    /** Opens the network that estimates the nucleus diameter. */
    public Network openSizeNetwork(ConfigProto session) {
        return bundle.open(SIZE, input().channels().size(), session);
    }

    /** Creates a segmenter that uses an open network. */
    public NetworkFrames frames(Network network, NetworkOptions options) {
        return new NetworkFrames(
                network, input(), outputs(), head().open(bundle.where(), options), options.maxPixels());
    }

    /**
     * Creates a segmenter with the network that all threads of this process share.
     *
     * @param session configures how the network uses the machine, if it is not open yet
     */
    public NetworkFrames sharedFrames(NetworkOptions options, Supplier<ConfigProto> session) {
        String precision = options.bfloat16() ? "bfloat16" : "";
        Supplier<Network> open = () -> openNetwork(options.bfloat16() ? withBfloat16(session.get()) : session.get());
        return frames(SharedNetworks.get(hash() + SEGMENT + precision, open), options);
    }

    private static ConfigProto withBfloat16(ConfigProto session) {
        ConfigProto.Builder changed = session.toBuilder();
        changed.getGraphOptionsBuilder()
                .getRewriteOptionsBuilder()
                .setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
        return changed.build();
    }

    /** Creates a diameter finder with the networks that all threads of this process share. */
    DiameterFinder sharedDiameterFinder(NetworkOptions options, Supplier<ConfigProto> session) {
        return diameterFinder(
                SharedNetworks.get(hash() + SIZE, () -> openSizeNetwork(session.get())),
                sharedFrames(options, session));
    }

    /** Creates a diameter finder that uses open networks. */
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
        // A network that detects need not return maps.
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
