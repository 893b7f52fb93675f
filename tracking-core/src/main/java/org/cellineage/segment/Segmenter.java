package org.cellineage.segment;

import java.util.List;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/**
 * Turns a frame into labelled cells: every pixel gets 0 (background) or the number of its cell, 1 to n.
 *
 * <p>A pure function of the frame: the same planes give the same labels, on any machine, in any order. Instances are
 * used by one thread at a time.
 */
public interface Segmenter {

    /**
     * Segments one frame.
     *
     * @param channels the frame's planes in the movie's channel order, all of one size
     * @return labels of that size, cells numbered from 1 in raster order of their first pixel
     */
    LabelImage segment(List<Plane> channels);
}
