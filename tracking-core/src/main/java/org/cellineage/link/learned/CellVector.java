package org.cellineage.link.learned;

import org.cellineage.cell.Cell;

/**
 * Dimensionless features of a cell's shape, intensity and position, relative to what is typical in its frame: the
 * morphology input of the networks. Logarithms and ratios are bounded, so that a corrupt mask does not produce extreme
 * values.
 */
public final class CellVector {

    public static final int AREA = 0;
    public static final int INTENSITY = 1;
    public static final int TOTAL_INTENSITY = 2;
    public static final int MAJOR_AXIS = 3;
    public static final int MINOR_AXIS = 4;
    public static final int ECCENTRICITY = 5;
    public static final int SOLIDITY = 6;
    public static final int TEXTURE = 7;
    public static final int PEAK = 8;
    public static final int CROWDING = 9;
    public static final int BORDER = 10;

    /** Length of the vector. */
    public static final int SIZE = 11;

    private static final double MOST_LOG = 3;
    /** Differences below this share of a typical cell's intensity are noise. */
    private static final double DARKEST = 0.1;

    private static final double MOST_BORDER_SPACINGS = 2;

    private CellVector() {}

    /**
     * Writes the features of a cell.
     *
     * @param index index of the cell in the frame for which the scale was measured
     * @param width width of the frame in pixels
     */
    public static void fill(Cell cell, int index, FrameScale scale, int width, int height, float[] to, int at) {
        double light = Math.max(DARKEST * scale.brightness(), FrameScale.intensity(cell, scale.background()));
        double area = 2 * log(cell.diameterPx() / scale.diameterPx());
        double brightness = log(light / scale.brightness());
        double spread = 0;
        double peak = light;
        if (!cell.intensities().isEmpty() && cell.intensities().get(0).isKnown()) {
            spread = cell.intensities().get(0).std();
            peak = Math.max(light, cell.intensities().get(0).max() - scale.background());
        }
        to[at + AREA] = (float) bounded(area);
        to[at + INTENSITY] = (float) brightness;
        to[at + TOTAL_INTENSITY] = (float) bounded(area + brightness);
        to[at + MAJOR_AXIS] = (float) log(cell.majorAxisPx() / scale.majorPx());
        to[at + MINOR_AXIS] = (float) log(cell.minorAxisPx() / scale.minorPx());
        to[at + ECCENTRICITY] = (float) cell.eccentricity();
        to[at + SOLIDITY] = (float) cell.solidity();
        to[at + TEXTURE] = (float) log((spread + 1e-3 * light) / light);
        to[at + PEAK] = (float) log(peak / light);
        double neighbour = scale.neighbourPx()[index];
        to[at + CROWDING] = Double.isNaN(neighbour) ? 0 : (float) log(neighbour / scale.spacingPx());
        to[at + BORDER] = (float) borderSpacings(cell, scale.spacingPx(), width, height);
    }

    /** Distance of a cell's centroid to the edge of the frame in spacings, at most {@value #MOST_BORDER_SPACINGS}. */
    private static double borderSpacings(Cell cell, double spacingPx, int width, int height) {
        double y = Math.min(cell.yPx() + 0.5, height - 0.5 - cell.yPx());
        double x = Math.min(cell.xPx() + 0.5, width - 0.5 - cell.xPx());
        return Math.max(0, Math.min(MOST_BORDER_SPACINGS, Math.min(y, x) / spacingPx));
    }

    /** A bounded natural logarithm, defined for values of 0 and below too. */
    static double log(double ratio) {
        return ratio > 0 ? bounded(Math.log(ratio)) : -MOST_LOG;
    }

    private static double bounded(double value) {
        return Math.max(-MOST_LOG, Math.min(MOST_LOG, value));
    }
}
