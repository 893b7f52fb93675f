package org.cellineage.track;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Cell cycle times, as far as a track shows them. */
public final class CellCycle {

    private CellCycle() {}

    /**
     * Length of a complete cycle, from division to division. Empty unless the track both starts and ends with a
     * division, so that cycles truncated by the movie do not bias statistics.
     *
     * @param origin the track's origin
     * @param fate the track's fate
     * @param length the track's length, in any unit
     */
    public static OptionalDouble length(Origin origin, Fate fate, double length) {
        return origin == Origin.DIVISION && fate == Fate.DIVISION && !Double.isNaN(length)
                ? OptionalDouble.of(length)
                : OptionalDouble.empty();
    }

    /**
     * Frames since the division from which a cell arose: 0 in its first frame. Empty if it did not arise from a
     * division, or for earlier frames.
     *
     * @param origin the track's origin
     * @param firstFrame the track's first frame
     * @param frame the current frame
     */
    public static OptionalInt framesSinceDivision(Origin origin, int firstFrame, int frame) {
        return origin == Origin.DIVISION && frame >= firstFrame
                ? OptionalInt.of(frame - firstFrame)
                : OptionalInt.empty();
    }

    /**
     * Doubling time of an exponentially growing population; empty if it does not grow.
     *
     * @param before number of cells at the start
     * @param after number of cells at the end
     * @param duration time between the two, in any unit
     */
    public static OptionalDouble doublingTime(double before, double after, double duration) {
        return before > 0 && after > before && duration > 0
                ? OptionalDouble.of(duration * Math.log(2) / Math.log(after / before))
                : OptionalDouble.empty();
    }
}
