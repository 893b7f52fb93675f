package org.cellineage.track;

import org.cellineage.cell.SegmentedFrame;

/**
 * Turns the frames of a movie, given one at a time and in order, into tracks.
 *
 * <p>Keeps only what it needs about the live tracks. An instance serves one movie on one thread.
 */
public interface FrameTracker {

    /**
     * Takes the next frame. Frame numbers must ascend but may have gaps. Results may be passed to the sink later, at
     * the latest in {@link #finish}.
     *
     * @throws IllegalArgumentException if the frame is not later than the previous one
     */
    void accept(SegmentedFrame frame, TrackSink sink);

    /** Ends the movie and passes all live tracks to the sink. */
    MovieSummary finish(TrackSink sink);
}
