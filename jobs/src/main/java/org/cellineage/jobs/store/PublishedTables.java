package org.cellineage.jobs.store;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The tables as published at one moment; a run that publishes later does not change them. */
public interface PublishedTables {

    /**
     * A whole table with the partition columns; empty, with its columns, if nothing is published.
     *
     * @throws IllegalArgumentException if there is no table with this name
     */
    Dataset<Row> table(String name);

    /** The rows of some wells of each plate in a table, found without accessing any other well. */
    Dataset<Row> ofWells(String name, Map<String, Set<String>> wells);
}
