package org.cellineage.link;

import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;

/**
 * A track's cell in one frame.
 *
 * @param frame 0-based frame
 * @param cell the cell
 * @param features features of the cell for the scorer
 * @param flowY downward motion of its neighbourhood since the track's previous observation, in pixels; 0 for the first
 * @param flowX motion to the right, in pixels
 */
public record Observation(int frame, Cell cell, CellFeatures features, double flowY, double flowX) {

    /** A track's first observation. */
    public static Observation first(int frame, Cell cell, CellFeatures features) {
        return new Observation(frame, cell, features, 0, 0);
    }
}
