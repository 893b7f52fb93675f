package org.cellineage.segment.network;

import com.fasterxml.jackson.databind.JsonNode;
import org.cellineage.model.ModelDescription;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.segment.postprocess.DistanceOptions;
import org.cellineage.segment.postprocess.DistancePostprocessor;
import org.cellineage.segment.postprocess.InstanceOptions;
import org.cellineage.segment.postprocess.InstancePostprocessor;
import org.cellineage.segment.postprocess.NuclearOptions;
import org.cellineage.segment.postprocess.NuclearPostprocessor;
import org.cellineage.segment.postprocess.SemanticOptions;
import org.cellineage.segment.postprocess.SemanticPostprocessor;
import org.cellineage.segment.postprocess.StarDistOptions;
import org.cellineage.segment.postprocess.StarDistPostprocessor;
import org.jspecify.annotations.Nullable;

/**
 * The head of a model description: how the network's outputs become labels.
 *
 * @param kind {@code nuclear}, {@code semantic}, {@code distance}, {@code stardist} or {@code instance}
 * @param options all options of that head
 * @param candidates for the head {@code nuclear}: whether it may hand on weak cells and other cuts, whose odds were counted
 *     on nuclei; without it, it may
 */
record HeadDescription(
        String kind, JsonNode options, @Nullable Boolean candidates) {

    private static final String INSTANCE = "instance";

    HeadDescription {
        if (kind == null || options == null) {
            throw new IllegalArgumentException((kind == null ? "kind" : "options") + " is missing");
        }
    }

    /**
     * Creates the head.
     *
     * @param where the model bundle, for messages
     * @param tightness the user's settings, for heads that have them
     */
    FrameHead open(String where, NetworkOptions tightness) {
        return switch (kind) {
            case NuclearPostprocessor.NAME ->
                FrameHead.of(new NuclearPostprocessor(
                        tightness.apply(read(where, NuclearOptions.class)),
                        Boolean.FALSE.equals(candidates)
                                ? NuclearPostprocessor.Candidates.NONE
                                : tightness.candidates()));
            case "semantic" -> FrameHead.of(new SemanticPostprocessor(read(where, SemanticOptions.class)));
            case "distance" -> FrameHead.of(new DistancePostprocessor(read(where, DistanceOptions.class)));
            case "stardist" -> FrameHead.of(new StarDistPostprocessor(read(where, StarDistOptions.class)));
            case INSTANCE -> new FrameHead.OfInstances(new InstancePostprocessor(read(where, InstanceOptions.class)));
            default ->
                throw new BadConfigurationException(
                        where + "/model.json",
                        "settings.head.kind is " + kind + ", which is not a known head.",
                        "Give nuclear, semantic, distance, stardist or instance; docs/MODELS.md explains them.");
        };
    }

    /** Pixels of the network's input per value of a map. */
    int stride(String where) {
        return kind.equals("stardist") ? read(where, StarDistOptions.class).gridPx() : 1;
    }

    /** Whether the network returns boxes and masks. */
    boolean detects() {
        return kind.equals(INSTANCE);
    }

    /** Detections with a score of at most this need not be read. */
    double leastScore(String where) {
        return read(where, InstanceOptions.class).scoreThreshold();
    }

    private <T> T read(String where, Class<T> type) {
        return ModelDescription.read(where, "settings.head.options", options, type);
    }
}
