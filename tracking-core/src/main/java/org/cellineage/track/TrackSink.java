package org.cellineage.track;

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
}
