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
 * @param diameterPx typical diameter of its movie's nuclei, pixels; NaN where not known
 */
public record FrameTask(
        MovieKey movie,
        int frame,
        int width,
        int height,
        List<PlaneRef> channels,
        List<PlaneRef> labels,
        double diameterPx)
        implements Serializable {

    /** The same frame with a diameter. */
    FrameTask withDiameter(double px) {
        return new FrameTask(movie, frame, width, height, channels, labels, px);
    }

    /** Work, in pixels. */
    long work() {
        return (long) width * height * Math.max(1, channels.size());
    }
}
