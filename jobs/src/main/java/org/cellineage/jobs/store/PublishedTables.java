package org.cellineage.jobs.store;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The tables as they were published at one moment; a run that publishes later changes nothing here. */
public interface PublishedTables {

    /**
     * A whole table, with the partition columns; empty, with its columns, where nothing is published.
     *
     * @throws IllegalArgumentException where there is no table of that name
     */
    Dataset<Row> table(String name);

    /** A table's rows of one well, found without looking at any other well. */
    Dataset<Row> ofWell(String name, String plate, String well);
}
