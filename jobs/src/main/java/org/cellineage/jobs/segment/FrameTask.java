package org.cellineage.jobs.segment;

import java.io.Serializable;
import java.util.List;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.jobs.segmented.MoviePlan;

/**
 * A frame to segment.
 *
 * @param movie its movie
 * @param frame 0-based frame
 * @param width columns in pixels according to the movie's headers
 * @param height rows in pixels according to the movie's headers
 * @param channels locations of its planes
 * @param labels location of its given labels: one plane, or none
 * @param plan decisions that apply to all frames of its movie
 * @param last whether it is the last frame of its movie
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

    /**
     * A pixel in the network costs as much as this many outside it (docs/BENCHMARKS.md, "Frames through the network").
     */
    private static final double NETWORK_SHARE = 4;

    /**
     * Diameter at which this was measured; a model with another diameter changes the work of all frames by the same
     * factor.
     */
    private static final double NETWORK_DIAMETER_PX = 24;

    /** Creates a task without a plan that is not marked as the last. */
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

    /** Returns the task with its movie's plan. */
    FrameTask with(MoviePlan decided) {
        return new FrameTask(movie, frame, width, height, channels, labels, decided, last);
    }

    /** Returns the task marked as the last of its movie. */
    FrameTask asLast() {
        return new FrameTask(movie, frame, width, height, channels, labels, plan, true);
    }

    /** Typical diameter of its movie's cells in pixels; NaN if unknown. */
    private double diameterPx() {
        return plan.diameter().px();
    }

    /**
     * Estimated work in pixels: those that are read and measured, plus those that go through the network after scaling
     * the nuclei to a common diameter.
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
