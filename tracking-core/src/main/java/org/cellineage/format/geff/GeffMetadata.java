package org.cellineage.format.geff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.cellineage.format.zarr.ZarrGroup;
import org.cellineage.format.zarr.ZarrStore;
import org.cellineage.problem.BadInputException;

/**
 * The metadata of a GEFF 1.x graph, as far as it is used.
 *
 * @param where the file that contains it, for messages
 * @param directed whether the first node of an edge is its source
 * @param nodeProperties names of the properties of nodes
 * @param time property of the frame number
 * @param space axes of the position: rows, then columns; empty if unknown
 * @param trackProperty property that numbers the tracks, empty if unknown
 * @param radius property of the radius, empty if there is none
 * @param labels path of the label images relative to the group, empty if there are none
 * @param labelProperty property of the label, empty if there is none
 */
record GeffMetadata(
        String where,
        boolean directed,
        Set<String> nodeProperties,
        String time,
        List<Axis> space,
        String trackProperty,
        String radius,
        String labels,
        String labelProperty) {

    /** Key of the attributes. */
    static final String KEY = "geff";

    private static final Pattern VERSION = Pattern.compile("1\\.\\d+.*");
    private static final List<String> TIMES = List.of("t", "time", "frame");

    /** An axis of the position and its unit, which may be empty. */
    record Axis(String name, String unit) {}

    GeffMetadata {
        nodeProperties = Set.copyOf(nodeProperties);
        space = List.copyOf(space);
    }

    /** Whether the root of a hierarchy is a GEFF of any version. */
    static boolean isThere(ZarrStore store) throws IOException {
        return ZarrGroup.find(store, "")
                .filter(group -> group.attributes().path(KEY).isObject())
                .isPresent();
    }

    /**
     * Reads the metadata of a group; empty if the group is not a GEFF.
     *
     * @throws BadInputException if it is one of another version or of three dimensions, or is damaged
     */
    static Optional<GeffMetadata> find(ZarrStore store) throws IOException {
        Optional<ZarrGroup> group = ZarrGroup.find(store, "");
        if (group.isEmpty() || !group.get().attributes().path(KEY).isObject()) {
            return Optional.empty();
        }
        String where = group.get().where();
        JsonNode json = group.get().attributes().path(KEY);
        String version = json.path("geff_version").asText("");
        if (!VERSION.matcher(version).matches()) {
            throw bad(
                    where,
                    version.isEmpty()
                            ? "Its metadata has no geff_version."
                            : "It is a GEFF of version " + version + "; versions 1.x can be read.",
                    "Write it again with a current version of its program.");
        }
        Set<String> properties = new TreeSet<>();
        json.path("node_props_metadata").fieldNames().forEachRemaining(properties::add);
        JsonNode labels = labels(where, json.path("related_objects"));
        String labelProperty = labels.path("node_prop")
                .asText(labels.path("label_prop").asText(properties.contains("seg_id") ? "seg_id" : ""));
        if (!labelProperty.isEmpty() && !properties.contains(labelProperty)) {
            throw bad(
                    where,
                    "Its nodes have no property '" + labelProperty + "', which should hold their labels.",
                    "Write the property, or name the right one in related_objects.");
        }
        return Optional.of(new GeffMetadata(
                where,
                json.path("directed").asBoolean(true),
                properties,
                time(where, json, properties),
                space(where, json),
                track(json, properties),
                known(json.path("sphere").asText(properties.contains("radius") ? "radius" : ""), properties),
                labels.path("path").asText(""),
                labelProperty));
    }

    private static JsonNode labels(String where, JsonNode related) {
        List<JsonNode> found = new ArrayList<>();
        related.forEach(object -> {
            if (object.path("type").asText("").equals("labels")) {
                found.add(object);
            }
        });
        if (found.size() > 1) {
            throw bad(
                    where,
                    "It refers to several label images: "
                            + String.join(
                                    ", ",
                                    found.stream()
                                            .map(object -> object.path("path").asText(""))
                                            .toList())
                            + ".",
                    "Leave only that of the cells in related_objects.");
        }
        return found.isEmpty() ? MissingNode.getInstance() : found.get(0);
    }

    private static String time(String where, JsonNode json, Set<String> properties) {
        List<String> names = new ArrayList<>();
        for (JsonNode axis : json.path("axes")) {
            if (axis.path("type").asText("").equals("time")) {
                names.add(axis.path("name").asText(""));
            }
        }
        names.add(json.path("display_hints").path("display_time").asText(""));
        names.addAll(TIMES);
        return names.stream()
                .filter(properties::contains)
                .findFirst()
                .orElseThrow(() -> bad(
                        where,
                        "It does not say in which frame a node is: it has no axis of type time whose property exists.",
                        "Write the frame numbers as a property, and name it as the time axis."));
    }

    private static List<Axis> space(String where, JsonNode json) {
        List<Axis> space = new ArrayList<>();
        for (JsonNode axis : json.path("axes")) {
            if (axis.path("type").asText("").equals("space")) {
                space.add(
                        new Axis(axis.path("name").asText(""), axis.path("unit").asText("")));
            }
        }
        if (space.size() > 2) {
            throw bad(
                    where,
                    "Its positions have " + space.size() + " axes ("
                            + String.join(", ", space.stream().map(Axis::name).toList())
                            + "); only lineages in the plane can be used.",
                    "Project the movie and its labels along z, and track them again.");
        }
        if (space.size() == 2 && space.get(0).name().equalsIgnoreCase("x")) {
            Collections.reverse(space);
        }
        return space.size() == 2 ? space : List.of();
    }

    /** Whether nodes can be drawn as discs: they have radii and positions in pixels. */
    boolean hasDiscs() {
        return !radius.isEmpty()
                && !space.isEmpty()
                && space.stream().allMatch(axis -> nodeProperties.contains(axis.name()))
                && space.stream()
                        .allMatch(axis -> axis.unit().isEmpty() || axis.unit().equals("pixel"));
    }

    /** Cellineage's own property comes first, because a tracklet may join tracks that it keeps apart. */
    private static String track(JsonNode json, Set<String> properties) {
        String own = known(GeffNames.TRACK, properties);
        return own.isEmpty()
                ? known(json.path("track_node_props").path("tracklet").asText(""), properties)
                : own;
    }

    private static String known(String name, Set<String> properties) {
        return properties.contains(name) ? name : "";
    }

    static BadInputException bad(String where, String cause, String remedy) {
        return new BadInputException(where, cause, remedy);
    }
}
