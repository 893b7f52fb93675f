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
import org.cellineage.track.CellClasses;
import org.cellineage.track.DecidedLink;
import org.cellineage.track.FrameTracker;
import org.cellineage.track.method.LinkingMethod;
import org.cellineage.track.method.LinkingMethods;
import org.cellineage.track.method.LinkingOptions;
import org.cellineage.track.method.PreparedLinking;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.proto.ConfigProto;

/** The linking of a run in a form that can be sent to executors. */
public final class FrameLinking implements Serializable {

    /** Name of the linker for tracks that are used unchanged. */
    static final String GIVEN = "given";

    private static final Logger LOG = LoggerFactory.getLogger(FrameLinking.class);
    private static final long serialVersionUID = 1L;

    private final String name;
    private final PipelineConfiguration configuration;
    private final PreparedLinking prepared;
    private final CellClasses classes;
    private final List<String> warnings;

    private FrameLinking(
            String name,
            PipelineConfiguration configuration,
            PreparedLinking prepared,
            CellClasses classes,
            List<String> warnings) {
        this.name = name;
        this.configuration = configuration;
        this.prepared = prepared;
        this.classes = classes;
        this.warnings = warnings;
    }

    /**
     * Prepares the configured method. If the bundled model is missing, the method that needs no model is used with a
     * warning.
     *
     * @throws org.cellineage.problem.BadConfigurationException if a configured model is missing or invalid
     */
    public static FrameLinking read(Storage storage, RunRequest request) throws IOException {
        PipelineConfiguration configuration = request.configuration();
        LinkingOptions options = configuration.linking();
        LinkingMethod withoutModel = LinkingMethods.withoutModel();
        CellClasses classes = CellClasses.open(storage, configuration.classification());
        if (request.tracks().isPresent()) {
            return new FrameLinking(GIVEN, configuration, withoutModel.prepare(storage, options), classes, List.of());
        }
        LinkingMethod method = LinkingMethods.named(options.method());
        if (method.readsModel(options) && options.isDefaultModel() && !ModelFiles.isBundled(options.model())) {
            String warning = "The linking model " + options.model() + " is missing from this installation: links are"
                    + " scored geometrically, which finds fewer divisions. Build or unpack Cellineage again, or set"
                    + " linking.method=" + withoutModel.name() + " to choose this explicitly.";
            LOG.warn(warning);
            return new FrameLinking(
                    withoutModel.name(),
                    configuration,
                    withoutModel.prepare(storage, options),
                    classes,
                    List.of(warning));
        }
        return new FrameLinking(method.name(), configuration, method.prepare(storage, options), classes, List.of());
    }

    /** Name of the linker, or {@code given}, as recorded in the movies table. */
    public String name() {
        return name;
    }

    /** Warnings for the user. */
    public List<String> warnings() {
        return warnings;
    }

    /** SHA-256 of the model, empty if there is none. */
    public String modelHash() {
        return prepared.modelHash();
    }

    /** Creates the encoder of image features for linking, on an executor; empty if not needed. */
    public Optional<CellEncoder> encoder() {
        return prepared.encoder(this::session);
    }

    /**
     * Creates the tracker of a movie, on an executor.
     *
     * @param decided links and divisions that people made or cut
     * @param given whether the cells were given by the user
     */
    public FrameTracker tracker(List<DecidedLink> decided, boolean given) {
        return prepared.tracker(configuration.tracking(), configuration.link(), this::session, decided, given);
    }

    /** How the classes of cells are smoothed along the lineage. */
    public CellClasses classes() {
        return classes;
    }

    /** Configured number of tasks of the tracking stage; 0 if not configured. */
    public int trackPartitions() {
        return configuration.execution().trackPartitions();
    }

    /** Whether the linker needs the features from {@link #encoder}. */
    public boolean needsFeatures() {
        return prepared.needsFeatures();
    }

    private ConfigProto session() {
        return TensorFlowSessions.shared(configuration.execution());
    }
}
