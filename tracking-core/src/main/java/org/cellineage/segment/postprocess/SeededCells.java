package org.cellineage.segment.postprocess;

import org.cellineage.image.LabelImage;
import org.cellineage.image.MarkerWatershed;

/**
 * Grows whole cells around their nuclei: each nucleus floods the cells' area along a landscape that is low where cells
 * touch, so that a cell has one nucleus. Two nuclei in one cell, such as between the division of the nucleus and that of
 * the cell, share it between them.
 */
public final class SeededCells {

    private SeededCells() {}

    /**
     * Grows cells.
     *
     * @param landscape flooded from high to low values, for example the distance to the edge of the cell
     * @param mask the area of cells; nuclei outside it grow no further, but keep their own pixels
     * @param nuclei labelled nuclei of the same size
     * @return the whole cells, with the labels of their nuclei; they contain all pixels of the nuclei
     */
    public static LabelImage grow(float[] landscape, boolean[] mask, LabelImage nuclei) {
        int[] seeds = nuclei.labels();
        boolean[] area = new boolean[mask.length];
        for (int p = 0; p < area.length; p++) {
            area[p] = mask[p] || seeds[p] != 0;
        }
        return MarkerWatershed.flood(landscape, nuclei, area);
    }
}
