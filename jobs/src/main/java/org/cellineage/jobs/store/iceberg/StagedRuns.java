package org.cellineage.jobs.store.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.problem.BadOutputException;

/**
 * Rows that runs have written and not published yet. Each run has a branch of its own in every table, which no reader
 * looks at. A file {@code _staged/PLATE/RUN} for each plate that it writes to, with no content, lets its leftovers be found
 * if it dies.
 */
final class StagedRuns {

    private static final String FOLDER = "_staged";
    private static final int MAX_ATTEMPTS = 30;
    private final OutputFolder output;
    private final TablePlace place;
    /** Files of a branch by plate; reading its manifests once is enough. */
    private final Map<Long, Map<String, List<DataFile>>> read = new HashMap<>();

    StagedRuns(OutputFolder output, TablePlace place) {
        this.output = output;
        this.place = place;
    }

    private static String branch(String runId) {
        return "run-" + runId;
    }

    private static String folder(String plate) {
        return FOLDER + "/" + ExternalCatalogUtils.escapePathName(plate);
    }

    private static String path(String runId, String plate) {
        return folder(plate) + "/" + runId;
    }

    /** Writes rows of a table to the run's branch. */
    void write(String table, String runId, Set<String> plates, Dataset<Row> rows) throws IOException {
        for (String plate : plates) {
            output.createIfAbsent(path(runId, plate), "");
        }
        try {
            Table there = place.forWriting(table);
            if (!there.refs().containsKey(branch(runId))) {
                change(there, branches -> branches.createBranch(branch(runId)));
            }
            rows.writeTo(place.name(table, "branch_" + branch(runId)))
                    .option("snapshot-property." + Marks.RUN, runId)
                    .append();
        } catch (Exception e) {
            // Spark throws checked exceptions without declaring them.
            throw output.explained(table, e);
        }
    }

    /**
     * The last snapshot of the run's branch, by table.
     *
     * @throws BadOutputException if another run has taken its plates over and removed what it wrote
     */
    SortedMap<String, Long> heads(String runId, String plate) throws IOException {
        if (!output.exists(path(runId, plate))) {
            throw new BadOutputException(
                    output.resolve(path(runId, plate)),
                    "What run " + runId + " wrote for plate " + plate
                            + " was removed by a later run, which took the plate" + " over.",
                    "Run again when it has finished.");
        }
        SortedMap<String, Long> heads = new TreeMap<>();
        for (String table : TableSchemas.all().keySet()) {
            place.load(table)
                    .map(there -> there.refs().get(branch(runId)))
                    .ifPresent(ref -> heads.put(table, ref.snapshotId()));
        }
        return heads;
    }

    /**
     * The files of some wells of a plate that a run wrote to a table.
     *
     * @throws BadOutputException if they have been removed
     */
    List<DataFile> files(Table table, long head, Publication publication, Set<String> wells) {
        if (table.snapshot(head) == null) {
            throw new BadOutputException(
                    table.name(),
                    "What run " + publication.runId() + " wrote for plate " + publication.plate()
                            + " was removed before it" + " was published.",
                    "Delete _publishing in the output folder and run the plate again with --force.");
        }
        List<DataFile> chosen = new ArrayList<>();
        for (DataFile file : read.computeIfAbsent(head, id -> byPlate(table, id, publication.runId()))
                .getOrDefault(publication.plate(), List.of())) {
            if (wells.contains(partition(table, file, "well"))) {
                chosen.add(file);
            }
        }
        return chosen;
    }

    private static Map<String, List<DataFile>> byPlate(Table table, long head, String runId) {
        Map<String, List<DataFile>> files = new HashMap<>();
        for (Snapshot snapshot : own(table, head, runId)) {
            for (DataFile file : added(table, snapshot)) {
                files.computeIfAbsent(partition(table, file, "plate"), plate -> new ArrayList<>())
                        .add(file);
            }
        }
        return files;
    }

    private static Iterable<DataFile> added(Table table, Snapshot snapshot) {
        return SnapshotChanges.builderFor(table).snapshot(snapshot).build().addedDataFiles();
    }

    /** The snapshots that a run has added to its branch. */
    private static List<Snapshot> own(Table table, long head, String runId) {
        List<Snapshot> own = new ArrayList<>();
        Optional<Snapshot> next = Optional.ofNullable(table.snapshot(head));
        while (next.filter(snapshot -> isStaged(snapshot, runId)).isPresent()) {
            own.add(next.get());
            next = next.map(Snapshot::parentId).map(table::snapshot);
        }
        return own;
    }

    private static boolean isStaged(Snapshot snapshot, String runId) {
        return Marks.of(snapshot, Marks.RUN).filter(runId::equals).isPresent()
                && Marks.of(snapshot, Marks.PUBLICATION).isEmpty();
    }

    /** The value of a partition column of a file. */
    static String partition(Table table, DataFile file, String column) {
        PartitionSpec spec =
                Objects.requireNonNull(table.specs().get(file.specId()), "a file of an unknown partitioning");
        int source = table.schema().findField(column).fieldId();
        for (int i = 0; i < spec.fields().size(); i++) {
            PartitionField field = spec.fields().get(i);
            if (field.sourceId() == source && field.transform().isIdentity()) {
                return String.valueOf(file.partition().get(i, Object.class));
            }
        }
        throw new BadOutputException(
                table.name(),
                "The table is not partitioned by " + column + " any more.",
                "Restore its partitioning: ALTER TABLE … ADD PARTITION FIELD " + column + ".");
    }

    /** Forgets a run whose plates are all published. Its files belong to the tables now. */
    void forget(String runId, Set<String> plates) throws IOException {
        remove(runId, false);
        for (String plate : plates) {
            output.delete(path(runId, plate));
        }
    }

    /**
     * Removes what dead runs wrote to some plates.
     *
     * @param plates plates that the caller has claimed, so that a run that still has rows of them here is dead
     * @param pending runs of publications that were interrupted over other plates; they are left alone
     */
    void removeDead(Set<String> plates, Set<String> pending) throws IOException {
        SortedMap<String, Set<String>> dead = new TreeMap<>();
        for (String plate : plates) {
            for (String runId : output.names(folder(plate))) {
                if (!pending.contains(runId)) {
                    dead.computeIfAbsent(runId, run -> new TreeSet<>()).add(plate);
                }
            }
        }
        for (Map.Entry<String, Set<String>> run : dead.entrySet()) {
            remove(run.getKey(), true);
            for (String table : TableSchemas.all().keySet()) {
                Optional<Table> there = place.load(table);
                if (there.isPresent()) {
                    TableFiles.of(there.get()).removeUnknown(run.getValue());
                }
            }
            for (String plate : run.getValue()) {
                output.delete(path(run.getKey(), plate));
            }
        }
    }

    /** Changes branches. Iceberg itself gives up if another process commits to the table at the same time. */
    private static void change(Table table, Consumer<ManageSnapshots> how) {
        for (int attempt = 1; ; attempt++) {
            try {
                ManageSnapshots branches = table.manageSnapshots();
                how.accept(branches);
                branches.commit();
                return;
            } catch (CommitFailedException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                table.refresh();
            }
        }
    }

    private void remove(String runId, boolean withFiles) throws IOException {
        for (String name : TableSchemas.all().keySet()) {
            Optional<Table> there = place.load(name);
            if (there.isPresent()) {
                try {
                    remove(there.get(), runId, withFiles);
                } catch (RuntimeException e) {
                    throw output.explained(name, e);
                }
            }
        }
    }

    private static void remove(Table table, String runId, boolean withFiles) {
        SnapshotRef branch = table.refs().get(branch(runId));
        if (branch == null) {
            return;
        }
        List<Snapshot> own = own(table, branch.snapshotId(), runId);
        change(table, branches -> branches.removeBranch(branch(runId)));
        if (!own.isEmpty()) {
            // Nothing else: without a time, Iceberg would also expire snapshots that are older than five days.
            ExpireSnapshots expiry = table.expireSnapshots().expireOlderThan(0).cleanExpiredFiles(withFiles);
            own.forEach(snapshot -> expiry.expireSnapshotId(snapshot.snapshotId()));
            expiry.commit();
        }
    }
}
