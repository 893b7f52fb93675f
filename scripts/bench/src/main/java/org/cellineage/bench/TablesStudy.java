package org.cellineage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageStores;
import org.cellineage.jobs.store.LineageViews;
import org.cellineage.jobs.store.PlateMap;
import org.cellineage.jobs.tables.TableSchemas;

/**
 * Size and speed of the tables at tens of millions of cells: makes simulated plates, measures what they take and how long
 * the questions of {@code docs/QUERIES.md} take, and compares layouts. {@code scripts/bench/tables} starts it.
 */
public final class TablesStudy {

    private static final Pattern QUESTION = Pattern.compile("## (\\d+)\\. [^\n]+\n.*?```sql\n(.*?)```", Pattern.DOTALL);
    private static final String ONE_WELL = "select * from cells where plate = 'P1' and well = 'B02'";

    private final SparkSession spark;
    private final Path folder;
    private final AtomicLong bytesRead = new AtomicLong();

    private TablesStudy(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
        spark.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                bytesRead.addAndGet(end.taskMetrics().inputMetrics().bytesRead());
            }
        });
    }

    /** {@code make FOLDER PLATES WELLS SITES FRAMES CELLS}, {@code measure FOLDER QUERIES.md [FIRST_QUESTION]}, {@code layouts FOLDER}. */
    public static void main(String[] args) throws Exception {
        // Reads of several ranges at once are not counted by Spark.
        System.setProperty("spark.hadoop.parquet.hadoop.vectored.io.enabled", "false");
        SparkSession spark = SparkSessions.open("tables");
        try {
            TablesStudy study = new TablesStudy(spark, Path.of(args[1]).toAbsolutePath());
            switch (args[0]) {
                case "make" -> study.make(args);
                case "measure" -> study.measure(Path.of(args[2]), args.length > 3 ? Integer.parseInt(args[3]) : 1);
                case "layouts" -> study.layouts();
                default -> throw new IllegalArgumentException("make, measure or layouts, not " + args[0]);
            }
        } finally {
            spark.stop();
        }
    }

    private LineageStore store() throws IOException {
        return LineageStores.load()
                .openExisting(
                        spark, OutputFolder.open(spark.sparkContext().hadoopConfiguration(), folder.toString()));
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    private void make(String[] args) throws IOException {
        long start = System.nanoTime();
        SimulatedTables tables = new SimulatedTables(
                "P1",
                Integer.parseInt(args[3]),
                Integer.parseInt(args[4]),
                Integer.parseInt(args[5]),
                Integer.parseInt(args[6]));
        LineageStore store = store();
        tables.write(spark, store);
        print(
                "one plate: %,d cells in %.0f s%n",
                store.table(TableSchemas.CELLS_TABLE).count(), seconds(start));
        copies(tables, Integer.parseInt(args[2]));
    }

    private void copies(SimulatedTables tables, int plates) throws IOException {
        long start = System.nanoTime();
        LineageStore store = store();
        for (int plate = 2; plate <= plates; plate++) {
            tables.copy(store, folder, "P" + plate);
        }
        Path map = Files.createTempFile("plate-map", ".csv");
        try {
            Files.writeString(map, tables.plateMap());
            store.keep(PlateMap.read(spark, map.toString()), store.wells().keySet());
        } finally {
            Files.delete(map);
        }
        print(
                "all plates: %,d cells, %.0f s more%n",
                store.table(TableSchemas.CELLS_TABLE).count(), seconds(start));
    }

    private void measure(Path queries, int firstQuestion) throws IOException, SQLException {
        long all = 0;
        for (String table : TableSchemas.all().keySet()) {
            if (Files.exists(folder.resolve(table))) {
                long size = files(folder.resolve(table)).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                all += size;
                print("%-10s %,15d bytes%n", table, size);
            }
        }
        printColumns(Columns.of(folder.resolve(TableSchemas.CELLS_TABLE)));
        LineageViews.register(spark, store());
        bytesRead.set(0);
        long start = System.nanoTime();
        spark.sql(ONE_WELL).write().format("noop").mode("overwrite").save();
        double took = seconds(start);
        long well = bytesRead();
        print("one well, all columns: %,d of %,d bytes, %.2f %%, %.1f s%n", well, all, 100.0 * well / all, took);
        for (Map.Entry<Integer, String> question :
                questions(queries).tailMap(firstQuestion).entrySet()) {
            start = System.nanoTime();
            bytesRead.set(0);
            int rows = spark.sql(question.getValue()).collectAsList().size();
            double sparkSeconds = seconds(start);
            long read = bytesRead();
            print(
                    "question %2d: Spark %5.1f s, %6.1f MB read; DuckDB %5.1f s; %d rows%n",
                    question.getKey(), sparkSeconds, read / 1e6, askDuckDb(question.getValue()), rows);
        }
    }

    private static NavigableMap<Integer, String> questions(Path page) throws IOException {
        NavigableMap<Integer, String> questions = new TreeMap<>();
        Matcher m = QUESTION.matcher(Files.readString(page));
        while (m.find()) {
            questions.put(Integer.parseInt(m.group(1)), m.group(2));
        }
        return questions;
    }

    private double askDuckDb(String query) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("set file_search_path = '" + folder + "'");
            statement.execute("set threads = 2");
            statement.execute("set memory_limit = '4GB'");
            statement.execute(Files.readString(folder.resolve("views.sql")));
            long start = System.nanoTime();
            try (ResultSet answer = statement.executeQuery(query)) {
                while (answer.next()) {
                    answer.getObject(1);
                }
            }
            return seconds(start);
        }
    }

    private static Map<Path, Long> files(Path folder) throws IOException {
        Map<Path, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(f -> f.toString().endsWith(".parquet")).toList()) {
                files.put(file, Files.size(file));
            }
        }
        return files;
    }

    /** What each column takes, from the footers. */
    private record Columns(long rows, Map<String, Long> bytes) {
        static Columns of(Path folder) throws IOException {
            Map<String, Long> bytes = new LinkedHashMap<>();
            long rows = 0;
            for (Path file : files(folder).keySet()) {
                var input = HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration());
                try (ParquetFileReader reader = ParquetFileReader.open(input)) {
                    for (BlockMetaData block : reader.getFooter().getBlocks()) {
                        rows += block.getRowCount();
                        for (ColumnChunkMetaData chunk : block.getColumns()) {
                            bytes.merge(chunk.getPath().toArray()[0], chunk.getTotalSize(), Long::sum);
                        }
                    }
                }
            }
            return new Columns(rows, bytes);
        }

        double bytesARow(String column) {
            return (double) bytes.getOrDefault(column, 0L) / rows;
        }

        double withoutMasks() {
            return bytes.keySet().stream()
                    .filter(column -> !column.equals("mask"))
                    .mapToDouble(this::bytesARow)
                    .sum();
        }
    }

    private static void printColumns(Columns columns) {
        columns.bytes()
                .keySet()
                .forEach(column -> print("  %-18s %6.2f bytes a row%n", column, columns.bytesARow(column)));
        print("%,d rows, %.1f bytes a row without masks%n", columns.rows(), columns.withoutMasks());
    }

    /** A way of writing the cells. */
    private record Layout(String name, List<String> order, Map<String, String> options) {}

    private static Layout layout(String name, String order, String... options) {
        Map<String, String> map = new LinkedHashMap<>(Map.of("compression", "zstd"));
        map.put("parquet.dictionary.page.size", Integer.toString(2 << 20));
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return new Layout(name, List.of(order.split(" ")), map);
    }

    private static List<Layout> candidates() {
        String byFrame = "site frame track_id";
        List<Layout> layouts = new ArrayList<>();
        layouts.add(layout("as written", byFrame));
        layouts.add(layout("by track, then frame", "site track_id frame"));
        layouts.add(layout("snappy", byFrame, "compression", "snappy"));
        layouts.add(layout("zstd level 9", byFrame, "parquet.compression.codec.zstd.level", "9"));
        layouts.add(layout("dictionaries to 1 MB", byFrame, "parquet.dictionary.page.size", "1048576"));
        layouts.add(layout("no dictionaries", byFrame, "parquet.enable.dictionary", "false"));
        layouts.add(layout("row groups of 16 MB", byFrame, "parquet.block.size", "16777216"));
        layouts.add(layout("pages of 64 KB", byFrame, "parquet.page.size", "65536"));
        layouts.add(layout("bloom filter on track_id", byFrame, "parquet.bloom.filter.enabled#track_id", "true"));
        return layouts;
    }

    /** Writes one plate's cells in each layout, and asks for a well, a frame, a track, and a figure of all cells. */
    private void layouts() throws IOException {
        print(
                "| layout | bytes a row | write s | one frame %% | one track %% | figures of all, s |%n|--|--|--|--|--|--|%n");
        Dataset<Row> cells = store().table(TableSchemas.CELLS_TABLE);
        Path out = folder.resolve("_layouts");
        for (Layout layout : candidates()) {
            long start = System.nanoTime();
            cells.sortWithinPartitions(Stream.concat(Stream.of("plate", "well", "run_id"), layout.order().stream())
                            .map(functions::col)
                            .toArray(Column[]::new))
                    .write()
                    .mode("overwrite")
                    .options(layout.options())
                    .partitionBy("plate", "well", "run_id")
                    .parquet(out.toString());
            double write = seconds(start);
            Columns columns = Columns.of(out);
            Dataset<Row> read = spark.read().parquet(out.toString());
            double bytes = columns.withoutMasks() * columns.rows();
            double frame = read(read.where("frame = 100")) / bytes;
            double track = read(read.where("movie_id = 'P1/A02/2' and track_id = 777")) / bytes;
            start = System.nanoTime();
            read(read.groupBy("movie_id", "track_id").agg(functions.expr("avg(mean_intensity['channel1'])")));
            print(
                    "| %s | %.1f | %.0f | %.2f | %.3f | %.1f |%n",
                    layout.name(), columns.withoutMasks(), write, 100 * frame, 100 * track, seconds(start));
        }
    }

    /** Bytes read for an answer, without masks. */
    private double read(Dataset<Row> answer) {
        bytesRead.set(0);
        answer.drop("mask").write().format("noop").mode("overwrite").save();
        return bytesRead();
    }

    /** What tasks read since it was last set to 0. */
    private long bytesRead() {
        try {
            spark.sparkContext().listenerBus().waitUntilEmpty();
        } catch (TimeoutException e) {
            throw new IllegalStateException("Spark's events do not come to an end", e);
        }
        return bytesRead.get();
    }
}
