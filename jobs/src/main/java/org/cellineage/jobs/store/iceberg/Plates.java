package org.cellineage.jobs.store.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.tables.TableSchemas;

/**
 * Publishes plates. A publication is written down ({@link Publication}), committed to each table, in an order that ends
 * with movies, and made visible by replacing the plate's pointer ({@link PlatePointer}). If it is interrupted, readers see
 * what was there before, and {@link #complete} does what is left: a table that has been committed to is recognised by the
 * mark in its snapshot.
 */
final class Plates {

    private static final String POINTERS = "_published";
    private static final String PUBLICATIONS = "_publishing";

    private final OutputFolder output;
    private final TablePlace place;
    private final StagedRuns staged;

    Plates(OutputFolder output, TablePlace place, StagedRuns staged) {
        this.output = output;
        this.place = place;
        this.staged = staged;
    }

    private static String file(String folder, String plate) {
        return folder + "/" + ExternalCatalogUtils.escapePathName(plate) + ".json";
    }

    /** What readers see of a plate. */
    PlatePointer pointer(String plate) throws IOException {
        String path = file(POINTERS, plate);
        return output.read(path)
                .map(json -> PlatePointer.parse(json, output.resolve(path)))
                .orElseGet(() -> PlatePointer.none(plate));
    }

    /** What readers see of all plates. */
    List<PlatePointer> pointers() throws IOException {
        List<PlatePointer> pointers = new ArrayList<>();
        for (String file : output.names(POINTERS)) {
            String path = POINTERS + "/" + file;
            Optional<String> json = file.endsWith(".json") ? output.read(path) : Optional.empty();
            json.ifPresent(text -> pointers.add(PlatePointer.parse(text, output.resolve(path))));
        }
        return pointers;
    }

    boolean hasAny() throws IOException {
        return !output.names(POINTERS).isEmpty();
    }

    /** Publishes a run's rows of a plate. */
    void publish(String runId, String plate, Set<String> wells, Set<String> covered) throws IOException {
        SortedSet<String> shown = new TreeSet<>(covered);
        // A well that shows nothing yet at least shows that its movies failed.
        shown.removeAll(pointer(plate).wells().keySet());
        shown.addAll(wells);
        Publication publication = new Publication(
                UUID.randomUUID().toString(), plate, runId, shown, new TreeSet<>(covered), staged.heads(runId, plate));
        output.replace(file(PUBLICATIONS, plate), publication.toJson());
        complete(publication);
    }

    /** Removes files that a process was replacing when it was killed, and completes a publication that it left. */
    void complete(String plate) throws IOException {
        output.removeUnfinished(file(POINTERS, plate));
        output.removeUnfinished(file(PUBLICATIONS, plate));
        String path = file(PUBLICATIONS, plate);
        Optional<Publication> left = output.read(path).map(json -> Publication.parse(json, output.resolve(path)));
        if (left.isPresent()) {
            complete(left.get());
        }
    }

    /** The runs of publications that were interrupted. */
    Set<String> pendingRuns() throws IOException {
        Set<String> runs = new TreeSet<>();
        for (String file : output.names(PUBLICATIONS)) {
            String path = PUBLICATIONS + "/" + file;
            output.read(path)
                    .ifPresent(json -> runs.add(
                            Publication.parse(json, output.resolve(path)).runId()));
        }
        return runs;
    }

    private void complete(Publication publication) throws IOException {
        PlatePointer before = pointer(publication.plate());
        if (!before.publication().equals(publication.id())) {
            SortedMap<String, Long> snapshots = new TreeMap<>();
            List<String> tables = new ArrayList<>(TableSchemas.all().keySet());
            tables.remove(TableSchemas.MOVIES_TABLE);
            tables.add(TableSchemas.MOVIES_TABLE);
            for (String table : tables) {
                try {
                    snapshots.put(table, commit(table, publication, snapshots));
                } catch (RuntimeException e) {
                    // What a file system says is within Iceberg's own exceptions.
                    throw output.explained(table, e);
                }
            }
            SortedMap<String, String> wells = new TreeMap<>(before.wells());
            publication.shown().forEach(well -> wells.put(well, publication.runId()));
            SortedMap<String, String> failures = new TreeMap<>(before.failures());
            publication.covered().forEach(well -> failures.put(well, publication.runId()));
            output.replace(
                    file(POINTERS, publication.plate()),
                    new PlatePointer(publication.plate(), publication.id(), wells, failures, snapshots).toJson());
        }
        output.delete(file(PUBLICATIONS, publication.plate()));
    }

    /**
     * Replaces wells in a table, unless this was done before. A table in which nothing changes gets a snapshot too, so
     * that every publication has one in each.
     *
     * @param others snapshots of the tables before this one
     * @return the snapshot
     */
    private long commit(String name, Publication publication, SortedMap<String, Long> others) {
        Table table = place.forWriting(name);
        Optional<Long> done = snapshot(table, publication);
        if (done.isPresent()) {
            return done.get();
        }
        OverwriteFiles overwrite = table.newOverwrite();
        SortedSet<String> wells = publication.wells(name);
        if (!wells.isEmpty()) {
            overwrite.overwriteByRowFilter(Expressions.and(
                    Expressions.equal("plate", publication.plate()), Expressions.in("well", wells.toArray())));
            Long head = publication.staged().get(name);
            if (head != null) {
                staged.files(table, head, publication, wells).forEach(overwrite::addFile);
            }
        }
        Marks.set(overwrite, publication);
        if (name.equals(TableSchemas.MOVIES_TABLE)) {
            overwrite.set(Marks.SET, Marks.text(others));
        }
        overwrite.commit();
        table.refresh();
        return snapshot(table, publication)
                .orElseThrow(() -> new IllegalStateException("the commit to " + table.name() + " was lost"));
    }

    private static Optional<Long> snapshot(Table table, Publication publication) {
        for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
            if (Marks.of(snapshot, Marks.PUBLICATION)
                    .filter(publication.id()::equals)
                    .isPresent()) {
                return Optional.of(snapshot.snapshotId());
            }
        }
        return Optional.empty();
    }
}
