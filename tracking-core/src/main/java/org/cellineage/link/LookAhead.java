package org.cellineage.link;

import java.util.Arrays;
import java.util.List;
import org.cellineage.cell.Cell;

/**
 * What the next frame shows about the cells of a frame: the nearest cell to where the flow carries each of them, and
 * how many cells of the next frame are nearest to it. A cell about to divide is claimed by two, debris by none.
 *
 * <p>Arrays are indexed by cells of the frame; they are not copied and must not be modified.
 *
 * @param isKnown whether there is a next frame; if not, no cell has a successor
 * @param nearestY row of the nearest cell in the next frame, moved back by the flow to this frame's coordinates; NaN if
 *     none is within reach
 * @param nearestX its column
 * @param nearest its index, or {@link PointGrid#NONE}
 * @param claims number of cells in the next frame to which this cell is the nearest
 */
@SuppressWarnings("ArrayRecordComponent")
public record LookAhead(boolean isKnown, double[] nearestY, double[] nearestX, int[] nearest, int[] claims) {

    /** Maximum distance at which two cells may be the same. */
    private static final double REACH_SPACINGS = 2;

    /** The result if there is no next frame. */
    public static LookAhead none(int cells) {
        double[] nowhere = new double[cells];
        Arrays.fill(nowhere, Double.NaN);
        int[] nobody = new int[cells];
        Arrays.fill(nobody, PointGrid.NONE);
        return new LookAhead(false, nowhere, nowhere, nobody, new int[cells]);
    }

    /**
     * Compares the cells of a frame with those of the next.
     *
     * @param spacingPx typical distance between neighbouring cells, above 0
     */
    public static LookAhead of(List<Cell> cells, List<Cell> after, double spacingPx) {
        double[] y = places(cells, true);
        double[] x = places(cells, false);
        double[] afterY = places(after, true);
        double[] afterX = places(after, false);
        MotionField motion = MotionEstimator.estimate(y, x, afterY, afterX, spacingPx);
        int n = y.length;
        double[] carriedY = new double[n];
        double[] carriedX = new double[n];
        for (int i = 0; i < n; i++) {
            carriedY[i] = y[i] + motion.flowY()[i];
            carriedX[i] = x[i] + motion.flowX()[i];
        }
        double reach = REACH_SPACINGS * spacingPx;
        PointGrid carried = new PointGrid(carriedY, carriedX, reach);
        PointGrid there = new PointGrid(afterY, afterX, reach);
        int[] claims = new int[n];
        for (int j = 0; j < afterY.length; j++) {
            int owner = carried.nearestWithin(afterY[j], afterX[j], reach);
            if (owner != PointGrid.NONE) {
                claims[owner]++;
            }
        }
        LookAhead look = new LookAhead(true, new double[n], new double[n], new int[n], claims);
        for (int i = 0; i < n; i++) {
            int found = there.nearestWithin(carriedY[i], carriedX[i], reach);
            look.nearest[i] = found;
            look.nearestY[i] = found == PointGrid.NONE ? Double.NaN : afterY[found] - motion.flowY()[i];
            look.nearestX[i] = found == PointGrid.NONE ? Double.NaN : afterX[found] - motion.flowX()[i];
        }
        return look;
    }

    private static double[] places(List<Cell> cells, boolean rows) {
        double[] places = new double[cells.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = rows ? cells.get(i).yPx() : cells.get(i).xPx();
        }
        return places;
    }
}
