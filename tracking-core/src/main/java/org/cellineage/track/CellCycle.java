package org.cellineage.track;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Times in a cell's life, as far as a track shows it. */
public final class CellCycle {

    private CellCycle() {}

    /**
     * Length of a whole cycle, from division to division; empty where the track's beginning or end is not a division, so
     * that cycles cut by the movie do not make the others look short.
     *
     * @param origin the track's origin
     * @param fate the track's fate
     * @param length the track's length, any unit
     */
    public static OptionalDouble length(Origin origin, Fate fate, double length) {
        return origin == Origin.DIVISION && fate == Fate.DIVISION && !Double.isNaN(length)
                ? OptionalDouble.of(length)
                : OptionalDouble.empty();
    }

    /**
     * Frames since the division that a cell came from: 0 in its first frame; empty where it came from none, and before.
     *
     * @param origin the track's origin
     * @param firstFrame the track's first frame
     * @param frame now
     */
    public static OptionalInt framesSinceDivision(Origin origin, int firstFrame, int frame) {
        return origin == Origin.DIVISION && frame >= firstFrame
                ? OptionalInt.of(frame - firstFrame)
                : OptionalInt.empty();
    }

    /**
     * Time in which a population that grows evenly doubles; empty where it does not grow.
     *
     * @param before cells at first
     * @param after cells in the end
     * @param duration time between the two, any unit
     */
    public static OptionalDouble doublingTime(double before, double after, double duration) {
        return before > 0 && after > before && duration > 0
                ? OptionalDouble.of(duration * Math.log(2) / Math.log(after / before))
                : OptionalDouble.empty();
    }
}
