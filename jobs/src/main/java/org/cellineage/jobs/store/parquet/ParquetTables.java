package org.cellineage.jobs.store.parquet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.cellineage.jobs.hadoop.GlobText;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.PublishedTables;
import org.cellineage.jobs.tables.TableSchemas;

/**
 * The tables as published at one moment: the pointers are read and the folders listed once, and each well's rows can
 * then be read without accessing any other well.
 */
final class ParquetTables implements PublishedTables {

    private final SparkSession spark;
    private final OutputFolder output;
    private final PublishedFolders folders;

    ParquetTables(SparkSession spark, OutputFolder output, PublishedFolders folders) {
        this.spark = spark;
        this.output = output;
        this.folders = folders;
    }

    @Override
    public Dataset<Row> table(String name) {
        return read(spark, output, name, folders.of(name));
    }

    @Override
    public Dataset<Row> ofWells(String name, Map<String, Set<String>> wells) {
        return read(spark, output, name, folders.of(name, wells));
    }

    static Dataset<Row> read(SparkSession spark, OutputFolder output, String table, List<String> folders) {
        StructType schema = TableSchemas.all().get(table);
        if (schema == null) {
            throw new IllegalArgumentException("there is no table " + table);
        }
        StructType columns = TableSchemas.withPartitions(schema);
        if (folders.isEmpty()) {
            return spark.createDataFrame(List.of(), columns);
        }
        return spark.read()
                .schema(columns)
                .option("basePath", output.resolve(table))
                .parquet(folders.stream()
                        .map(output::resolve)
                        .map(GlobText::escape)
                        .toArray(String[]::new));
    }
}
