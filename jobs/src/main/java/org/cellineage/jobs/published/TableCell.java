package org.cellineage.jobs.published;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.ChannelIntensity;
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
 * @param linkMargin how much better that link is than its best alternative; NaN if unknown
 * @param perimeterPx perimeter in pixels
 * @param eccentricity 0 (circle) to 1
 * @param majorAxisPx full length of the major axis in pixels
 * @param minorAxisPx full length of the minor axis in pixels
 * @param orientationRad angle between the y axis and the major axis
 * @param solidity 0 to 1
 * @param touchesBorder whether it touches the edge of the frame
 * @param cellProbability probability that it is a cell; NaN if unknown
 * @param weak whether the segmentation alone would not report it
 * @param stdIntensity by channel; NaN where unknown, as in the other two
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
        double linkMargin,
        double perimeterPx,
        double eccentricity,
        double majorAxisPx,
        double minorAxisPx,
        double orientationRad,
        double solidity,
        boolean touchesBorder,
        double cellProbability,
        boolean weak,
        Map<String, Double> stdIntensity,
        Map<String, Double> minIntensity,
        Map<String, Double> maxIntensity,
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
                byChannel(cell, channels, ChannelIntensity::mean),
                tracked.linkProbability(),
                tracked.linkMargin(),
                cell.perimeterPx(),
                cell.eccentricity(),
                cell.majorAxisPx(),
                cell.minorAxisPx(),
                cell.orientationRad(),
                cell.solidity(),
                cell.touchesBorder(),
                cell.cellProbability(),
                cell.weak(),
                byChannel(cell, channels, ChannelIntensity::std),
                byChannel(cell, channels, ChannelIntensity::min),
                byChannel(cell, channels, ChannelIntensity::max),
                cell.mask().toBytes());
    }

    private static Map<String, Double> byChannel(
            Cell cell, List<String> channels, ToDoubleFunction<ChannelIntensity> figure) {
        Map<String, Double> values = new TreeMap<>();
        for (int channel = 0; channel < cell.intensities().size(); channel++) {
            values.put(
                    channels.get(channel),
                    figure.applyAsDouble(cell.intensities().get(channel)));
        }
        return values;
    }
}
