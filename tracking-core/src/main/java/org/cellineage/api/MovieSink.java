package org.cellineage.api;

import org.cellineage.track.TrackSink;

/** Receives the tracks of a movie as they become final, on the thread that gives the frames. */
public interface MovieSink extends TrackSink {

    /** Receives the size of the movie in pixels, with its first usable frame. The default ignores it. */
    default void started(int width, int height) {}

    /** Receives a frame that could not be used. */
    void failure(FrameFailure failure);
}
