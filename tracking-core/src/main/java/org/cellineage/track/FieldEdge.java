package org.cellineage.track;

import org.cellineage.cell.Cell;

/** Whether a cell is so close to the edge of the field of view that it may just have entered or be about to leave. */
final class FieldEdge {

    private FieldEdge() {}

    /** True if the cell touches the edge or its centroid lies within one cell diameter of it. */
    static boolean isNear(Cell cell, int width, int height) {
        double diameter = cell.diameterPx();
        return cell.touchesBorder()
                || cell.yPx() < diameter
                || cell.xPx() < diameter
                || cell.yPx() > height - 1 - diameter
                || cell.xPx() > width - 1 - diameter;
    }
}
