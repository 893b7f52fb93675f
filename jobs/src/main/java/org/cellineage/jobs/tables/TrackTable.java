package org.cellineage.jobs.tables;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import org.apache.spark.sql.Row;
import org.cellineage.cell.Precision;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.track.Fate;
import org.cellineage.track.Origin;
import org.cellineage.track.Track;
import org.jspecify.annotations.Nullable;

/**
 * A row of the tracks table.
 *
 * @param movie the track's movie
 * @param track the track
 * @param corrected whether a person decided about any of its cells or about how it ends
 */
public record TrackTable(MovieInfo movie, Track track, boolean corrected) {

    /** Columns of the table. */
    public static final Columns<TrackTable> COLUMNS = new Columns<TrackTable>()
            .add("movie_id", StringType, row -> row.movie.key().id())
            .add("site", StringType, row -> row.movie.key().site())
            .add("track_id", IntegerType, row -> row.track.trackId())
            .add("parent_track_id", IntegerType, TrackTable::parent)
            .add("root_track_id", IntegerType, row -> row.track.rootTrackId())
            .add("generation", IntegerType, row -> row.track.generation())
            .add("lineage_path", StringType, row -> row.track.lineagePath())
            .add("first_frame", IntegerType, row -> row.track.firstFrame())
            .add("last_frame", IntegerType, row -> row.track.lastFrame())
            .add("length_frames", IntegerType, row -> row.track.lengthFrames())
            .add("frames_seen", IntegerType, row -> row.track.framesSeen())
            .add("gap_frames", IntegerType, row -> row.track.lengthFrames() - row.track.framesSeen())
            .number("length_s", DoubleType, row -> row.movie.seconds(row.track.lengthFrames()))
            .add("origin", StringType, row -> row.track.origin().label())
            .add("fate", StringType, row -> row.track.fate().label())
            .number("division_probability", DoubleType, row -> Precision.score(row.track.divisionProbability()))
            .number("first_y_px", DoubleType, row -> row.track.firstYPx())
            .number("first_x_px", DoubleType, row -> row.track.firstXPx())
            .number("last_y_px", DoubleType, row -> row.track.lastYPx())
            .number("last_x_px", DoubleType, row -> row.track.lastXPx())
            .number("path_length_px", DoubleType, row -> row.track.pathLengthPx())
            .number("net_displacement_px", DoubleType, row -> row.track.netDisplacementPx())
            .number("mean_speed_px_per_frame", DoubleType, TrackTable::meanSpeed)
            .number("mean_area_px", DoubleType, row -> row.track.meanAreaPx())
            .number("mean_link_probability", DoubleType, row -> Precision.score(row.track.meanLinkProbability()))
            .number("error_probability", DoubleType, row -> Precision.score(row.track.errorProbability()))
            .add("corrected", BooleanType, TrackTable::corrected);

    /** The track of a row. */
    public static Track track(Row row) {
        int parent = row.fieldIndex("parent_track_id");
        return new Track(
                row.getInt(row.fieldIndex("track_id")),
                row.isNullAt(parent) ? Track.NO_PARENT : row.getInt(parent),
                row.getInt(row.fieldIndex("root_track_id")),
                row.getInt(row.fieldIndex("generation")),
                row.getString(row.fieldIndex("lineage_path")),
                row.getInt(row.fieldIndex("first_frame")),
                row.getInt(row.fieldIndex("last_frame")),
                row.getInt(row.fieldIndex("frames_seen")),
                Origin.ofLabel(row.getString(row.fieldIndex("origin"))),
                Fate.ofLabel(row.getString(row.fieldIndex("fate"))),
                Unknown.asNaN(row, "division_probability"),
                Unknown.asNaN(row, "first_y_px"),
                Unknown.asNaN(row, "first_x_px"),
                Unknown.asNaN(row, "last_y_px"),
                Unknown.asNaN(row, "last_x_px"),
                Unknown.asNaN(row, "path_length_px"),
                Unknown.asNaN(row, "mean_area_px"),
                Unknown.asNaN(row, "mean_link_probability"),
                Unknown.asNaN(row, "error_probability"));
    }

    private @Nullable Object parent() {
        return track.parentTrackId() == Track.NO_PARENT ? null : track.parentTrackId();
    }

    private @Nullable Double meanSpeed() {
        int steps = track.lastFrame() - track.firstFrame();
        return steps == 0 ? null : track.pathLengthPx() / steps;
    }
}
