package org.cellineage.jobs.segment;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.format.PlaneReader;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.jobs.cluster.FrameCounter;
import org.cellineage.jobs.isolate.MarkedTask;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.MovieLog;
import org.cellineage.link.learned.FrameMeasurer;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.cellineage.problem.UserException;
import org.cellineage.segment.FoundCells;
import org.cellineage.segment.FramePipeline;
import org.cellineage.segment.FramePlan;
import org.cellineage.segment.Labels;
import org.cellineage.segment.StepwiseSegmenter;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames, predicts a channel if their plan says so, and measures and encodes their cells after segmentation. Given
 * labels are passed through the pipeline as an additional last channel.
 */
public final class FrameWork implements FramePipeline.Work<FrameTask, FrameWork.Done>, Closeable {

    private final PlaneReader planes;
    private final PlaneReader labels;
    private final TaskPlanes predicted;
    private final FrameMeasurer measurer;
    private final MarkedTask movies;
    private final FrameCounter counter;

    /** A frame's cells and linking features, or why there are none. */
    record Done(
            FrameTask task, SegmentedFrame frame, @Nullable Failure failure) {}

    /**
     * Creates the work of a Spark task.
     *
     * @param predicted predicts channels
     * @param measurer turns cells into what tracking needs of them
     * @param movies decides which movies must be skipped
     */
    FrameWork(Storage storage, TaskPlanes predicted, FrameMeasurer measurer, MarkedTask movies, FrameCounter counter) {
        this.planes = new StoragePlaneReader(storage);
        this.labels = new StoragePlaneReader(storage);
        this.predicted = predicted;
        this.measurer = measurer;
        this.movies = movies;
        this.counter = counter;
    }

    /** The segmenter of frames with given labels. */
    static StepwiseSegmenter<List<Plane>, List<Plane>> givenLabels() {
        return StepwiseSegmenter.of(channels -> {
            Plane last = channels.get(channels.size() - 1);
            return new LabelImage(last.width(), last.height(), last.toInts());
        });
    }

    @Override
    public List<Plane> read(FrameTask task) throws IOException {
        Optional<Problem> refusal = movies.refusal(task.movie());
        if (refusal.isPresent()) {
            throw new BadInputException(
                    refusal.get().where(), refusal.get().cause(), refusal.get().remedy());
        }
        List<Plane> channels = new ArrayList<>();
        for (PlaneRef ref : task.channels()) {
            Plane plane = planes.read(ref);
            if (plane.width() != task.width() || plane.height() != task.height()) {
                throw new BadInputException(
                        ref.describe(),
                        "The frame has " + plane.width() + " x " + plane.height()
                                + " pixels, but the movie's first frame has " + task.width() + " x " + task.height()
                                + ".",
                        "Put movies of different size into different folders.");
            }
            channels.add(plane);
        }
        predicted.predict(task, channels);
        for (PlaneRef ref : task.labels()) {
            LabelImage image = Labels.ofCells(labels.read(ref), ref.describe());
            if (image.width() != task.width() || image.height() != task.height()) {
                throw new BadInputException(
                        ref.describe(),
                        "The labels have " + image.width() + " x " + image.height() + " pixels, but the frame has "
                                + task.width() + " x " + task.height() + ".",
                        "Give labels that were made from this movie.");
            }
            channels.add(Plane.of(image.width(), image.height(), image.labels()));
        }
        return channels;
    }

    @Override
    public FramePlan plan(FrameTask task) {
        return task.plan().frames();
    }

    @Override
    public Done result(FrameTask task, List<Plane> channels, FoundCells found) {
        List<Plane> shown = channels.subList(0, TaskPlanes.count(task));
        SegmentedFrame frame =
                measurer.measure(task.frame(), shown, found, task.plan().frames());
        counter.addCells(frame.cells().size());
        count(task);
        return new Done(task, frame, null);
    }

    private void count(FrameTask task) {
        counter.addFrame();
        if (task.last()) {
            counter.addMovie();
        }
    }

    @Override
    public Done failed(FrameTask task, Exception cause) {
        count(task);
        Failure failure = failure(task, cause);
        MovieLog.failed(failure);
        return new Done(task, new SegmentedFrame(task.frame(), task.width(), task.height(), List.of()), failure);
    }

    /** The failure of a frame, in words. */
    static Failure failure(FrameTask task, Exception cause) {
        return new Failure(task.movie(), task.frame(), "segment", problem(task, cause), Failure.mayPass(cause));
    }

    private static Problem problem(FrameTask task, Exception cause) {
        String where = task.channels().get(0).describe();
        if (cause instanceof UserException user) {
            return user.problem();
        }
        if (cause instanceof IOException) {
            return new Problem(
                    where,
                    "It cannot be read: " + cause.getMessage() + ".",
                    "Check that the file still exists and can be read, then run again.");
        }
        // A bug that affects one frame must not fail the plate; the row says what to report.
        return Failure.internalError(where, cause);
    }

    @Override
    public void close() throws IOException {
        planes.close();
        labels.close();
    }
}
