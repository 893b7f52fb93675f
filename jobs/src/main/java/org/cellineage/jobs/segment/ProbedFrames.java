package org.cellineage.jobs.segment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cellineage.format.PlaneReader;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.Plane;
import org.cellineage.jobs.cluster.FrameCounter;
import org.cellineage.jobs.isolate.MarkedTask;
import org.cellineage.jobs.run.Failure;
import org.cellineage.problem.UserException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at frames one after the other, in a task.
 *
 * @param <R> what is said about a frame
 */
final class ProbedFrames<R> implements Iterator<R> {

    private static final Logger LOG = LoggerFactory.getLogger(ProbedFrames.class);

    private final MarkedFrames frames;
    private final MarkedTask movies;
    private final Storage storage;
    private final TaskPlanes channels;
    private final FrameCounter done;
    private final Function<Frame, R> work;

    /**
     * Creates the iterator.
     *
     * @param channels predicts channels
     * @param work looks at a frame
     */
    ProbedFrames(
            Iterator<FrameTask> tasks,
            Storage storage,
            TaskPlanes channels,
            MarkedTask movies,
            FrameCounter done,
            Function<Frame, R> work) {
        List<FrameTask> all = new ArrayList<>();
        tasks.forEachRemaining(all::add);
        this.frames = new MarkedFrames(all, movies);
        this.movies = movies;
        this.storage = storage;
        this.channels = channels;
        this.done = done;
        this.work = work;
    }

    /** A frame that can be looked at. */
    static final class Frame {
        private final FrameTask task;
        private final PlaneReader planes;
        private final TaskPlanes channels;
        private final boolean isRefused;
        private @Nullable Failure failure;

        private Frame(FrameTask task, PlaneReader planes, TaskPlanes channels, boolean isRefused) {
            this.task = task;
            this.planes = planes;
            this.channels = channels;
            this.isRefused = isRefused;
        }

        FrameTask task() {
            return task;
        }

        /** Reads or predicts a channel and returns what a function says about it; the alternative if either fails. */
        <T> T look(int channel, T otherwise, Function<Plane, T> function) {
            if (isRefused || channel >= TaskPlanes.count(task)) {
                return otherwise;
            }
            try {
                return function.apply(channels.read(task, channel, planes));
            } catch (IOException | RuntimeException e) {
                Failure problem = FrameWork.failure(task, e);
                if (!(e instanceof IOException || e instanceof UserException)) {
                    LOG.warn("probe: {}", problem.problem());
                }
                failure = failure == null ? problem : failure;
                return otherwise;
            }
        }

        /** The first failure of {@link #look}; empty if there was none. */
        Optional<Failure> failure() {
            return Optional.ofNullable(failure);
        }
    }

    @Override
    public boolean hasNext() {
        return frames.hasNext();
    }

    @Override
    public R next() {
        FrameTask task = frames.next();
        R said = look(task);
        frames.done(task);
        done.addFrame();
        return said;
    }

    /** The channels of a frame are often in one file, which is opened once. */
    private R look(FrameTask task) {
        StoragePlaneReader planes = new StoragePlaneReader(storage);
        try {
            return work.apply(new Frame(
                    task, planes, channels, movies.refusal(task.movie()).isPresent()));
        } finally {
            try {
                planes.close();
            } catch (IOException e) {
                LOG.warn("probe: {} could not be closed", task.movie().id(), e);
            }
        }
    }
}
