package org.cellineage.jobs.model;

import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.cellineage.format.Storage;
import org.cellineage.jobs.config.ExecutionConfiguration;
import org.cellineage.jobs.config.SegmentationConfiguration;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.SharedNetworks;
import org.cellineage.segment.ClassicalSegmenter;
import org.cellineage.segment.FramePipeline;
import org.cellineage.segment.StepwiseSegmenter;
import org.cellineage.segment.network.DiameterFinder;
import org.cellineage.segment.network.NetworkFrames;
import org.cellineage.segment.network.SegmentationModel;
import org.jspecify.annotations.Nullable;

/**
 * How the frames of a run are segmented, ready to be sent to executors: the settings and, for a network, the model
 * itself. Each executor opens a network once and shares it among its tasks.
 */
public final class FrameSegmentation implements Serializable {

    private static final long serialVersionUID = 1L;

    private final SegmentationConfiguration configuration;
    private final ExecutionConfiguration execution;
    /** Null where none is needed; an Optional cannot be sent. */
    private final @Nullable SegmentationModel model;

    private FrameSegmentation(
            SegmentationConfiguration configuration,
            ExecutionConfiguration execution,
            @Nullable SegmentationModel model) {
        this.configuration = configuration;
        this.execution = execution;
        this.model = model;
    }

    /** Reads the model, where a network segments. */
    public static FrameSegmentation read(Storage storage, RunRequest request) throws IOException {
        SegmentationConfiguration configuration = request.configuration().segmentation();
        SegmentationModel model = null;
        if (configuration.isNetwork() && request.givenLabels().isEmpty()) {
            String name = configuration.network().model();
            ModelFiles files = ModelFiles.named(storage, name);
            model = SegmentationModel.of(ModelBundle.of(files));
        }
        return new FrameSegmentation(configuration, request.configuration().execution(), model);
    }

    private Optional<SegmentationModel> model() {
        return Optional.ofNullable(model);
    }

    /** SHA-256 of the model, empty where there is none. */
    public String modelHash() {
        return model().map(SegmentationModel::hash).orElse("");
    }

    /** The diameter that the user gave for movies of that pixel size; NaN where none. */
    public double givenDiameterPx(double pixelSizeUm) {
        return configuration.network().givenDiameterPx(pixelSizeUm);
    }

    /** Whether frames must be looked at to find the nuclei's diameter. */
    public boolean findsDiameter() {
        return model().map(SegmentationModel::findsDiameter).orElse(false);
    }

    /** Frames of a movie to look at for that. */
    public int probeFrames() {
        return configuration.network().probeFrames();
    }

    /** Channel to look at for that. */
    public int probeChannel() {
        return configuration.network().channel();
    }

    /** Segments tasks one after the other, on an executor. */
    public <T, R> FramePipeline<T, R> start(java.util.Iterator<T> tasks, FramePipeline.Work<T, R> work) {
        if (model != null) {
            return FramePipeline.start(tasks, frames(model), work);
        }
        return FramePipeline.start(
                tasks, StepwiseSegmenter.of(new ClassicalSegmenter(configuration.classical())), work);
    }

    /** Finds diameters, on an executor. */
    public DiameterFinder finder() {
        SegmentationModel found = model().orElseThrow();
        return found.diameterFinder(
                SharedNetworks.get(
                        found.hash() + SegmentationModel.SIZE,
                        () -> found.openSizeNetwork(TensorFlowSessions.shared(execution))),
                frames(found));
    }

    private NetworkFrames frames(SegmentationModel found) {
        return found.frames(
                SharedNetworks.get(
                        found.hash() + SegmentationModel.SEGMENT,
                        () -> found.openNetwork(TensorFlowSessions.shared(execution))),
                configuration.network());
    }
}
