package org.cellineage.link;

/**
 * Finds how the cells of one frame have moved to reach the next from their positions alone: a drift of the whole frame, and
 * a smooth flow of each neighbourhood on top of it.
 *
 * <p>Distances mean nothing while the stage shifts or a sheet of cells migrates, so this is taken out before anything is
 * compared. All pairs within a few spacings vote for their displacement ({@link DisplacementVotes}); each peak is
 * refined to an affine motion ({@link AffineMotion}); the best of them, or none, becomes the motion of the frame, and a
 * neighbourhood that another explains far better takes that one; what the neighbours of a cell still lie off, their
 * median, is its local flow ({@link FlowFit}). A motion is believed only where it clearly shortens the way to the nearest
 * cell, and a cell never votes for its own flow, so that cells which walk at random, each its own way, stay unmoved.
 *
 * <p>The result is the same for any order of the cells, follows a shift of the frame, and is finite for any finite input.
 * Linear in the cells, but for two sorts.
 */
public final class MotionEstimator {

    /** Fewer cells show no motion that they share. */
    static final int LEAST_CELLS = 4;

    private MotionEstimator() {}

    /**
     * Estimates the motion.
     *
     * @param fromY rows of the cells in the earlier frame, pixels
     * @param fromX columns of these
     * @param toY rows of the cells in the later frame
     * @param toX columns of these
     * @param spacingPx typical distance between neighbouring cells, above 0
     * @return the flow at each cell of the earlier frame, in the order given
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
