package org.cellineage.jobs.tables;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of the tables, without the partition columns {@code plate}, {@code well} and {@code run_id} that all
 * have. {@code docs/TABLES.md} explains each column; a test compares the two.
 */
public final class TableSchemas {

    /**
     * Version of the tables, in the metadata of every file. New columns are appended and read as null from older files;
     * the version then stays the same. It is raised when a column is removed, or its name, type or meaning changes.
     */
    public static final int VERSION = 1;

    /** Key of the version in the metadata of a file's first column. */
    public static final String VERSION_KEY = "cellineage.schema_version";

    /** The movies table's name. */
    public static final String MOVIES_TABLE = "movies";

    /** The cells table's name. */
    public static final String CELLS_TABLE = "cells";

    /** The tracks table's name. */
    public static final String TRACKS_TABLE = "tracks";

    /** The divisions table's name. */
    public static final String DIVISIONS_TABLE = "divisions";

    /** The failures table's name. */
    public static final String FAILURES_TABLE = "failures";

    /** One row per cell and frame. */
    public static final StructType CELLS = CellTable.COLUMNS.schema();

    /** One row per track. */
    public static final StructType TRACKS = TrackTable.COLUMNS.schema();

    /** One row per division. */
    public static final StructType DIVISIONS = DivisionTable.COLUMNS.schema();

    /** One row per movie. */
    public static final StructType MOVIES = MovieTable.COLUMNS.schema();

    /** One row per failure. */
    public static final StructType FAILURES = FailureTable.COLUMNS.schema();

    private TableSchemas() {}

    /** All tables by name. */
    public static Map<String, StructType> all() {
        Map<String, StructType> tables = new LinkedHashMap<>();
        tables.put(MOVIES_TABLE, MOVIES);
        tables.put(CELLS_TABLE, CELLS);
        tables.put(TRACKS_TABLE, TRACKS);
        tables.put(DIVISIONS_TABLE, DIVISIONS);
        tables.put(FAILURES_TABLE, FAILURES);
        return tables;
    }

    /** Columns by which the rows of a well are sorted in a table. */
    public static List<String> order(String table) {
        return switch (table) {
            case CELLS_TABLE -> List.of("site", "frame", "track_id");
            case TRACKS_TABLE -> List.of("site", "track_id");
            case DIVISIONS_TABLE -> List.of("site", "mother_track_id");
            case MOVIES_TABLE -> List.of("site");
            case FAILURES_TABLE -> List.of("site", "frame", "where");
            default -> throw new IllegalArgumentException("there is no table " + table);
        };
    }

    /** The columns of a table as readers see them, including the partition columns. */
    public static StructType withPartitions(StructType table) {
        return table.add("plate", DataTypes.StringType)
                .add("well", DataTypes.StringType)
                .add("run_id", DataTypes.StringType);
    }
}
