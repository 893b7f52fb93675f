package org.cellineage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageStores;
import org.cellineage.jobs.store.LineageViews;
import org.cellineage.jobs.tables.TableSchemas;

/**
 * Tables of millions of cells in the store iceberg: how long writing and publishing them takes, and which share of their
 * bytes a query over one well reads. {@code scripts/bench/iceberg} starts it.
 */
public final class IcebergStudy {

    private static final int WELLS = 96;
    private static final int SITES = 1;
    private static final int FRAMES = 100;
    private static final int FIRST_CELLS = 100;
    private static final String ONE_WELL = "select count(*), sum(length(mask)), sum(area_px), max(map_values(mean_intensity)[0])"
            + " from cells where plate = 'P1' and well = 'B02' group by plate";

    private IcebergStudy() {}

    /** {@code FOLDER CELLS [STORE]}: plates of 96 wells and some million cells are written until there are as many cells. */
    public static void main(String[] args) throws IOException, TimeoutException {
        // Reads of several ranges at once are not counted by Spark.
        System.setProperty("spark.hadoop.parquet.hadoop.vectored.io.enabled", "false");
        SparkSession spark = SparkSessions.open("iceberg");
        try {
            study(spark, Path.of(args[0]).toAbsolutePath(), Long.parseLong(args[1]), args.length > 2 ? args[2] : "iceberg");
        } finally {
            spark.stop();
        }
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    private static void study(SparkSession spark, Path folder, long wanted, String name)
            throws IOException, TimeoutException {
        OutputFolder output = OutputFolder.open(spark.sparkContext().hadoopConfiguration(), folder.toString());
        LineageStore store = LineageStores.load().open(spark, output, name);
        long start = System.nanoTime();
        long cells = store.table(TableSchemas.CELLS_TABLE).count();
        for (int plate = store.wells().size() + 1; cells < wanted; plate++) {
            new SimulatedTables("P" + plate, WELLS, SITES, FRAMES, FIRST_CELLS).write(spark, store);
            cells = store.table(TableSchemas.CELLS_TABLE).count();
            print("%d plates: %,d cells, %.0f s%n", plate, cells, seconds(start));
        }
        AtomicLong bytesRead = new AtomicLong();
        spark.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                bytesRead.addAndGet(end.taskMetrics().inputMetrics().bytesRead());
            }
        });
        LineageViews.register(spark, store);
        start = System.nanoTime();
        spark.sql(ONE_WELL).collectAsList();
        double took = seconds(start);
        spark.sparkContext().listenerBus().waitUntilEmpty();
        long data = bytes(folder.resolve(TableSchemas.CELLS_TABLE));
        print(
                "store %s: %,d cells in %,d wells take %,d bytes; a query over one well reads %,d of them, %.2f %%, in %.1f s%n",
                name,
                cells,
                (long) store.wells().size() * WELLS,
                data,
                bytesRead.get(),
                100.0 * bytesRead.get() / data,
                took);
    }

    private static long bytes(Path table) throws IOException {
        try (Stream<Path> files = Files.walk(table)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
