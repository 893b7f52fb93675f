package org.cellineage.link;

import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;

/**
 * A cell as seen in one frame.
 *
 * @param frame 0-based frame
 * @param cell the cell there
 * @param description what the scorer keeps of it
 * @param flowY how far its neighbourhood has moved down since the track's observation before, pixels; 0 for the first
 * @param flowX the same to the right
 */
public record Observation(int frame, Cell cell, CellFeatures description, double flowY, double flowX) {

    /** A track's first observation. */
    public static Observation first(int frame, Cell cell, CellFeatures description) {
        return new Observation(frame, cell, description, 0, 0);
    }
}
