package org.cellineage.jobs.segmented;

import java.io.Serializable;

/**
 * What must be one for all frames of a movie: decided by a probe before its frames are segmented, handed to the task of
 * every frame, and kept in the movies table.
 *
 * @param diameter of its nuclei
 */
public record MoviePlan(NucleusDiameter diameter) implements Serializable {

    /** Of a movie of which nothing had to be found, or could be. */
    public static final MoviePlan UNKNOWN = new MoviePlan(NucleusDiameter.UNKNOWN);
}
