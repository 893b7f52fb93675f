package org.cellineage.track;

import org.cellineage.cell.SegmentedFrame;

/**
 * Turns a movie's frames, one at a time and in order, into tracks.
 *
 * <p>Holds what it needs of the live tracks, never the movie. For one movie and one thread.
 */
public interface FrameTracker {

    /**
     * Takes the next frame. Frame numbers must ascend; a number may be missing. What is found of it may be given to the
     * sink only later, at the latest at the end.
     *
     * @throws IllegalArgumentException where the frame is not later than the one before
     */
    void accept(SegmentedFrame frame, TrackSink sink);

    /** Ends the movie: the tracks that still live are given to the sink. */
    MovieSummary finish(TrackSink sink);
}
