package org.cellineage.jobs.model;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cellineage.format.Storage;
import org.cellineage.jobs.config.LinkingConfiguration;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.link.GeometricScorer;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.link.learned.LearnedScorer;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.model.SharedNetworks;
import org.cellineage.track.FrameLinker;
import org.cellineage.track.GeometricLinker;
import org.cellineage.track.LearnedLinker;
import org.cellineage.track.TrackingOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.proto.ConfigProto;

/**
 * How the frames of a run are linked, ready to be sent to executors: the settings and, for the learned linker, the model
 * itself, which looks at cells where frames are segmented and at tracks where movies are linked. Each executor opens its
 * networks once and shares them among its tasks.
 */
public final class FrameLinking implements Serializable {

    /** Stands for tracks that are taken as they are. */
    static final String GIVEN = "given";

    private static final Logger LOG = LoggerFactory.getLogger(FrameLinking.class);
    private static final long serialVersionUID = 1L;

    private final String name;
    private final PipelineConfiguration configuration;
    /** Null where none is needed; an Optional cannot be sent. */
    private final @Nullable LinkingModel model;

    private final List<String> warnings;

    private FrameLinking(
            String name, PipelineConfiguration configuration, @Nullable LinkingModel model, List<String> warnings) {
        this.name = name;
        this.configuration = configuration;
        this.model = model;
        this.warnings = warnings;
    }

    /**
     * Reads the model, where one links. Without the model that comes with the software, the geometric linker takes over,
     * and a warning says so.
     *
     * @throws org.cellineage.problem.BadConfigurationException where a model that was named is missing or wrong
     */
    public static FrameLinking read(Storage storage, RunRequest request) throws IOException {
        PipelineConfiguration configuration = request.configuration();
        LinkingConfiguration linking = configuration.linking();
        if (request.tracks().isPresent()) {
            return new FrameLinking(GIVEN, configuration, null, List.of());
        }
        if (!linking.isLearned()) {
            return new FrameLinking(GeometricScorer.NAME, configuration, null, List.of());
        }
        String model = linking.model();
        if (linking.isDefaultModel() && !ModelFiles.isBundled(model)) {
            String warning = "The linking model " + model + " is missing from this installation: links are scored"
                    + " geometrically, which finds fewer divisions. Build or unpack Cellineage again, or set"
                    + " linking.method=geometric to have it so.";
            LOG.warn(warning);
            return new FrameLinking(GeometricScorer.NAME, configuration, null, List.of(warning));
        }
        ModelFiles files = ModelFiles.named(storage, model);
        return new FrameLinking(LearnedLinker.NAME, configuration, LinkingModel.of(ModelBundle.of(files)), List.of());
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
        return model == null ? "" : model.hash();
    }

    /** What keeps of a frame's pixels what linking needs, on an executor; empty where it needs nothing. */
    public Optional<CellEncoder> encoder() {
        LinkingModel found = model;
        return found == null
                ? Optional.empty()
                : Optional.of(new CellEncoder(
                        shared(found, LinkingModel.ENCODE_CELL, found::openCellEncoder),
                        configuration.segmentation().channel()));
    }

    /** A linker for a movie, on an executor. */
    public FrameLinker linker() {
        LinkingModel found = model;
        if (found == null) {
            return new GeometricLinker(configuration.tracking(), configuration.link());
        }
        LinkingConfiguration own = configuration.linking();
        LinkingModel.Settings settings = found.settings().withThresholds(own.sameThreshold(), own.divisionThreshold());
        LearnedScorer scorer = new LearnedScorer(
                shared(found, LinkingModel.ENCODE_TRACK, found::openTrackEncoder),
                shared(found, LinkingModel.SCORE, found::openScore),
                shared(found, LinkingModel.DIVIDE, found::openDivide),
                settings);
        return new LearnedLinker(configuration.link(), scorer, settings);
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
        return model != null;
    }

    private Network shared(LinkingModel found, String role, Function<ConfigProto, Network> open) {
        return SharedNetworks.get(
                found.hash() + role, () -> open.apply(TensorFlowSessions.shared(configuration.execution())));
    }
}
