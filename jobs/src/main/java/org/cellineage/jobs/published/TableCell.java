package org.cellineage.jobs.published;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.track.TrackedCell;

/**
 * The columns that are read from the cells table, one per component. To read another column, add a component.
 *
 * @param frame 0-based frame number
 * @param trackId track of the cell
 * @param yPx centroid row
 * @param xPx centroid column
 * @param areaPx area in pixels
 * @param meanIntensity by channel; NaN where unknown
 * @param linkProbability probability of the link from the track's previous cell; NaN if unknown
 * @param mask in the format of {@link RunLengthMask#ofBytes}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TableCell(
        int frame,
        int trackId,
        double yPx,
        double xPx,
        int minYPx,
        int minXPx,
        int maxYPx,
        int maxXPx,
        int areaPx,
        Map<String, Double> meanIntensity,
        double linkProbability,
        byte[] mask) {

    /** Its bounding box. */
    public BoundingBox box() {
        return new BoundingBox(minYPx, minXPx, maxYPx, maxXPx);
    }

    /**
     * The columns of a cell that is not in a table yet.
     *
     * @param channels names of the movie's channels, in order
     */
    public static TableCell of(TrackedCell tracked, List<String> channels) {
        Cell cell = tracked.cell();
        Map<String, Double> means = new TreeMap<>();
        for (int channel = 0; channel < cell.intensities().size(); channel++) {
            means.put(channels.get(channel), cell.intensities().get(channel).mean());
        }
        BoundingBox box = cell.box();
        return new TableCell(
                tracked.frame(),
                tracked.trackId(),
                cell.yPx(),
                cell.xPx(),
                box.minY(),
                box.minX(),
                box.maxY(),
                box.maxX(),
                cell.areaPx(),
                means,
                tracked.linkProbability(),
                cell.mask().toBytes());
    }
}
