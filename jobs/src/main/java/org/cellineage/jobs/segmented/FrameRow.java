package org.cellineage.jobs.segmented;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.cellineage.cell.Cell;
import org.cellineage.cell.FrameFeatures;
import org.cellineage.cell.RivalCut;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.codec.RecordCodec;
import org.cellineage.jobs.run.Failure;
import org.cellineage.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A row of the segmented dataset: a frame with its cells, or why there are none.
 *
 * @param plate plate of its movie
 * @param well well of its movie
 * @param site site of its movie
 * @param frame 0-based frame
 * @param width columns of the frame in pixels
 * @param height rows of the frame in pixels
 * @param seconds duration of its segmentation
 * @param failure why it has no cells; null if it was segmented
 * @param passing whether the failure may be transient; false if it was segmented
 * @param cells by ascending label
 * @param rivalCuts other ways to cut some of the cells
 * @param features image features for learned linking; null if not needed
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
        List<RivalCut> rivalCuts,
        @Nullable FrameFeatures features) {

    /** Codec of the dataset's rows. */
    public static final RecordCodec<FrameRow> CODEC = RecordCodec.of(FrameRow.class);

    /** Columns of the dataset. */
    public static final StructType SCHEMA = CODEC.schema();

    /**
     * Creates the row of a segmented frame. Its cells are rounded to the precision of the tables, so that linking uses
     * the values that the tables show.
     */
    public static FrameRow segmented(MovieKey movie, SegmentedFrame exact, double seconds) {
        SegmentedFrame frame = exact.rounded();
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
                frame.cells(),
                frame.rivalCuts(),
                frame.features().isEmpty() ? null : frame.features());
    }

    /** Creates the row of a frame that could not be segmented. */
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
                List.of(),
                null);
    }

    /** Reads a row. */
    public static FrameRow of(Row row) {
        return CODEC.fromRow(row);
    }

    /** Converts to a row. */
    public Row toRow() {
        return CODEC.toRow(this);
    }

    /** The movie of the frame. */
    public MovieKey movie() {
        return new MovieKey(plate, well, site);
    }

    /** The frame as input for tracking. */
    public SegmentedFrame segmentedFrame() {
        return new SegmentedFrame(
                frame, width, height, cells, rivalCuts, features == null ? FrameFeatures.NONE : features);
    }
}
