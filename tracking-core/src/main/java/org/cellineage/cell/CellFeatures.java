package org.cellineage.cell;

import java.io.Serializable;

/**
 * What linking keeps of a cell beside its measurements: numbers without units, made once a cell and frame.
 *
 * @param code what a network made of the cell's features; empty where none did
 * @param vector shape, light and place in the scale of its frame
 * @param spacingPx typical distance between neighbouring cells in its frame, pixels
 */
@SuppressWarnings("ArrayRecordComponent")
public record CellFeatures(float[] code, float[] vector, double spacingPx) implements Serializable {

    /** For scorers that need none. */
    public static final CellFeatures NONE = new CellFeatures(new float[0], new float[0], 1);
}
