package org.cellineage.format;

import java.io.Serializable;
import org.cellineage.problem.Problem;

/**
 * Something in labels or tracks that were given which cannot be as it is written; everything else of them is used.
 *
 * @param frame 0-based frame concerned, -1 where no single frame is
 * @param problem where, what is wrong and what was made of it, and how to fix it
 */
public record GivenFlaw(int frame, Problem problem) implements Serializable {

    /** A flaw that concerns no single frame. */
    public static GivenFlaw of(Problem problem) {
        return new GivenFlaw(-1, problem);
    }
}
