package org.cellineage.jobs.segmented;

import java.io.Serializable;

/**
 * Values that must be the same for all frames of a movie: determined by a probe before its frames are segmented, passed
 * to the task of every frame, and recorded in the movies table.
 *
 * @param diameter nucleus diameter
 */
public record MoviePlan(NucleusDiameter diameter) implements Serializable {

    /** The plan of a movie for which nothing had to be, or could be, determined. */
    public static final MoviePlan UNKNOWN = new MoviePlan(NucleusDiameter.UNKNOWN);
}
