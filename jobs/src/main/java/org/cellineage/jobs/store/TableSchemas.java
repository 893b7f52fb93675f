package org.cellineage.jobs.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of the tables, without the partition columns {@code plate}, {@code well} and {@code run_id} that all have.
 * {@code docs/TABLES.md} says what each means; a test holds the two against each other.
 */
public final class TableSchemas {

    /**
     * Version of the tables, in the metadata of every file. Columns are added at the end, and read as null from files that
     * lack them; then the version stays. It rises when a column goes, or changes its name, type or meaning.
     */
    public static final int VERSION = 1;

    /** Where files tell the version: metadata of their first column. */
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

    private static final DataType INT = DataTypes.IntegerType;
    private static final DataType LONG = DataTypes.LongType;
    private static final DataType DOUBLE = DataTypes.DoubleType;
    private static final DataType TEXT = DataTypes.StringType;
    private static final DataType BY_CHANNEL = DataTypes.createMapType(TEXT, DOUBLE);

    /** One row a cell and frame. */
    public static final StructType CELLS = new StructType()
            .add("movie_id", TEXT)
            .add("site", TEXT)
            .add("track_id", INT)
            .add("frame", INT)
            .add("time_s", DOUBLE)
            .add("y_px", DOUBLE)
            .add("x_px", DOUBLE)
            .add("y_um", DOUBLE)
            .add("x_um", DOUBLE)
            .add("min_y_px", INT)
            .add("min_x_px", INT)
            .add("max_y_px", INT)
            .add("max_x_px", INT)
            .add("area_px", INT)
            .add("area_um2", DOUBLE)
            .add("perimeter_px", DOUBLE)
            .add("eccentricity", DOUBLE)
            .add("major_axis_px", DOUBLE)
            .add("minor_axis_px", DOUBLE)
            .add("orientation_rad", DOUBLE)
            .add("solidity", DOUBLE)
            .add("touches_border", DataTypes.BooleanType)
            .add("mean_intensity", BY_CHANNEL)
            .add("std_intensity", BY_CHANNEL)
            .add("min_intensity", BY_CHANNEL)
            .add("max_intensity", BY_CHANNEL)
            .add("mask", DataTypes.BinaryType)
            .add("link_probability", DOUBLE)
            .add("link_margin", DOUBLE);

    /** One row a track. */
    public static final StructType TRACKS = new StructType()
            .add("movie_id", TEXT)
            .add("site", TEXT)
            .add("track_id", INT)
            .add("parent_track_id", INT)
            .add("root_track_id", INT)
            .add("generation", INT)
            .add("lineage_path", TEXT)
            .add("first_frame", INT)
            .add("last_frame", INT)
            .add("length_frames", INT)
            .add("frames_seen", INT)
            .add("gap_frames", INT)
            .add("length_s", DOUBLE)
            .add("origin", TEXT)
            .add("fate", TEXT)
            .add("division_probability", DOUBLE)
            .add("first_y_px", DOUBLE)
            .add("first_x_px", DOUBLE)
            .add("last_y_px", DOUBLE)
            .add("last_x_px", DOUBLE)
            .add("path_length_px", DOUBLE)
            .add("net_displacement_px", DOUBLE)
            .add("mean_speed_px_per_frame", DOUBLE)
            .add("mean_area_px", DOUBLE)
            .add("mean_link_probability", DOUBLE);

    /** One row a division. */
    public static final StructType DIVISIONS = new StructType()
            .add("movie_id", TEXT)
            .add("site", TEXT)
            .add("mother_track_id", INT)
            .add("daughter_1_track_id", INT)
            .add("daughter_2_track_id", INT)
            .add("frame", INT)
            .add("time_s", DOUBLE)
            .add("y_px", DOUBLE)
            .add("x_px", DOUBLE)
            .add("probability", DOUBLE);

    /** One row a movie. */
    public static final StructType MOVIES = new StructType()
            .add("movie_id", TEXT)
            .add("site", TEXT)
            .add("status", TEXT)
            .add("source", TEXT)
            .add("input", TEXT)
            .add("layout", TEXT)
            .add("frames", INT)
            .add("frames_failed", INT)
            .add("width_px", INT)
            .add("height_px", INT)
            .add("pixel_type", TEXT)
            .add("channels", DataTypes.createArrayType(TEXT))
            .add("pixel_size_um", DOUBLE)
            .add("frame_interval_s", DOUBLE)
            .add("nucleus_diameter_px", DOUBLE)
            .add("nucleus_diameter_doubt", DOUBLE)
            .add("nucleus_diameter_origin", TEXT)
            .add("cells", LONG)
            .add("tracks", INT)
            .add("divisions", INT)
            .add("links", LONG)
            .add("mean_link_probability", DOUBLE)
            .add("low_margin_link_fraction", DOUBLE)
            .add("segmentation", TEXT)
            .add("linking", TEXT)
            .add("config_hash", TEXT)
            .add("input_hash", TEXT)
            .add("model_hash", TEXT)
            .add("processed_run_id", TEXT)
            .add("software_version", TEXT)
            .add("segment_seconds", DOUBLE)
            .add("track_seconds", DOUBLE)
            .add("drift_px_per_frame", DOUBLE)
            .add("drift_y_px", DOUBLE)
            .add("drift_x_px", DOUBLE)
            .add("link_model_hash", TEXT)
            .add("input_bytes", LONG)
            .add("segment_frames_per_s", DOUBLE)
            .add("track_cells_per_s", DOUBLE)
            .add("outage_frames", DataTypes.createArrayType(INT));

    /** One row a failure. */
    public static final StructType FAILURES = new StructType()
            .add("movie_id", TEXT)
            .add("site", TEXT)
            .add("frame", INT)
            .add("stage", TEXT)
            .add("where", TEXT)
            .add("cause", TEXT)
            .add("remedy", TEXT);

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

    /** Columns by which a well's rows of a table are sorted. */
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

    /** A table's columns as readers see them: its own and the partition columns. */
    public static StructType withPartitions(StructType table) {
        return table.add("plate", TEXT).add("well", TEXT).add("run_id", TEXT);
    }
}
