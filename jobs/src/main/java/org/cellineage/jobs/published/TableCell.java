package org.cellineage.jobs.published;

import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;

/**
 * The columns that are read from the cells table, one per component. To read another column, add a component.
 *
 * @param frame 0-based frame number
 * @param trackId track of the cell
 * @param mask in the format of {@link RunLengthMask#ofBytes}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TableCell(int frame, int trackId, int minYPx, int minXPx, int maxYPx, int maxXPx, byte[] mask) {

    BoundingBox box() {
        return new BoundingBox(minYPx, minXPx, maxYPx, maxXPx);
    }
}
