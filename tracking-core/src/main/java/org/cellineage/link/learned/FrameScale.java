package org.cellineage.link.learned;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cellineage.cell.Cell;
import org.cellineage.cell.ChannelIntensity;
import org.cellineage.link.PointGrid;

/**
 * What is typical of the cells in a frame. Features are expressed in these units, so that they do not depend on
 * magnification, exposure or bleaching.
 *
 * @param spacingPx median distance of a cell to its nearest neighbour; three diameters if it cannot be measured
 * @param diameterPx median diameter of the circles with the cells' areas
 * @param majorPx median length of the major axis
 * @param minorPx median length of the minor axis
 * @param background grey level of the background: the 5th percentile of the frame
 * @param contrast the 95th minus the 5th percentile of the frame, in grey levels
 * @param brightness median, over the cells, of the mean grey level above the background; or a quarter of the contrast
 *     if that is more, as in phase contrast, where cells are no brighter than their surroundings; above 0
 * @param neighbourPx distance of each cell to its nearest neighbour, in the order of the cells; NaN for a single cell
 */
@SuppressWarnings("ArrayRecordComponent")
public record FrameScale(
        double spacingPx,
        double diameterPx,
        double majorPx,
        double minorPx,
        double background,
        double contrast,
        double brightness,
        double[] neighbourPx) {

    private static final double LONELY_SPACING_DIAMETERS = 3;
    private static final double LEAST_BRIGHTNESS_CONTRASTS = 0.25;
    /** Minimum unit in spacings, for masks that are only markers. */
    private static final double LEAST_UNIT_SPACINGS = 0.45;
    /** Maximum unit in mask diameters. */
    private static final double MOST_UNIT_DIAMETERS = 2;

    /**
     * Measures a frame.
     *
     * @param cells cells of the frame, at least one
     * @param background grey level of the background in the first channel
     * @param contrast contrast of the first channel, at least 0
     */
    public static FrameScale of(List<Cell> cells, double background, double contrast) {
        int n = cells.size();
        double[] y = new double[n];
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = cells.get(i).yPx();
            x[i] = cells.get(i).xPx();
        }
        double diameter = median(cells, Cell::diameterPx);
        double bin = Math.max(1, Math.sqrt((span(y) + 1) * (span(x) + 1) / n));
        double[] neighbour = new PointGrid(y, x, bin).neighbourDistances();
        double spacing = n < 3 ? Double.NaN : median(neighbour);
        return new FrameScale(
                spacing > 0 ? spacing : LONELY_SPACING_DIAMETERS * diameter,
                diameter,
                Math.max(1, median(cells, Cell::majorAxisPx)),
                Math.max(1, median(cells, Cell::minorAxisPx)),
                background,
                contrast,
                Math.max(
                        Math.max(1e-6, LEAST_BRIGHTNESS_CONTRASTS * contrast),
                        median(cells, cell -> intensity(cell, background))),
                neighbour);
    }

    /** Mean grey level of a cell's first channel above the background; 0 for a cell without finite pixels. */
    static double intensity(Cell cell, double background) {
        if (cell.intensities().isEmpty()) {
            return -background;
        }
        ChannelIntensity first = cell.intensities().get(0);
        return first.isKnown() ? first.mean() - background : 0;
    }

    /** Unit of window sizes in pixels: the diameter of a cell, estimated even if masks are only markers. */
    public double unitPx() {
        return Math.max(diameterPx, Math.min(LEAST_UNIT_SPACINGS * spacingPx, MOST_UNIT_DIAMETERS * diameterPx));
    }

    private static double span(double[] values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return most - least;
    }

    private static double median(List<Cell> cells, ToDoubleFunction<Cell> of) {
        double[] values = new double[cells.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = of.applyAsDouble(cells.get(i));
        }
        return median(values);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }
}
