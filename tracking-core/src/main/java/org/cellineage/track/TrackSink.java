package org.cellineage.track;

import org.cellineage.format.GivenFlaw;

/**
 * Receives the results of tracking a movie as they become final; nothing passed to it changes later.
 *
 * <p>The cells of a track arrive frame by frame. Those of a track that began with a weak cell arrive together once the track
 * is confirmed, after cells of later frames. A track arrives when it has ended, and a division when it has been found.
 */
public interface TrackSink {

    /** Receives a cell that was assigned to a track. */
    void cell(TrackedCell cell);

    /** Receives a track that has ended. */
    void track(Track track);

    /** Receives a division. */
    void division(Division division);

    /**
     * Receives an inconsistency in given labels or tracks, which tracking works around. The default ignores it, for
     * sinks that are used only with trackers that compute tracks.
     */
    default void flaw(GivenFlaw flaw) {}
}
