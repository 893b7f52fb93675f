package org.cellineage.format;

import java.io.Serializable;
import org.cellineage.problem.Problem;

/**
 * An inconsistency in given labels or tracks; everything else in them is used.
 *
 * @param frame 0-based frame concerned, -1 if there is no single one
 * @param problem location, what is wrong and how it was handled, and how to fix it
 */
public record GivenFlaw(int frame, Problem problem) implements Serializable {

    /** A flaw that does not concern a single frame. */
    public static GivenFlaw of(Problem problem) {
        return new GivenFlaw(-1, problem);
    }
}
