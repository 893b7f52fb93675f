package org.cellineage.jobs.store.iceberg;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.store.PublishedTables;
import org.cellineage.jobs.store.RunHistory;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadOutputException;

/**
 * Earlier runs, by the snapshots of movies, the last table that a publication changes: its snapshot names those of the
 * other tables.
 */
final class IcebergHistory implements RunHistory {

    private static final int MOST_RUNS_TOLD = 5;

    private final SparkSession spark;
    private final TablePlace place;
    private final Supplier<IcebergTables> current;

    /** @param current the tables as they are published when it is asked */
    IcebergHistory(SparkSession spark, TablePlace place, Supplier<IcebergTables> current) {
        this.spark = spark;
        this.place = place;
        this.current = current;
    }

    /** Snapshots of movies that belong to publications, the latest first. */
    private List<Snapshot> publications() {
        List<Snapshot> publications = new ArrayList<>();
        Optional<Table> movies = place.load(TableSchemas.MOVIES_TABLE);
        if (movies.isPresent()) {
            for (Snapshot snapshot : SnapshotUtil.currentAncestors(movies.get())) {
                if (Marks.of(snapshot, Marks.SET).isPresent()) {
                    publications.add(snapshot);
                }
            }
        }
        return publications;
    }

    @Override
    public List<String> runs() {
        Set<String> runs = new LinkedHashSet<>();
        publications().forEach(snapshot -> Marks.of(snapshot, Marks.RUN).ifPresent(runs::add));
        return List.copyOf(runs);
    }

    @Override
    public PublishedTables asOf(String runId) {
        List<Snapshot> all = publications();
        int last = 0;
        while (last < all.size()
                && Marks.of(all.get(last), Marks.RUN).filter(runId::equals).isEmpty()) {
            last++;
        }
        if (last == all.size()) {
            List<String> known = runs();
            throw new BadConfigurationException(
                    "--run " + runId,
                    "The tables of this run are not there any more, or it never published any.",
                    "The latest runs are: "
                            + String.join(", ", known.subList(0, Math.min(MOST_RUNS_TOLD, known.size()))) + ".");
        }
        Map<String, SortedMap<String, Long>> wanted = new TreeMap<>();
        for (Snapshot snapshot : all.subList(last, all.size())) {
            String plate = Marks.of(snapshot, Marks.PLATE).orElse("");
            set(snapshot)
                    .forEach((table, id) -> wanted.computeIfAbsent(table, name -> new TreeMap<>())
                            .putIfAbsent(plate, id));
        }
        return new IcebergTables(spark, place, set(all.get(last)), wanted);
    }

    /** The snapshots of all tables that belong to a publication. */
    private static SortedMap<String, Long> set(Snapshot ofMovies) {
        SortedMap<String, Long> all =
                Marks.of(ofMovies, Marks.SET).map(Marks::snapshots).orElseGet(TreeMap::new);
        all.put(TableSchemas.MOVIES_TABLE, ofMovies.snapshotId());
        return all;
    }

    @Override
    public Expired expire(Instant before) throws IOException {
        // A run over a plate that is not published yet may be about to commit younger files.
        long yesterday = Instant.now().minus(Duration.ofDays(1)).toEpochMilli();
        IcebergTables published = current.get();
        int snapshots = 0;
        AtomicInteger files = new AtomicInteger();
        for (String name : TableSchemas.all().keySet()) {
            Optional<Table> found = place.load(name);
            if (found.isEmpty() || found.get().currentSnapshot() == null) {
                continue;
            }
            Table table = found.get();
            if (!published.isCurrent(name)) {
                throw new BadOutputException(
                        table.name(),
                        "Its current state is not what is published: a run is publishing a plate, or another program has"
                                + " rolled the table back.",
                        "Wait for the run to end; after a rollback, publish the plates again with 'run --force'.");
            }
            int there = count(table);
            table.expireSnapshots()
                    .expireOlderThan(before.toEpochMilli())
                    .retainLast(1)
                    .deleteWith(file -> {
                        table.io().deleteFile(file);
                        files.incrementAndGet();
                    })
                    .commit();
            table.refresh();
            snapshots += there - count(table);
            files.addAndGet(TableFiles.of(table).removeUnknown(Math.min(before.toEpochMilli(), yesterday)));
        }
        return new Expired(snapshots, files.get());
    }

    private static int count(Table table) {
        int count = 0;
        for (Snapshot ignored : table.snapshots()) {
            count++;
        }
        return count;
    }
}
