package org.cellineage.cell;

import java.io.Serializable;

/**
 * Dimensionless features of a cell for linking, in addition to its measurements; computed once per cell and frame.
 *
 * @param code the network's encoding of the cell; empty if there is none
 * @param vector shape, intensity and position relative to what is typical in its frame
 * @param spacingPx typical distance in pixels between neighbouring cells in its frame
 */
@SuppressWarnings("ArrayRecordComponent")
public record CellFeatures(float[] code, float[] vector, double spacingPx) implements Serializable {

    /** For scorers that need no features. */
    public static final CellFeatures NONE = new CellFeatures(new float[0], new float[0], 1);
}
