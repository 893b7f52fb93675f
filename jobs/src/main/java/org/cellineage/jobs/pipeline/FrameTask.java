package org.cellineage.jobs.pipeline;

import java.io.Serializable;
import java.util.List;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;

/**
 * One frame to be segmented.
 *
 * @param movie its movie
 * @param frame 0-based frame
 * @param width columns the movie's headers promise, pixels
 * @param height rows
 * @param channels where its planes are
 * @param labels where its given labels are: none, or one plane
 */
public record FrameTask(
        MovieKey movie, int frame, int width, int height, List<PlaneRef> channels, List<PlaneRef> labels)
        implements Serializable {

    /** Work, in pixels. */
    long work() {
        return (long) width * height * Math.max(1, channels.size());
    }
}
