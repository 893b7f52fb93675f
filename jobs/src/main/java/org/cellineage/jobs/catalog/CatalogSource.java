package org.cellineage.jobs.catalog;

import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.MovieDescriber;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.HeaderThreads;
import org.cellineage.jobs.hadoop.OutputFolder;

/**
 * How catalogs are read.
 *
 * @param storage storage of the inputs
 * @param output where headers are cached, so that unchanged files are not opened again
 * @param describer reads headers
 */
public record CatalogSource(Storage storage, Optional<OutputFolder> output, MovieDescriber describer) {

    /** Reads every header again, in this process. */
    public static CatalogSource of(Storage storage) {
        return new CatalogSource(storage, Optional.empty(), new HeaderThreads());
    }

    /** Caches headers in the output, and reads many headers in Spark tasks. */
    public static CatalogSource of(SparkSession spark, Storage storage, OutputFolder output) {
        return new CatalogSource(storage, Optional.of(output), new SparkHeaders(spark));
    }
}
