package org.cellineage.link;

import java.util.Arrays;
import java.util.List;
import org.cellineage.cell.Cell;

/**
 * What the next two frames show about the cells of a frame: the nearest cell to where the flow carries each of them, how
 * many cells of the next frame are nearest to it, and what is nearest to that cell in the frame after. A cell about to
 * divide is claimed by two, debris by none; two parts of one cell have one successor, if not in the next frame, then in
 * the one after.
 *
 * <p>Arrays are indexed by cells of the frame; they are not copied and must not be modified.
 *
 * @param isKnown whether there is a next frame; if not, no cell has a successor
 * @param nearestY row of the nearest cell in the next frame, moved back by the flow to this frame's coordinates; NaN if
 *     none is within reach
 * @param nearestX its column
 * @param nearest its index, or {@link PointGrid#NONE}
 * @param claims number of cells in the next frame to which this cell is the nearest
 * @param isLaterKnown whether there is a frame after the next one; if not, no cell has a later successor
 * @param later index, in the frame after the next, of the nearest cell to the nearest cell, or {@link PointGrid#NONE}
 * @param laterPx distance between those two without the flow, in pixels; NaN if there is none
 */
@SuppressWarnings("ArrayRecordComponent")
public record LookAhead(
        boolean isKnown,
        double[] nearestY,
        double[] nearestX,
        int[] nearest,
        int[] claims,
        boolean isLaterKnown,
        int[] later,
        double[] laterPx) {

    /** Number of frames that can be looked at. */
    public static final int MOST_FRAMES = 2;

    /** Maximum distance at which two cells may be the same. */
    private static final double REACH_SPACINGS = 2;

    /** The result if there is no next frame. */
    public static LookAhead none(int cells) {
        return new LookAhead(false, nowhere(cells), nowhere(cells), nobody(cells), new int[cells]);
    }

    /** What the next frame shows, if there is none after it. */
    public LookAhead(boolean isKnown, double[] nearestY, double[] nearestX, int[] nearest, int[] claims) {
        this(isKnown, nearestY, nearestX, nearest, claims, false, nobody(nearest.length), nowhere(nearest.length));
    }

    private static double[] nowhere(int cells) {
        double[] nowhere = new double[cells];
        Arrays.fill(nowhere, Double.NaN);
        return nowhere;
    }

    private static int[] nobody(int cells) {
        int[] nobody = new int[cells];
        Arrays.fill(nobody, PointGrid.NONE);
        return nobody;
    }

    /**
     * Compares the cells of a frame with those of the next frames.
     *
     * @param after cells of the next frames, at most {@value #MOST_FRAMES}; empty if there are none
     * @param spacingPx typical distance between neighbouring cells, above 0
     */
    public static LookAhead of(List<Cell> cells, List<List<Cell>> after, double spacingPx) {
        if (after.isEmpty()) {
            return none(cells.size());
        }
        LookAhead next = next(cells, after.get(0), spacingPx);
        return after.size() == 1 ? next : next.with(after.get(0), next(after.get(0), after.get(1), spacingPx));
    }

    /** Adds what becomes of the cells' successors. */
    private LookAhead with(List<Cell> successors, LookAhead ofSuccessors) {
        int n = nearest.length;
        int[] twoOn = nobody(n);
        double[] miss = nowhere(n);
        for (int i = 0; i < n; i++) {
            int next = nearest[i];
            if (next != PointGrid.NONE && ofSuccessors.nearest[next] != PointGrid.NONE) {
                twoOn[i] = ofSuccessors.nearest[next];
                miss[i] = Math.hypot(
                        ofSuccessors.nearestY[next] - successors.get(next).yPx(),
                        ofSuccessors.nearestX[next] - successors.get(next).xPx());
            }
        }
        return new LookAhead(isKnown, nearestY, nearestX, nearest, claims, true, twoOn, miss);
    }

    private static LookAhead next(List<Cell> cells, List<Cell> after, double spacingPx) {
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
        LookAhead look = new LookAhead(true, new double[n], new double[n], new int[n], new int[n]);
        look.match(cells, carriedY, carriedX, afterY, afterX, REACH_SPACINGS * spacingPx);
        for (int i = 0; i < n; i++) {
            int found = look.nearest[i];
            look.nearestY[i] = found == PointGrid.NONE ? Double.NaN : afterY[found] - motion.flowY()[i];
            look.nearestX[i] = found == PointGrid.NONE ? Double.NaN : afterX[found] - motion.flowX()[i];
        }
        return look;
    }

    /**
     * Finds the nearest later cell of each cell, and how often each is the nearest itself. Distances are those along
     * and across the earlier cell; ties go to the lower index.
     */
    private void match(
            List<Cell> cells, double[] carriedY, double[] carriedX, double[] afterY, double[] afterX, double reach) {
        PointGrid there = new PointGrid(afterY, afterX, reach);
        int[] owner = new int[afterY.length];
        double[] ofOwner = new double[afterY.length];
        Arrays.fill(owner, PointGrid.NONE);
        Arrays.fill(ofOwner, Double.POSITIVE_INFINITY);
        Nearest best = new Nearest(1);
        int[] found = new int[1];
        for (int i = 0; i < carriedY.length; i++) {
            CellAxis axis = CellAxis.of(cells.get(i));
            double y = carriedY[i];
            double x = carriedX[i];
            int index = i;
            best.clear();
            there.forEachWithin(y, x, reach * axis.elongation(), (j, squared) -> {
                double distance = axis.distance(afterY[j] - y, afterX[j] - x);
                if (distance <= reach) {
                    best.point(j, distance * distance);
                    if (distance < ofOwner[j]) {
                        ofOwner[j] = distance;
                        owner[j] = index;
                    }
                }
            });
            found[0] = PointGrid.NONE;
            best.copyAscending(found, 0);
            nearest[i] = found[0];
        }
        for (int o : owner) {
            if (o != PointGrid.NONE) {
                claims[o]++;
            }
        }
    }

    private static double[] places(List<Cell> cells, boolean rows) {
        double[] places = new double[cells.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = rows ? cells.get(i).yPx() : cells.get(i).xPx();
        }
        return places;
    }
}
