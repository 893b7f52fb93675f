package org.cellineage.cell;

import static org.cellineage.cell.Kept.Quantity.PIXELS;
import static org.cellineage.cell.Kept.Quantity.RATIO;

import java.io.Serializable;
import java.util.List;

/**
 * A segmented cell in one frame with its measurements. Definitions follow scikit-image's {@code regionprops}; see
 * {@link CellMeasurer} for the formulas.
 *
 * @param label value of the cell in the label image, positive, unique in its frame
 * @param yPx row of the centroid; pixel centres have integer coordinates
 * @param xPx column of the centroid
 * @param box bounding box
 * @param areaPx number of pixels
 * @param perimeterPx perimeter in pixels
 * @param eccentricity eccentricity of the ellipse with the same second moments, from 0 (circle) to 1
 * @param majorAxisPx full length of that ellipse's major axis in pixels
 * @param minorAxisPx full length of its minor axis in pixels
 * @param orientationRad angle between the row axis (pointing down) and the major axis, -π/2 to π/2, counter-clockwise
 * @param solidity area over the area of the convex hull, 0 to 1
 * @param touchesBorder whether a pixel lies on the edge of the frame
 * @param intensities one per channel, in the movie's channel order
 * @param cellProbability probability that it is a cell according to the segmentation, 0 to 1; NaN if it gives none
 * @param weak whether the segmentation would not report it on the evidence of its frame alone, because it doubts it or
 *     would cut it otherwise, so that it counts as a cell only if a track needs it
 * @param mask the cell's pixels
 * @param wholeCell if the cell is a nucleus, the whole cell that was grown around it; one, or none
 * @param classes probabilities of its classes, in the order of the model; empty if it was not classified
 * @param embedding how the model that classified it sees it, rounded to 1/4096; empty unless that was asked for
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
        @Kept(RATIO) double cellProbability,
        boolean weak,
        RunLengthMask mask,
        List<WholeCell> wholeCell,
        List<ClassProbability> classes,
        List<Double> embedding)
        implements Serializable {

    public Cell {
        intensities = List.copyOf(intensities);
        wholeCell = List.copyOf(wholeCell);
        classes = List.copyOf(classes);
        embedding = List.copyOf(embedding);
    }

    /** Creates a cell around which no whole cell was grown, and which was not classified. */
    public Cell(
            int label,
            double yPx,
            double xPx,
            BoundingBox box,
            int areaPx,
            double perimeterPx,
            double eccentricity,
            double majorAxisPx,
            double minorAxisPx,
            double orientationRad,
            double solidity,
            boolean touchesBorder,
            List<ChannelIntensity> intensities,
            double cellProbability,
            boolean weak,
            RunLengthMask mask) {
        this(
                label,
                yPx,
                xPx,
                box,
                areaPx,
                perimeterPx,
                eccentricity,
                majorAxisPx,
                minorAxisPx,
                orientationRad,
                solidity,
                touchesBorder,
                intensities,
                cellProbability,
                weak,
                mask,
                List.of(),
                List.of(),
                List.of());
    }

    /**
     * Creates a disc-shaped cell that was drawn, not measured; without intensities, and not touching the edge of the
     * frame.
     *
     * @param box bounding box of the disc, whose side is twice its radius plus the pixel in the middle
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
                Double.NaN,
                false,
                mask);
    }

    /** Returns the cell at another position with another label; shape measurements are unchanged. */
    public Cell movedTo(int newLabel, double newYPx, double newXPx, BoundingBox newBox) {
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
                touchesBorder,
                intensities,
                cellProbability,
                weak,
                mask,
                wholeCell,
                classes,
                embedding);
    }

    /** Returns the cell with the segmentation's judgement of it. */
    public Cell judged(double probability, boolean isWeak) {
        return with(touchesBorder, intensities, probability, isWeak, wholeCell, classes, embedding);
    }

    /** Returns the cell with the whole cell around it. */
    Cell within(List<WholeCell> whole) {
        return with(touchesBorder, intensities, cellProbability, weak, whole, classes, embedding);
    }

    /** Returns the cell with other intensities. */
    public Cell withIntensities(List<ChannelIntensity> others) {
        return with(touchesBorder, others, cellProbability, weak, wholeCell, classes, embedding);
    }

    /** Returns the cell with another value of {@code touchesBorder}. */
    public Cell withTouchesBorder(boolean touches) {
        return with(touches, intensities, cellProbability, weak, wholeCell, classes, embedding);
    }

    /** Returns the cell with other classes. */
    public Cell withClasses(List<ClassProbability> others) {
        return with(touchesBorder, intensities, cellProbability, weak, wholeCell, others, embedding);
    }

    /** Returns the cell as a model sees it. */
    public Cell withEmbedding(List<Double> seen) {
        return with(touchesBorder, intensities, cellProbability, weak, wholeCell, classes, seen);
    }

    private Cell with(
            boolean newTouchesBorder,
            List<ChannelIntensity> newIntensities,
            double newProbability,
            boolean newWeak,
            List<WholeCell> newWholeCell,
            List<ClassProbability> newClasses,
            List<Double> newEmbedding) {
        return new Cell(
                label,
                yPx,
                xPx,
                box,
                areaPx,
                perimeterPx,
                eccentricity,
                majorAxisPx,
                minorAxisPx,
                orientationRad,
                solidity,
                newTouchesBorder,
                newIntensities,
                newProbability,
                newWeak,
                mask,
                newWholeCell,
                newClasses,
                newEmbedding);
    }

    /** Diameter in pixels of a circle of the same area. */
    public double diameterPx() {
        return Math.sqrt(4.0 * areaPx / Math.PI);
    }
}
