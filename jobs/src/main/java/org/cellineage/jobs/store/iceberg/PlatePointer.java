package org.cellineage.jobs.store.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellineage.problem.BadOutputException;

/**
 * What readers see of a plate: the contents of {@code _published/PLATE.json}, always replaced as a whole.
 *
 * @param plate the plate
 * @param publication id of the publication that wrote it; empty if there was none
 * @param wells for each well, the run whose movies, cells, tracks and divisions it shows
 * @param failures for each well, the run whose failures it shows
 * @param snapshots for each table that has ever had rows of the plate, the snapshot that last changed them
 */
record PlatePointer(
        String plate,
        String publication,
        SortedMap<String, String> wells,
        SortedMap<String, String> failures,
        SortedMap<String, Long> snapshots) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    PlatePointer {
        wells = new TreeMap<>(wells);
        failures = new TreeMap<>(failures);
        snapshots = new TreeMap<>(snapshots);
    }

    static PlatePointer none(String plate) {
        return new PlatePointer(plate, "", new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    static PlatePointer parse(String json, String where) {
        try {
            JsonNode root = JSON.readTree(json);
            return new PlatePointer(
                    root.path("plate").asText(),
                    root.path("publication").asText(),
                    texts(root.path("wells")),
                    texts(root.path("failures")),
                    numbers(root.path("snapshots")));
        } catch (JsonProcessingException e) {
            throw new BadOutputException(
                    where,
                    "The file that says which run is published is damaged.",
                    "Delete it and run the plate again.",
                    e);
        }
    }

    private static SortedMap<String, String> texts(JsonNode node) {
        SortedMap<String, String> map = new TreeMap<>();
        node.fields()
                .forEachRemaining(
                        field -> map.put(field.getKey(), field.getValue().asText()));
        return map;
    }

    static SortedMap<String, Long> numbers(JsonNode node) {
        SortedMap<String, Long> map = new TreeMap<>();
        node.fields()
                .forEachRemaining(
                        field -> map.put(field.getKey(), field.getValue().asLong()));
        return map;
    }

    String toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("plate", plate).put("publication", publication);
        ObjectNode shown = root.putObject("wells");
        wells.forEach(shown::put);
        ObjectNode failed = root.putObject("failures");
        failures.forEach(failed::put);
        ObjectNode ids = root.putObject("snapshots");
        snapshots.forEach(ids::put);
        return root.toPrettyString() + "\n";
    }
}
