package org.cellineage.api;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.cellineage.segment.FramePipeline;
import org.cellineage.segment.LostMovies;
import org.cellineage.track.FrameTracker;
import org.cellineage.track.MovieSummary;
import org.cellineage.track.SmoothedClasses;

/**
 * A movie that is being tracked, frame by frame. It holds the live tracks and at most a few frames, never the movie.
 *
 * <p>An instance serves one movie on one thread.
 */
public final class MovieSession {

    private final FrameSteps steps;
    private final Function<Iterator<FrameSteps.Task>, FramePipeline<FrameSteps.Task, FrameSteps.Done>> segmentation;
    private final FrameTracker tracker;
    private final MovieSink sink;
    private final SmoothedClasses tracks;

    private int frames;
    private int failed;
    private int lastFrame = -1;
    private boolean finished;
    private Optional<Problem> firstProblem = Optional.empty();

    /**
     * @param segmentation starts to segment frames of this movie
     * @param tracks receives what is tracked and passes it on to the sink
     */
    MovieSession(
            FrameSteps steps,
            Function<Iterator<FrameSteps.Task>, FramePipeline<FrameSteps.Task, FrameSteps.Done>> segmentation,
            FrameTracker tracker,
            MovieSink sink,
            SmoothedClasses tracks) {
        this.steps = steps;
        this.segmentation = segmentation;
        this.tracker = tracker;
        this.sink = sink;
        this.tracks = tracks;
    }

    /**
     * Segments and tracks the next frame. A frame that cannot be used is passed to the sink as a failure.
     *
     * @param frame 0-based number, above that of the frame before; a gap is one of time
     * @param channels a plane for each channel, all of one size, which is that of every frame
     * @throws IllegalArgumentException if the frame is not later than the one before
     * @throws IllegalStateException if the movie is finished
     */
    public void accept(int frame, List<Plane> channels) {
        take(List.of(new FrameSteps.Task(frame, () -> channels)).iterator());
    }

    /** Segments and tracks frames, several of them at once where that is faster. */
    void take(Iterator<FrameSteps.Task> tasks) {
        if (finished) {
            throw new IllegalStateException("the movie is finished");
        }
        try (FramePipeline<FrameSteps.Task, FrameSteps.Done> done = segmentation.apply(tasks)) {
            done.forEachRemaining(this::take);
        }
    }

    private void take(FrameSteps.Done done) {
        if (done.frame() <= lastFrame) {
            throw new IllegalArgumentException("frame " + done.frame() + " came after frame " + lastFrame);
        }
        lastFrame = done.frame();
        frames++;
        if (done.segmented().isPresent()) {
            SegmentedFrame segmented = done.segmented().get();
            if (frames == failed + 1) {
                sink.started(segmented.width(), segmented.height());
            }
            tracker.accept(segmented, tracks);
        } else {
            Problem problem = steps.problem(done.frame(), done.failure().orElseThrow());
            failed++;
            firstProblem = firstProblem.or(() -> Optional.of(problem));
            sink.failure(new FrameFailure(done.frame(), problem));
        }
    }

    /**
     * Ends the movie: all tracks that are left are passed to the sink.
     *
     * @return counts and quality measures
     * @throws BadInputException if the movie has no frame, or if more than two of its frames and more than a tenth, or
     *     all of them, could not be used: as in a run, such a movie has no tracks, and what the sink received is void
     */
    public MovieSummary finish() {
        if (finished) {
            throw new IllegalStateException("the movie is finished");
        }
        finished = true;
        if (frames == 0) {
            throw new BadInputException("the movie", "It has no frame.", "Give at least one frame.");
        }
        if (LostMovies.isLost(failed, frames)) {
            Problem first = firstProblem.orElseThrow();
            throw new BadInputException(
                    first.where(),
                    failed + " of " + frames + " frames failed; the first: " + first.cause(),
                    first.remedy());
        }
        MovieSummary summary = tracker.finish(tracks);
        tracks.finish();
        return summary;
    }
}
