package org.cellineage.jobs.store.iceberg;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.cellineage.problem.BadOutputException;

/**
 * From which snapshots of a table each plate is read. Usually one is enough for all plates: a snapshot shows a plate as
 * the last publication before it left it. Plates for which that is not the publication wanted, because another is being
 * committed, are read from snapshots of their own.
 *
 * @param base the snapshot from which all plates are read that are not excluded
 * @param excluded plates that are not read from it
 * @param own other snapshots, with the plates that are read from them
 */
record Slices(long base, SortedSet<String> excluded, SortedMap<Long, SortedSet<String>> own) {

    /**
     * Finds the snapshots.
     *
     * @param base the snapshot to read from where possible
     * @param wanted for each plate, the snapshot that belongs to the publication wanted. A plate that is not named is
     *     excluded if a publication of it is known, and otherwise read from the base.
     * @throws BadOutputException if a snapshot that is needed has been removed
     */
    static Slices of(Table table, long base, Map<String, Long> wanted) {
        if (table.snapshot(base) == null) {
            throw gone(table, base);
        }
        SortedMap<String, Long> latest = new TreeMap<>();
        for (Snapshot snapshot : SnapshotUtil.ancestorsOf(base, table::snapshot)) {
            Marks.of(snapshot, Marks.PLATE).ifPresent(plate -> latest.putIfAbsent(plate, snapshot.snapshotId()));
        }
        Slices slices = new Slices(base, new TreeSet<>(), new TreeMap<>());
        latest.forEach((plate, snapshot) -> {
            Optional<Long> want = Optional.ofNullable(wanted.get(plate));
            if (!want.equals(Optional.of(snapshot))) {
                slices.excluded().add(plate);
                want.ifPresent(id -> slices.add(table, plate, id));
            }
        });
        wanted.forEach((plate, snapshot) -> {
            // Not one of the base's: either so old that it was expired, and nothing has changed since, or rolled back.
            if (!latest.containsKey(plate) && table.snapshot(snapshot) != null) {
                slices.excluded().add(plate);
                slices.add(table, plate, snapshot);
            }
        });
        return slices;
    }

    private void add(Table table, String plate, long snapshot) {
        if (table.snapshot(snapshot) == null) {
            throw gone(table, snapshot);
        }
        own.computeIfAbsent(snapshot, id -> new TreeSet<>()).add(plate);
    }

    private static BadOutputException gone(Table table, long snapshot) {
        return new BadOutputException(
                table.name(),
                "Snapshot " + snapshot + " was removed, which is needed to read the table.",
                "Ask for a later run; if you asked for none, run the plate again with --force.");
    }

    /** Whether every plate is read from the base. */
    boolean isOne() {
        return excluded.isEmpty() && own.isEmpty();
    }
}
