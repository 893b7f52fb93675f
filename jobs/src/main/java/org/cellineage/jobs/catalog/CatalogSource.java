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
 * @param storage where the inputs lie
 * @param output where headers are kept that were read, so that what has not changed is not opened again
 * @param describer who reads headers
 */
public record CatalogSource(Storage storage, Optional<OutputFolder> output, MovieDescriber describer) {

    /** Every header is read anew, in this process. */
    public static CatalogSource of(Storage storage) {
        return new CatalogSource(storage, Optional.empty(), new HeaderThreads());
    }

    /** What was read before is kept in the output; many headers are read by Spark's tasks. */
    public static CatalogSource of(SparkSession spark, Storage storage, OutputFolder output) {
        return new CatalogSource(storage, Optional.of(output), new SparkHeaders(spark));
    }
}
