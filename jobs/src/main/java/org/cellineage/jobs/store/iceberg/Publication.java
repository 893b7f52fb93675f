package org.cellineage.jobs.store.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.problem.BadOutputException;

/**
 * The publication of a run's rows of a plate, written to {@code _publishing/PLATE.json} before the first table is
 * changed, so that it can be completed by whoever finds it.
 *
 * @param id unique; the snapshots that belong to it bear it
 * @param plate the plate
 * @param runId the run
 * @param shown wells whose movies, cells, tracks and divisions are replaced
 * @param covered wells whose failures are replaced
 * @param staged for each table to which the run wrote, the snapshot that its branch ends with
 */
record Publication(
        String id,
        String plate,
        String runId,
        SortedSet<String> shown,
        SortedSet<String> covered,
        SortedMap<String, Long> staged) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Publication {
        shown = new TreeSet<>(shown);
        covered = new TreeSet<>(covered);
        staged = new TreeMap<>(staged);
    }

    /** The wells whose rows of a table are replaced. */
    SortedSet<String> wells(String table) {
        return table.equals(TableSchemas.FAILURES_TABLE) ? covered : shown;
    }

    static Publication parse(String json, String where) {
        try {
            JsonNode root = JSON.readTree(json);
            return new Publication(
                    root.path("id").asText(),
                    root.path("plate").asText(),
                    root.path("run_id").asText(),
                    texts(root.path("shown")),
                    texts(root.path("covered")),
                    PlatePointer.numbers(root.path("staged")));
        } catch (JsonProcessingException e) {
            throw new BadOutputException(
                    where,
                    "The file of a publication that was interrupted is damaged.",
                    "Delete it and run the plate again with --force.",
                    e);
        }
    }

    private static SortedSet<String> texts(JsonNode list) {
        SortedSet<String> texts = new TreeSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    String toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("id", id).put("plate", plate).put("run_id", runId);
        addAll(root.putArray("shown"), shown);
        addAll(root.putArray("covered"), covered);
        ObjectNode ids = root.putObject("staged");
        staged.forEach(ids::put);
        return root.toPrettyString() + "\n";
    }

    private static void addAll(ArrayNode list, Collection<String> texts) {
        texts.forEach(list::add);
    }
}
