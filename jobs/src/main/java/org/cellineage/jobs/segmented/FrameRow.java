package org.cellineage.jobs.segmented;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.cellineage.cell.Cell;
import org.cellineage.cell.FrameFeatures;
import org.cellineage.cell.Precision;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.codec.RecordCodec;
import org.cellineage.jobs.run.Failure;
import org.cellineage.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * One row of the segmented dataset: a frame with its cells, or with why there are none.
 *
 * @param plate plate of its movie
 * @param well well of its movie
 * @param site site of its movie
 * @param frame 0-based frame
 * @param width columns of the frame, pixels
 * @param height rows of the frame, pixels
 * @param seconds what its segmentation took
 * @param failure why it has no cells; null where it was segmented
 * @param passing whether the failure may pass by itself; false where it was segmented
 * @param cells ascending by label
 * @param features what learned linking needs of the pixels; null where it needs nothing
 */
public record FrameRow(
        String plate,
        String well,
        String site,
        int frame,
        int width,
        int height,
        double seconds,
        @Nullable Problem failure,
        boolean passing,
        List<Cell> cells,
        @Nullable FrameFeatures features) {

    /** The dataset's columns. */
    public static final RecordCodec<FrameRow> CODEC = RecordCodec.of(FrameRow.class);

    /** The dataset's columns, as Spark describes them. */
    public static final StructType SCHEMA = CODEC.schema();

    /** A frame that was segmented. Its cells are kept to the precision of the tables: what is linked is what they show. */
    public static FrameRow segmented(MovieKey movie, SegmentedFrame frame, double seconds) {
        return new FrameRow(
                movie.plate(),
                movie.well(),
                movie.site(),
                frame.frame(),
                frame.width(),
                frame.height(),
                seconds,
                null,
                false,
                frame.cells().stream().map(Precision::round).toList(),
                frame.features().isEmpty() ? null : frame.features());
    }

    /** A frame that could not be segmented. */
    public static FrameRow failed(SegmentedFrame empty, double seconds, Failure failure) {
        MovieKey movie = failure.movie();
        return new FrameRow(
                movie.plate(),
                movie.well(),
                movie.site(),
                empty.frame(),
                empty.width(),
                empty.height(),
                seconds,
                failure.problem(),
                failure.passing(),
                List.of(),
                null);
    }

    /** The frame of a row. */
    public static FrameRow of(Row row) {
        return CODEC.fromRow(row);
    }

    /** As a row. */
    public Row toRow() {
        return CODEC.toRow(this);
    }

    /** The movie that it is a frame of. */
    public MovieKey movie() {
        return new MovieKey(plate, well, site);
    }

    /** What tracking sees of it. */
    public SegmentedFrame segmentedFrame() {
        return new SegmentedFrame(frame, width, height, cells, features == null ? FrameFeatures.NONE : features);
    }
}
