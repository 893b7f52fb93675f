package org.cellineage.link;

import java.util.List;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;

/**
 * The candidate links of a frame: the cells in which each live track may continue.
 *
 * <p>In compressed row format: the candidates of track {@code i} are entries {@code rowStart[i]} to
 * {@code rowStart[i + 1]} (exclusive), by ascending cell. Arrays are not copied and must not be modified.
 *
 * @param frame the frame to link
 * @param spacingPx typical distance between neighbouring cells in pixels, the unit of all distances
 * @param tracks live tracks, ascending by id
 * @param cells cells of the frame, ascending by label
 * @param cellFeatures features of each cell for the scorer
 * @param driftY downward motion of the whole frame since the previous frame, in pixels
 * @param driftX motion of the whole frame to the right, in pixels
 * @param flowY downward motion of each track's neighbourhood since the track's last observation, in pixels
 * @param flowX motion of each track's neighbourhood to the right, in pixels
 * @param predictedY predicted row of each track: its last position plus the flow plus a share of its own velocity
 * @param predictedX predicted column of each track
 * @param rowStart {@code tracks + 1} offsets
 * @param cell index into {@code cells} for each entry
 * @param ahead what the next frames show about the cells
 */
@SuppressWarnings("ArrayRecordComponent")
public record LinkProblem(
        int frame,
        double spacingPx,
        List<TrackHistory> tracks,
        List<Cell> cells,
        List<CellFeatures> cellFeatures,
        double driftY,
        double driftX,
        double[] flowY,
        double[] flowX,
        double[] predictedY,
        double[] predictedX,
        int[] rowStart,
        int[] cell,
        LookAhead ahead) {

    /** Number of candidate links. */
    public int entries() {
        return rowStart[tracks.size()];
    }
}
