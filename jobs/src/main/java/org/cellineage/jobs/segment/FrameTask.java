package org.cellineage.jobs.segment;

import java.io.Serializable;
import java.util.List;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.jobs.segmented.MoviePlan;

/**
 * One frame to be segmented.
 *
 * @param movie its movie
 * @param frame 0-based frame
 * @param width columns the movie's headers promise, pixels
 * @param height rows
 * @param channels where its planes are
 * @param labels where its given labels are: none, or one plane
 * @param plan what is decided for all frames of its movie
 * @param last whether it is the last of its movie's frames
 */
public record FrameTask(
        MovieKey movie,
        int frame,
        int width,
        int height,
        List<PlaneRef> channels,
        List<PlaneRef> labels,
        MoviePlan plan,
        boolean last)
        implements Serializable {

    /** A pixel in the network costs as much as this many outside it (docs/BENCHMARKS.md, "Frames through the network"). */
    private static final double NETWORK_SHARE = 4;

    /** Diameter at which that was measured; a model of another size changes all frames' work by one factor. */
    private static final double NETWORK_DIAMETER_PX = 24;

    /** A frame of a movie, without a plan yet, and not known to be the last. */
    static FrameTask of(Movie movie, FrameRef frame, List<PlaneRef> labels) {
        return new FrameTask(
                movie.key(),
                frame.frame(),
                movie.width(),
                movie.height(),
                frame.channels(),
                labels,
                MoviePlan.UNKNOWN,
                false);
    }

    /** The same frame with its movie's plan. */
    FrameTask with(MoviePlan decided) {
        return new FrameTask(movie, frame, width, height, channels, labels, decided, last);
    }

    /** The same frame as the last of its movie. */
    FrameTask asLast() {
        return new FrameTask(movie, frame, width, height, channels, labels, plan, true);
    }

    /** Typical diameter of its movie's nuclei, pixels; NaN where not known. */
    double diameterPx() {
        return plan.diameter().px();
    }

    /**
     * Work, in pixels: those that are read and measured, and those that go through the network, to which each movie is
     * brought at one size of its nuclei.
     */
    long work() {
        long pixels = (long) width * height;
        double diameterPx = diameterPx();
        double network = diameterPx > 0
                ? NETWORK_SHARE * (NETWORK_DIAMETER_PX / diameterPx) * (NETWORK_DIAMETER_PX / diameterPx)
                : 0;
        return pixels * Math.max(1, channels.size()) + Math.round(pixels * network);
    }
}
