package org.cellineage.jobs.store.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.problem.BadOutputException;

/**
 * Which run's rows a plate shows, by well: the contents of {@code _published/PLATE.json}, the only kind of file that is
 * ever replaced, always as a whole.
 *
 * @param plate the plate
 * @param wells for each well, the run whose movies, cells, tracks and divisions it shows
 * @param failures for each well, the run whose failures it shows: the last that covered it
 */
record PublishedWells(String plate, TreeMap<String, String> wells, TreeMap<String, String> failures) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static PublishedWells empty(String plate) {
        return new PublishedWells(plate, new TreeMap<>(), new TreeMap<>());
    }

    static PublishedWells parse(String json, String where) {
        try {
            JsonNode root = JSON.readTree(json);
            return new PublishedWells(root.path("plate").asText(), map(root.path("wells")), map(root.path("failures")));
        } catch (JsonProcessingException e) {
            throw new BadOutputException(
                    where,
                    "The file that says which run is published is damaged.",
                    "Delete it and run the plate again.",
                    e);
        }
    }

    private static TreeMap<String, String> map(JsonNode node) {
        TreeMap<String, String> map = new TreeMap<>();
        node.fields()
                .forEachRemaining(
                        field -> map.put(field.getKey(), field.getValue().asText()));
        return map;
    }

    /** For each well, the run whose rows of a table the plate shows. */
    TreeMap<String, String> runs(String table) {
        return table.equals(TableSchemas.FAILURES_TABLE) ? failures : wells;
    }

    String toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("plate", plate);
        putAll(root.putObject("wells"), wells);
        putAll(root.putObject("failures"), failures);
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void putAll(ObjectNode node, Map<String, String> map) {
        map.forEach(node::put);
    }
}
