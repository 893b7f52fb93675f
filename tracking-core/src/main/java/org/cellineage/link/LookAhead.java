package org.cellineage.link;

import java.util.Arrays;
import java.util.List;
import org.cellineage.cell.Cell;

/**
 * What the frame after a frame tells of its cells: whether something lies where each is carried to, and how many cells
 * there lie nearest to it. A cell that divides later is claimed by two; debris by none.
 *
 * <p>Arrays are by cell of the frame, held, not copied; nobody may change them.
 *
 * @param isKnown whether there is a frame after; where not, nothing lies anywhere
 * @param nearestY row of the nearest cell of the frame after, brought back by the flow to this frame's positions; NaN
 *     where none is within reach
 * @param nearestX its column
 * @param nearest its index, or {@link PointGrid#NONE}
 * @param claims how many cells of the frame after have this one nearest
 */
@SuppressWarnings("ArrayRecordComponent")
public record LookAhead(boolean isKnown, double[] nearestY, double[] nearestX, int[] nearest, int[] claims) {

    /** Farther away nothing counts as the same cell. */
    private static final double REACH_SPACINGS = 2;

    /** No frame after. */
    public static LookAhead none(int cells) {
        double[] nowhere = new double[cells];
        Arrays.fill(nowhere, Double.NaN);
        int[] nobody = new int[cells];
        Arrays.fill(nobody, PointGrid.NONE);
        return new LookAhead(false, nowhere, nowhere, nobody, new int[cells]);
    }

    /**
     * Looks from a frame's cells to those of the frame after.
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
