package org.cellineage.jobs.model;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.Storage;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.model.ModelFiles;
import org.cellineage.track.FrameLinker;
import org.cellineage.track.TrackingOptions;
import org.cellineage.track.method.LinkingMethod;
import org.cellineage.track.method.LinkingMethods;
import org.cellineage.track.method.LinkingOptions;
import org.cellineage.track.method.PreparedLinking;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.proto.ConfigProto;

/** How the frames of a run are linked, ready to be sent to executors. */
public final class FrameLinking implements Serializable {

    /** Stands for tracks that are taken as they are. */
    static final String GIVEN = "given";

    private static final Logger LOG = LoggerFactory.getLogger(FrameLinking.class);
    private static final long serialVersionUID = 1L;

    private final String name;
    private final PipelineConfiguration configuration;
    private final PreparedLinking prepared;
    private final List<String> warnings;

    private FrameLinking(
            String name, PipelineConfiguration configuration, PreparedLinking prepared, List<String> warnings) {
        this.name = name;
        this.configuration = configuration;
        this.prepared = prepared;
        this.warnings = warnings;
    }

    /**
     * Prepares the method that the settings name. Without the model that comes with the software, the method that needs
     * none takes over, and a warning says so.
     *
     * @throws org.cellineage.problem.BadConfigurationException where a model that was named is missing or wrong
     */
    public static FrameLinking read(Storage storage, RunRequest request) throws IOException {
        PipelineConfiguration configuration = request.configuration();
        LinkingOptions options = configuration.linking();
        LinkingMethod withoutModel = LinkingMethods.withoutModel();
        if (request.tracks().isPresent()) {
            return new FrameLinking(GIVEN, configuration, withoutModel.prepare(storage, options), List.of());
        }
        LinkingMethod method = LinkingMethods.named(options.method());
        if (method.readsModel() && options.isDefaultModel() && !ModelFiles.isBundled(options.model())) {
            String warning = "The linking model " + options.model() + " is missing from this installation: links are"
                    + " scored geometrically, which finds fewer divisions. Build or unpack Cellineage again, or set"
                    + " linking.method=" + withoutModel.name() + " to have it so.";
            LOG.warn(warning);
            return new FrameLinking(
                    withoutModel.name(), configuration, withoutModel.prepare(storage, options), List.of(warning));
        }
        return new FrameLinking(method.name(), configuration, method.prepare(storage, options), List.of());
    }

    /** The linker's name, or {@code given}: what the movies table says. */
    public String name() {
        return name;
    }

    /** What the user should know. */
    public List<String> warnings() {
        return warnings;
    }

    /** SHA-256 of the model, empty where there is none. */
    public String modelHash() {
        return prepared.modelHash();
    }

    /** What keeps of a frame's pixels what linking needs, on an executor; empty where it needs nothing. */
    public Optional<CellEncoder> encoder() {
        return prepared.encoder(configuration.segmentation().channel(), this::session);
    }

    /** A linker for a movie, on an executor. */
    public FrameLinker linker() {
        return prepared.linker(configuration.tracking(), configuration.link(), this::session);
    }

    /** How tracks live on. */
    public TrackingOptions tracking() {
        return configuration.tracking();
    }

    /** Tasks of the tracking stage that were asked for; 0 where it is left open. */
    public int trackPartitions() {
        return configuration.execution().trackPartitions();
    }

    /** Whether its linker needs what {@link #encoder} kept. */
    public boolean needsFeatures() {
        return prepared.needsFeatures();
    }

    private ConfigProto session() {
        return TensorFlowSessions.shared(configuration.execution());
    }
}
