package org.cellineage.jobs.store.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.io.CloseableIterable;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.Calibration;
import org.cellineage.jobs.store.Conditions;
import org.cellineage.jobs.store.Dialect;
import org.cellineage.jobs.store.LineageViews;
import org.cellineage.jobs.store.script.DuckDbViews;
import org.cellineage.jobs.tables.TableSchemas;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The view files in the output folder. DuckDB's name the data files of what is published, so that neither DuckDB's
 * extension for Iceberg nor a catalog is needed; Spark's name the tables.
 */
final class ViewFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ViewFiles.class);
    private static final String SPARK_FILE = "views.spark.sql";
    /** Limit on rewrites; this many runs never finish while one small file is written. */
    private static final int MAX_WRITES = 100;
    /** The name under which the header of Spark's file defines the catalog. */
    private static final String CATALOG = "lineages";

    private final OutputFolder output;
    private final TablePlace place;

    ViewFiles(OutputFolder output, TablePlace place) {
        this.output = output;
        this.place = place;
    }

    /**
     * Writes them. Runs over other plates may publish at the same time; each looks again after writing, so that the last
     * writer has seen all.
     */
    void write(Supplier<IcebergTables> tables, Conditions conditions, Calibration calibration) throws IOException {
        output.replace(SPARK_FILE, spark(conditions, calibration));
        for (int i = 0; i < MAX_WRITES; i++) {
            String text = DuckDbViews.sql(files(tables.get()), false, conditions, calibration);
            if (output.read(DuckDbViews.FILE).equals(Optional.of(text))) {
                return;
            }
            output.replace(DuckDbViews.FILE, text);
        }
    }

    private Map<String, List<String>> files(IcebergTables tables) throws IOException {
        Map<String, List<String>> files = new TreeMap<>();
        for (String table : TableSchemas.all().keySet()) {
            List<String> paths = new ArrayList<>();
            for (IcebergTables.Scan scan : tables.scans(table)) {
                try (CloseableIterable<FileScanTask> tasks = scan.tasks()) {
                    for (FileScanTask task : tasks) {
                        if (!task.deletes().isEmpty()) {
                            LOG.warn(
                                    "{}: another program deleted single rows of table {}, which views.sql still shows;"
                                            + " rewrite its data files to apply the deletions",
                                    output.location(),
                                    table);
                        }
                        paths.add(pattern(task.file().location()));
                    }
                }
            }
            paths.sort(null);
            files.put(table, paths);
        }
        return files;
    }

    /** A path as DuckDB reads it: relative to the output folder if it is there. */
    private String pattern(String location) {
        Path root = new Path(output.resolve("x")).getParent();
        String folder = root.toUri().getPath() + "/";
        Path file = new Path(location);
        String path = file.toUri().getPath();
        boolean isHere = place.isInOutput() && path.startsWith(folder);
        String scheme = Optional.ofNullable(file.toUri().getScheme()).orElse("file");
        String absolute = scheme.equals("file") ? path : location.replaceFirst("^s3[an]:", "s3:");
        return (isHere ? path.substring(folder.length()) : absolute).replaceAll("[*?\\[]", "[$0]");
    }

    private String spark(Conditions conditions, Calibration calibration) {
        StringBuilder sql = new StringBuilder("-- Views of the tables in Apache Iceberg. Start Spark with its jar");
        if (place.isInOutput()) {
            sql.append(", in this folder:\n-- spark-sql --packages ")
                    .append(IcebergStoreProvider.PACKAGE)
                    .append(" --conf spark.sql.catalog." + CATALOG + "=org.apache.iceberg.spark.SparkCatalog")
                    .append(" --conf spark.sql.catalog." + CATALOG + ".type=hadoop")
                    .append(" --conf spark.sql.catalog." + CATALOG + ".warehouse=\"$PWD\" -i " + SPARK_FILE + "\n");
        } else {
            sql.append(" and the catalog's settings: spark-sql --packages ")
                    .append(IcebergStoreProvider.PACKAGE)
                    .append(" … -i " + SPARK_FILE + "\n");
        }
        TableSchemas.all().forEach((table, schema) -> {
            String columns = Arrays.stream(TableSchemas.withPartitions(schema).fieldNames())
                    .map(name -> "`" + name + "`")
                    .collect(Collectors.joining(", "));
            String name = place.isInOutput() ? CATALOG + "." + table : place.name(table);
            sql.append("create or replace temporary view " + table + " as select " + columns + " from " + name + ";\n");
        });
        return sql.append(conditions.definition(Dialect.SPARK))
                .append(LineageViews.definitions(Dialect.SPARK, calibration))
                .toString();
    }
}
