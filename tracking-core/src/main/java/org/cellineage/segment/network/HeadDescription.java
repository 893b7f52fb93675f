package org.cellineage.segment.network;

import com.fasterxml.jackson.databind.JsonNode;
import org.cellineage.model.ModelDescription;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.segment.head.DistanceHead;
import org.cellineage.segment.head.DistanceOptions;
import org.cellineage.segment.head.Head;
import org.cellineage.segment.head.NuclearHead;
import org.cellineage.segment.head.NuclearHeadOptions;
import org.cellineage.segment.head.SemanticHead;
import org.cellineage.segment.head.SemanticOptions;
import org.cellineage.segment.head.StarDistHead;
import org.cellineage.segment.head.StarDistOptions;

/**
 * Which head turns a network's maps into labels.
 *
 * @param kind {@code nuclear}, {@code semantic}, {@code distance} or {@code stardist}
 * @param options of that head, all of them
 */
record HeadDescription(String kind, JsonNode options) {

    /**
     * The head.
     *
     * @param where the bundle, for messages
     * @param tightness the user's choices, for heads that take them
     */
    Head open(String where, NetworkOptions tightness) {
        return switch (kind) {
            case NuclearHead.NAME -> new NuclearHead(tightness.apply(read(where, NuclearHeadOptions.class)));
            case "semantic" -> new SemanticHead(read(where, SemanticOptions.class));
            case "distance" -> new DistanceHead(read(where, DistanceOptions.class));
            case "stardist" -> new StarDistHead(read(where, StarDistOptions.class));
            default ->
                throw new BadConfigurationException(
                        where + "/model.json",
                        "settings.head.kind is " + kind + ", which is no head.",
                        "Give nuclear, semantic, distance or stardist; docs/MODELS.md explains them.");
        };
    }

    /** Pixels between two values of the maps. */
    int stride(String where) {
        return kind.equals("stardist") ? read(where, StarDistOptions.class).gridPx() : 1;
    }

    private <T> T read(String where, Class<T> type) {
        return ModelDescription.read(where, "settings.head.options", options, type);
    }
}
