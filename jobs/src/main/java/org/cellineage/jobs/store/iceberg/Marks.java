package org.cellineage.jobs.store.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.cellineage.problem.BadOutputException;

/** What the summaries of snapshots say of runs. */
final class Marks {

    /** The run whose rows a snapshot added. */
    static final String RUN = "cellineage.run-id";

    /** The plate of which a snapshot replaced rows; only snapshots that belong to a publication have one. */
    static final String PLATE = "cellineage.plate";

    /** The publication that a snapshot belongs to. */
    static final String PUBLICATION = "cellineage.publication";

    /** In the last table of a publication: the snapshots of the others, as a JSON object. */
    static final String SET = "cellineage.snapshots";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Marks() {}

    static Optional<String> of(Snapshot snapshot, String mark) {
        return Optional.ofNullable(snapshot.summary().get(mark));
    }

    static void set(SnapshotUpdate<?> update, Publication publication) {
        update.set(RUN, publication.runId());
        update.set(PLATE, publication.plate());
        update.set(PUBLICATION, publication.id());
    }

    /** The text of {@link #SET}. */
    static String text(Map<String, Long> snapshots) {
        ObjectNode root = JSON.createObjectNode();
        new TreeMap<>(snapshots).forEach(root::put);
        return root.toString();
    }

    /** The other snapshots of a publication, by table. */
    static SortedMap<String, Long> snapshots(String text) {
        try {
            return PlatePointer.numbers(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new BadOutputException(
                    SET,
                    "The summary of a snapshot is damaged.",
                    "Ask for the tables of another run, or without --run.",
                    e);
        }
    }
}
