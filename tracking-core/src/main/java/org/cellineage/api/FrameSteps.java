package org.cellineage.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.image.Plane;
import org.cellineage.link.learned.FrameMeasurer;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.cellineage.problem.UserException;
import org.cellineage.segment.FoundCells;
import org.cellineage.segment.FramePipeline;
import org.cellineage.segment.FramePlan;

/** What happens to each frame of one movie before and after segmentation; results are as the tables have them. */
final class FrameSteps implements FramePipeline.Work<FrameSteps.Task, FrameSteps.Done> {

    private final String movie;
    private final FramePlan plan;
    private final FrameMeasurer measurer;
    /** The size of the first frame that was read; none before. Frames are read by one thread at a time. */
    private volatile Optional<Size> size = Optional.empty();

    /** Reads the channels of a frame. */
    @FunctionalInterface
    interface Reader {
        List<Plane> read() throws IOException;
    }

    /** A frame to segment. */
    record Task(int frame, Reader reader) {}

    /** A segmented frame, or why there is none. */
    record Done(int frame, Optional<SegmentedFrame> segmented, Optional<Exception> failure) {}

    private record Size(int width, int height) {}

    FrameSteps(String movie, FramePlan plan, FrameMeasurer measurer) {
        this.movie = movie;
        this.plan = plan;
        this.measurer = measurer;
    }

    @Override
    public List<Plane> read(Task task) throws IOException {
        List<Plane> channels = List.copyOf(task.reader().read());
        if (channels.isEmpty()) {
            throw new BadInputException(
                    where(task.frame()), "The frame has no channel.", "Give one plane for each channel.");
        }
        Size first = size.orElseGet(() -> sizeOf(channels.get(0)));
        for (Plane plane : channels) {
            if (!sizeOf(plane).equals(first)) {
                throw new BadInputException(
                        where(task.frame()),
                        "A plane has " + plane.width() + " x " + plane.height()
                                + " pixels, but the movie's first frame has " + first.width() + " x "
                                + first.height() + ".",
                        "Give all planes of a movie in one size.");
            }
        }
        if (size.isEmpty()) {
            measurer.requireFits(where(task.frame()), first.width(), first.height(), channels.size());
            size = Optional.of(first);
        }
        return channels;
    }

    private static Size sizeOf(Plane plane) {
        return new Size(plane.width(), plane.height());
    }

    private String where(int frame) {
        return movie + " frame " + frame;
    }

    @Override
    public FramePlan plan(Task task) {
        return plan;
    }

    @Override
    public Done result(Task task, List<Plane> channels, FoundCells found) {
        return new Done(
                task.frame(),
                Optional.of(
                        measurer.measure(task.frame(), channels, found, plan).rounded()),
                Optional.empty());
    }

    @Override
    public Done failed(Task task, Exception cause) {
        return new Done(task.frame(), Optional.empty(), Optional.of(cause));
    }

    /**
     * The problem of a frame that could not be used.
     *
     * @throws RuntimeException the failure, if it is not one of the frame but of the settings or of this program
     */
    Problem problem(int frame, Exception failure) {
        if (failure instanceof BadInputException bad) {
            return bad.problem();
        }
        if (failure instanceof IOException) {
            return new Problem(
                    where(frame),
                    "It cannot be read: " + failure.getMessage() + ".",
                    "Check that the file still exists and can be read.");
        }
        if (failure instanceof UserException settings) {
            throw settings;
        }
        throw new IllegalStateException("failed at " + where(frame), failure);
    }
}
