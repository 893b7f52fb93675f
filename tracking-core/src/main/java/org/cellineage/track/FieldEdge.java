package org.cellineage.track;

import org.cellineage.cell.Cell;

/** Tells whether a cell is so near the edge of the field that it may just have come in or be about to leave. */
final class FieldEdge {

    private FieldEdge() {}

    /** True where the cell touches the edge, or its centroid lies within one of its diameters of it. */
    static boolean isNear(Cell cell, int width, int height) {
        double diameter = cell.diameterPx();
        return cell.touchesBorder()
                || cell.yPx() < diameter
                || cell.xPx() < diameter
                || cell.yPx() > height - 1 - diameter
                || cell.xPx() > width - 1 - diameter;
    }
}
