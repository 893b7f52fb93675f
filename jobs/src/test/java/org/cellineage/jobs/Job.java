package org.cellineage.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageStores;
import org.cellineage.jobs.store.LineageViews;
import org.cellineage.jobs.tables.TableSchemas;

/** Runs real command lines in this process, and reads what they published. */
final class Job {

    /** For tests of which networks are not the subject: no time is spent in them. */
    static final List<String> WITHOUT_NETWORKS =
            List.of("--set", "segmentation.method=classical", "--set", "linking.method=geometric");

    /** Spark's own limit of folders that it lists on the driver. */
    static final int SPARKS_OWN = 32;

    private static int listedOnDriver = SPARKS_OWN;

    /** Exit code and what was printed. */
    record Result(int code, String out, String err) {}

    private Job() {}

    /** Gives Spark a master for the commands of this process; a session with another one is stopped. */
    static SparkSession spark(String master) {
        if (!master.equals(System.getProperty("spark.master"))) {
            SparkSession.getActiveSession().foreach(session -> {
                session.stop();
                return null;
            });
            System.setProperty("spark.master", master);
        }
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("spark.sql.shuffle.partitions", "2");
        // Compiling a query takes longer than it does with rows as few as these. Child processes and clusters compile.
        System.setProperty("spark.sql.codegen.wholeStage", "false");
        System.setProperty("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        System.setProperty("spark.hadoop.fs.faulty.impl", FaultyFileSystem.class.getName());
        SparkSession spark = SparkSessions.open("test");
        spark.conf().set("spark.sql.sources.parallelPartitionDiscovery.threshold", listedOnDriver);
        // Another test of this process may have opened the session without it.
        spark.sparkContext().hadoopConfiguration().set("fs.faulty.impl", FaultyFileSystem.class.getName());
        return spark;
    }

    /** How many folders of a table Spark lists on the driver; it lists more of them on executors. */
    static void foldersListedOnDriver(int most) {
        listedOnDriver = most;
    }

    static Result run(String... arguments) {
        spark(System.getProperty("spark.master", "local[2]"));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Cellineage.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
        return new Result(code, out.toString(), err.toString());
    }

    static LineageStore store(Object output) throws IOException {
        SparkSession spark = SparkSessions.open("test");
        return LineageStores.load()
                .openExisting(spark, OutputFolder.open(spark.sparkContext().hadoopConfiguration(), output.toString()));
    }

    /** Makes the tables and views of an output known to the session of the tests. */
    static void registerViews(Object output) throws IOException {
        LineageViews.register(SparkSessions.open("test"), store(output));
    }

    static List<Row> rows(Object output, String table, String... columns) {
        try {
            Dataset<Row> rows = store(output).table(table);
            return columns.length == 0
                    ? rows.collectAsList()
                    : rows.selectExpr(columns).orderBy(columns[0]).collectAsList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Row> failures(Object output) {
        return rows(output, TableSchemas.FAILURES_TABLE, "movie_id", "frame", "stage", "cause", "remedy", "`where`");
    }

    /** Everything the tables say, as text, less what names a run or measures time. */
    static Map<String, List<String>> contents(Object output) {
        Map<String, List<String>> contents = new TreeMap<>();
        for (String table : TableSchemas.all().keySet()) {
            List<String> lines = new ArrayList<>();
            for (Row row : rows(output, table)) {
                StringBuilder line = new StringBuilder();
                for (String field : row.schema().fieldNames()) {
                    if (!field.endsWith("run_id") && !field.endsWith("_seconds") && !field.endsWith("_per_s")) {
                        Object value = row.get(row.fieldIndex(field));
                        line.append(field).append('=');
                        line.append(value instanceof byte[] bytes ? Arrays.toString(bytes) : value)
                                .append(' ');
                    }
                }
                lines.add(line.toString());
            }
            lines.sort(null);
            contents.put(table, lines);
        }
        return contents;
    }
}
