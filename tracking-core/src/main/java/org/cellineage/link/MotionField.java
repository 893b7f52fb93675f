package org.cellineage.link;

/**
 * The collective motion of cells between two frames; all numbers are finite.
 *
 * <p>Arrays are not copied and must not be modified.
 *
 * @param flowY downward motion of the neighbourhood of each cell in the earlier frame, in pixels
 * @param flowX motion to the right, in pixels
 * @param driftY median of {@code flowY}: the downward drift of the whole frame
 * @param driftX median of {@code flowX}
 */
@SuppressWarnings("ArrayRecordComponent")
public record MotionField(double[] flowY, double[] flowX, double driftY, double driftX) {

    /** A field without motion. */
    static MotionField still(int cells) {
        return new MotionField(new double[cells], new double[cells], 0, 0);
    }
}
