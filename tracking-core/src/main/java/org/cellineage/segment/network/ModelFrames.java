package org.cellineage.segment.network;

import java.util.List;
import java.util.function.Function;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.segment.FoundCells;
import org.cellineage.segment.FramePlan;
import org.cellineage.segment.SegmentedChannel;
import org.cellineage.segment.StepwiseSegmenter;
import org.jspecify.annotations.Nullable;

/**
 * Segments each frame with the model that its plan names, and if the plan says so, finds the whole cells around the nuclei
 * with a second one. Only the models that are needed are opened.
 */
public final class ModelFrames implements StepwiseSegmenter<ModelFrames.Prepared, ModelFrames.Inferred> {

    private final Function<String, NetworkFrames> models;

    /**
     * Creates a segmenter.
     *
     * @param models returns the open model of a name; called often, from any thread
     */
    public ModelFrames(Function<String, NetworkFrames> models) {
        this.models = models;
    }

    /** A frame prepared for one network. */
    private record Part<F>(NetworkFrames model, F frame) {}

    /** A frame prepared for the networks of its plan. */
    public static final class Prepared {
        private final Part<NetworkFrames.Prepared> cells;
        private final @Nullable Part<NetworkFrames.Prepared> bodies;

        private Prepared(Part<NetworkFrames.Prepared> cells, @Nullable Part<NetworkFrames.Prepared> bodies) {
            this.cells = cells;
            this.bodies = bodies;
        }
    }

    /** What the networks of its plan found in a frame. */
    public static final class Inferred {
        private final Part<NetworkFrames.Inferred> cells;
        private final @Nullable Part<NetworkFrames.Inferred> bodies;

        private Inferred(Part<NetworkFrames.Inferred> cells, @Nullable Part<NetworkFrames.Inferred> bodies) {
            this.cells = cells;
            this.bodies = bodies;
        }
    }

    @Override
    public Prepared prepare(List<Plane> channels, FramePlan plan) {
        return new Prepared(
                part(channels, plan.cells()),
                plan.bodies().isEmpty() ? null : part(channels, plan.bodies().get(0)));
    }

    private Part<NetworkFrames.Prepared> part(List<Plane> channels, SegmentedChannel shown) {
        NetworkFrames model = models.apply(shown.model());
        return new Part<>(model, model.prepare(channels, shown));
    }

    @Override
    public List<Inferred> infer(List<Prepared> frames) {
        return frames.stream()
                .map(frame -> new Inferred(infer(frame.cells), frame.bodies == null ? null : infer(frame.bodies)))
                .toList();
    }

    private static Part<NetworkFrames.Inferred> infer(Part<NetworkFrames.Prepared> part) {
        return new Part<>(
                part.model(), part.model().infer(List.of(part.frame())).get(0));
    }

    @Override
    public FoundCells finish(Inferred seen) {
        FoundCells found = seen.cells.model().finish(seen.cells.frame());
        if (seen.bodies == null) {
            return found;
        }
        LabelImage bodies = seen.bodies.model().grow(seen.bodies.frame(), found.sureLabels());
        return found.withBodies(bodies);
    }

    /** That of the model that finds the cells. */
    @Override
    public int batch(Prepared frame) {
        return frame.cells.model().batch(frame.cells.frame());
    }
}
