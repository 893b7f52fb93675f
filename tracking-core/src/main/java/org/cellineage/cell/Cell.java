package org.cellineage.cell;

import static org.cellineage.cell.Kept.Quantity.PIXELS;
import static org.cellineage.cell.Kept.Quantity.RATIO;

import java.io.Serializable;
import java.util.List;

/**
 * One cell in one frame, as segmented and measured. Definitions are those of scikit-image's {@code regionprops}; see
 * {@link CellMeasurer} for the formulas.
 *
 * @param label the cell's value in the label image, positive, unique in its frame
 * @param yPx centroid row, centre of pixel
 * @param xPx centroid column
 * @param box bounding box
 * @param areaPx pixels
 * @param perimeterPx perimeter, pixels
 * @param eccentricity of the ellipse with the same second moments, 0 (circle) to 1
 * @param majorAxisPx full length of that ellipse's major axis, pixels
 * @param minorAxisPx full length of its minor axis, pixels
 * @param orientationRad angle between the rows axis (down) and the major axis, -π/2 to π/2, counter-clockwise
 * @param solidity area over area of the convex hull, 0 to 1
 * @param touchesBorder whether a pixel lies on the frame's edge
 * @param intensities one a channel, in the movie's channel order
 * @param mask the pixels
 */
public record Cell(
        int label,
        @Kept(PIXELS) double yPx,
        @Kept(PIXELS) double xPx,
        BoundingBox box,
        int areaPx,
        @Kept(PIXELS) double perimeterPx,
        @Kept(RATIO) double eccentricity,
        @Kept(PIXELS) double majorAxisPx,
        @Kept(PIXELS) double minorAxisPx,
        @Kept(RATIO) double orientationRad,
        @Kept(RATIO) double solidity,
        boolean touchesBorder,
        List<ChannelIntensity> intensities,
        RunLengthMask mask)
        implements Serializable {

    public Cell {
        intensities = List.copyOf(intensities);
    }

    /**
     * A round cell that was drawn, not measured; dark, and away from the frame's edge.
     *
     * @param box of the disc, whose side is twice its radius and the pixel in the middle
     * @param mask the disc
     */
    public static Cell disc(int label, double yPx, double xPx, BoundingBox box, RunLengthMask mask) {
        double radius = (box.maxY() - box.minY() - 1) / 2.0;
        return new Cell(
                label,
                yPx,
                xPx,
                box,
                RunLengthMask.intersection(mask, box, mask, box),
                2 * Math.PI * radius,
                0,
                2 * radius,
                2 * radius,
                0,
                1,
                false,
                List.of(),
                mask);
    }

    /** The same cell elsewhere, under another label: what was measured of its shape stays. */
    public Cell movedTo(int newLabel, double newYPx, double newXPx, BoundingBox newBox) {
        return copy(newLabel, newYPx, newXPx, newBox, touchesBorder, intensities);
    }

    /** The same with other intensities. */
    public Cell withIntensities(List<ChannelIntensity> others) {
        return copy(label, yPx, xPx, box, touchesBorder, others);
    }

    /** The same, on the frame's edge or not. */
    public Cell withTouchesBorder(boolean touches) {
        return copy(label, yPx, xPx, box, touches, intensities);
    }

    private Cell copy(
            int newLabel,
            double newYPx,
            double newXPx,
            BoundingBox newBox,
            boolean newTouchesBorder,
            List<ChannelIntensity> newIntensities) {
        return new Cell(
                newLabel,
                newYPx,
                newXPx,
                newBox,
                areaPx,
                perimeterPx,
                eccentricity,
                majorAxisPx,
                minorAxisPx,
                orientationRad,
                solidity,
                newTouchesBorder,
                newIntensities,
                mask);
    }

    /** Diameter of the circle of the same area, pixels. */
    public double diameterPx() {
        return Math.sqrt(4.0 * areaPx / Math.PI);
    }
}
