package org.cellineage.track;

import org.cellineage.format.GivenFlaw;

/**
 * Takes the results of tracking a movie, as they become final: nothing that was given is changed later.
 *
 * <p>Cells come frame by frame, a track when it has ended, a division when it has been found.
 */
public interface TrackSink {

    /** A cell has been given to a track. */
    void cell(TrackedCell cell);

    /** A track has ended. */
    void track(Track track);

    /** A mother has divided. */
    void division(Division division);

    /**
     * Something in what was given is wrong; the movie goes on without it. A sink that follows only trackers to which
     * nothing is given need not listen.
     */
    default void flaw(GivenFlaw flaw) {}
}
