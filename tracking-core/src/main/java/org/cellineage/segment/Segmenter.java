package org.cellineage.segment;

import java.util.List;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/**
 * Divides a frame into labelled cells: each pixel becomes 0 (background) or the number of its cell, from 1 to n.
 *
 * <p>A pure function of the frame: the same planes give the same labels on any machine and in any order. An instance is
 * used by one thread at a time.
 */
public interface Segmenter {

    /**
     * Segments one frame.
     *
     * @param channels planes of the frame in the movie's channel order, all of the same size
     * @return labels of that size, cells numbered from 1 in raster order of their first pixel
     */
    LabelImage segment(List<Plane> channels);
}
