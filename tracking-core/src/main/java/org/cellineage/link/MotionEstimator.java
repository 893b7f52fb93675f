package org.cellineage.link;

/**
 * Estimates the collective motion of the cells between two frames from their positions alone: a drift of the whole
 * frame plus a smooth local flow.
 *
 * <p>Distances between cells are meaningless while the stage shifts or a cell sheet migrates, so this motion is removed
 * before anything is compared. All pairs within a few spacings vote for their displacement ({@link DisplacementVotes});
 * each peak is refined to an affine motion ({@link AffineMotion}); the best of them, or none, becomes the motion of the
 * frame. A neighbourhood that another motion explains much better uses that one. The median residual of a cell's
 * neighbours is its local flow ({@link FlowFit}). A motion is accepted only if it clearly reduces the distance to the
 * nearest cells, and a cell does not contribute to its own flow; cells in independent random motion therefore get no
 * flow.
 *
 * <p>The result does not depend on the order of the cells, is equivariant under shifts of the frame, and is finite for
 * any finite input. The cost is linear in the number of cells, except for two sorts.
 */
public final class MotionEstimator {

    /** With fewer cells, no common motion can be identified. */
    static final int LEAST_CELLS = 4;

    private MotionEstimator() {}

    /**
     * Estimates the motion.
     *
     * @param fromY rows of the cells in the earlier frame, in pixels
     * @param fromX their columns
     * @param toY rows of the cells in the later frame, in pixels
     * @param toX their columns
     * @param spacingPx typical distance between neighbouring cells, above 0
     * @return the flow at each cell of the earlier frame, in the given order
     */
    public static MotionField estimate(double[] fromY, double[] fromX, double[] toY, double[] toX, double spacingPx) {
        int n = fromY.length;
        if (n < LEAST_CELLS || toY.length < LEAST_CELLS) {
            return MotionField.still(n);
        }
        SortedPoints from = SortedPoints.of(fromY, fromX, spacingPx);
        SortedPoints to = SortedPoints.of(toY, toX, spacingPx);
        Flow flow = new FlowFit(from, to, spacingPx).fit();
        double[] flowY = new double[n];
        double[] flowX = new double[n];
        for (int i = 0; i < n; i++) {
            flowY[from.order()[i]] = flow.y()[i];
            flowX[from.order()[i]] = flow.x()[i];
        }
        return new MotionField(
                flowY, flowX, Median.of(flow.y().clone(), n), Median.of(flow.x().clone(), n));
    }
}
