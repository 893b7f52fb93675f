package org.cellineage.jobs.store.iceberg;

import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageStoreProvider;
import org.cellineage.problem.BadConfigurationException;

/** Provides {@link IcebergLineageStore}, if Apache Iceberg is on the class path. */
public final class IcebergStoreProvider implements LineageStoreProvider {

    /** What a cluster fetches with {@code --packages}; the version that this project is built with. */
    static final String PACKAGE = "org.apache.iceberg:iceberg-spark-runtime-4.1_2.13:1.12.0";

    private static final String NEEDED = "org/apache/iceberg/spark/SparkCatalog.class";

    @Override
    public String name() {
        return "iceberg";
    }

    /**
     * {@inheritDoc}
     *
     * @throws BadConfigurationException if Iceberg's jar is missing
     */
    @Override
    public LineageStore open(SparkSession spark, OutputFolder output) {
        if (Thread.currentThread().getContextClassLoader().getResource(NEEDED) == null) {
            throw new BadConfigurationException(
                    output.location(),
                    "The store iceberg keeps its tables with Apache Iceberg, whose jar is not on the class path.",
                    "Add '--packages " + PACKAGE + "' to spark-submit, or '--spark-conf spark.jars.packages=" + PACKAGE
                            + "' to scripts/cellineage (docs/ICEBERG.md).");
        }
        return new IcebergLineageStore(spark, output);
    }
}
