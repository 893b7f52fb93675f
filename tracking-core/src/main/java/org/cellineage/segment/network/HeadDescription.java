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

/**
 * Which head turns a network's maps into labels.
 *
 * @param kind {@code nuclear}, {@code semantic}, {@code distance}, {@code stardist} or {@code instance}
 * @param options of that head, all of them
 */
record HeadDescription(String kind, JsonNode options) {

    private static final String INSTANCE = "instance";

    HeadDescription {
        if (kind == null || options == null) {
            throw new IllegalArgumentException((kind == null ? "kind" : "options") + " is missing");
        }
    }

    /**
     * The head.
     *
     * @param where the bundle, for messages
     * @param tightness the user's choices, for heads that take them
     */
    FrameHead open(String where, NetworkOptions tightness) {
        return switch (kind) {
            case NuclearPostprocessor.NAME ->
                FrameHead.of(new NuclearPostprocessor(tightness.apply(read(where, NuclearOptions.class))));
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

    /** Pixels between two values of the maps. */
    int stride(String where) {
        return kind.equals("stardist") ? read(where, StarDistOptions.class).gridPx() : 1;
    }

    /** Whether the network gives boxes and masks. */
    boolean detects() {
        return kind.equals(INSTANCE);
    }

    /** Detections whose score is not above this need not be read. */
    double leastScore(String where) {
        return read(where, InstanceOptions.class).scoreThreshold();
    }

    private <T> T read(String where, Class<T> type) {
        return ModelDescription.read(where, "settings.head.options", options, type);
    }
}
