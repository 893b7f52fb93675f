package org.cellineage.jobs.model;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.Optional;
import org.cellineage.format.Storage;
import org.cellineage.jobs.config.ExecutionConfiguration;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.segment.FramePipeline;
import org.cellineage.segment.method.PreparedSegmentation;
import org.cellineage.segment.method.SegmentationMethods;
import org.cellineage.segment.method.SegmentationOptions;
import org.cellineage.segment.network.DiameterFinder;
import org.cellineage.segment.network.DiameterSearch;
import org.jspecify.annotations.Nullable;

/** The segmentation of a run in a form that can be sent to executors. */
public final class FrameSegmentation implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Null if labels are given; an Optional is not serializable. */
    private final @Nullable PreparedSegmentation prepared;

    private final ExecutionConfiguration execution;

    private FrameSegmentation(@Nullable PreparedSegmentation prepared, ExecutionConfiguration execution) {
        this.prepared = prepared;
        this.execution = execution;
    }

    /**
     * Prepares the configured method; none if labels are given.
     *
     * @throws org.cellineage.problem.BadConfigurationException if a configured model is missing or invalid
     */
    public static FrameSegmentation read(Storage storage, RunRequest request) throws IOException {
        SegmentationOptions options = request.configuration().segmentation();
        PreparedSegmentation prepared = request.givenLabels().isPresent()
                ? null
                : SegmentationMethods.named(options.method()).prepare(storage, options);
        return new FrameSegmentation(prepared, request.configuration().execution());
    }

    private Optional<PreparedSegmentation> prepared() {
        return Optional.ofNullable(prepared);
    }

    /** SHA-256 of the model, empty if there is none. */
    public String modelHash() {
        return prepared().map(PreparedSegmentation::modelHash).orElse("");
    }

    /** How the nucleus diameter is found, if it must be determined from frames. */
    public Optional<DiameterSearch> diameterSearch() {
        return prepared().flatMap(PreparedSegmentation::diameterSearch);
    }

    /** Starts to segment tasks one after another, on an executor. */
    public <T, R> FramePipeline<T, R> start(Iterator<T> tasks, FramePipeline.Work<T, R> work) {
        return prepared().orElseThrow().start(tasks, work, () -> TensorFlowSessions.shared(execution));
    }

    /** Creates the diameter finder, on an executor. */
    public DiameterFinder diameterFinder() {
        return diameterSearch().orElseThrow().open(() -> TensorFlowSessions.shared(execution));
    }
}
