package org.cellineage.link;

import java.util.List;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;

/**
 * The candidate links of one frame: which live tracks may continue in which cells.
 *
 * <p>Compressed rows: the candidates of track {@code i} are entries {@code rowStart[i]} to {@code rowStart[i + 1]}
 * (exclusive), cells ascending. The arrays are held, not copied; nobody may change them.
 *
 * @param frame the frame to be linked
 * @param spacingPx typical distance between neighbouring cells, the unit of all distances, pixels
 * @param tracks live tracks, ascending by id
 * @param cells cells of the frame, ascending by label
 * @param cellFeatures what the scorer keeps of each cell
 * @param driftY how far the frame as a whole has moved down since the frame before, pixels
 * @param driftX the same to the right
 * @param flowY how far the neighbourhood of each track has moved down since the track was last seen, pixels
 * @param flowX the same to the right
 * @param predictedY predicted row of each track in this frame: its last, plus the flow, plus a share of its own velocity
 * @param predictedX predicted column
 * @param rowStart {@code tracks + 1} offsets
 * @param cell index into {@code cells} of each entry
 * @param ahead what the frame after tells of the cells
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
