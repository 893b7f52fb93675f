package org.cellineage.link;

/**
 * How the cells of one frame have moved to reach the next, as far as their neighbours tell: all numbers are finite.
 *
 * <p>Arrays are held, not copied; nobody may change them.
 *
 * @param flowY for each cell of the earlier frame, how far its neighbourhood moved down, pixels
 * @param flowX the same to the right
 * @param driftY median of {@code flowY}: what the frame as a whole moved down
 * @param driftX median of {@code flowX}
 */
@SuppressWarnings("ArrayRecordComponent")
public record MotionField(double[] flowY, double[] flowX, double driftY, double driftX) {

    /** A field in which nothing moves. */
    static MotionField still(int cells) {
        return new MotionField(new double[cells], new double[cells], 0, 0);
    }
}
