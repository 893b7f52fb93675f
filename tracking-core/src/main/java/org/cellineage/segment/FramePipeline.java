package org.cellineage.segment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.cellineage.image.Plane;

/**
 * Segments frames as a pipeline: while one frame is in the network, later frames are read and prepared, and earlier
 * ones are post-processed.
 *
 * <p>Results come in the order of the tasks. A frame that fails does not affect the others. At most four times the
 * largest batch size, or eight frames if that is more, are in memory at once.
 *
 * <p>The network runs on the thread that calls the iterator; reading and preparing share one other thread, and
 * post-processing has a third. An {@link Error} ends the pipeline.
 *
 * @param <T> identifies a frame
 * @param <R> the result for a frame
 */
public final class FramePipeline<T, R> implements Iterator<R>, AutoCloseable {

    private static final int LEAST_AHEAD = 2;

    private final Lane<T, R> lane;

    /**
     * What the caller does with a frame before and after segmentation.
     *
     * @param <T> identifies a frame
     * @param <R> the result for a frame
     */
    public interface Work<T, R> {
        /** Reads the planes of the frame; always called from the same thread, in task order. */
        List<Plane> read(T task) throws Exception;

        /** How the frame is segmented. */
        FramePlan plan(T task);

        /** Returns the result for a segmented frame. */
        R result(T task, List<Plane> channels, FoundCells found) throws Exception;

        /** Returns the result for a frame at which any step failed. */
        R failed(T task, Exception cause);
    }

    private FramePipeline(Lane<T, R> lane) {
        this.lane = lane;
    }

    /** Starts the pipeline and begins to read the first frames. */
    public static <T, R, P, S> FramePipeline<T, R> start(
            Iterator<T> tasks, StepwiseSegmenter<P, S> segmenter, Work<T, R> work) {
        return new FramePipeline<>(new Steps<>(tasks, segmenter, work));
    }

    @Override
    public boolean hasNext() {
        return lane.hasNext();
    }

    @Override
    public R next() {
        return lane.next();
    }

    /**
     * Stops the threads and waits for them, so that the caller can then close the files they read. Unfinished frames
     * are abandoned.
     */
    @Override
    public void close() {
        lane.close();
    }

    /** The pipeline with the segmenter's type parameters hidden. */
    private interface Lane<T, R> extends Iterator<R>, AutoCloseable {
        @Override
        void close();
    }

    private static final class Steps<T, R, P, S> implements Lane<T, R> {
        private final Iterator<T> tasks;
        private final StepwiseSegmenter<P, S> segmenter;
        private final Work<T, R> work;
        private final ExecutorService reading = thread("cellineage-read");
        private final ExecutorService finishing = thread("cellineage-finish");
        private final Deque<Reading<T, P>> read = new ArrayDeque<>();
        private final Deque<Future<R>> finished = new ArrayDeque<>();
        private int ahead = LEAST_AHEAD;

        Steps(Iterator<T> tasks, StepwiseSegmenter<P, S> segmenter, Work<T, R> work) {
            this.tasks = tasks;
            this.segmenter = segmenter;
            this.work = work;
        }

        /** A frame that is being read. */
        private record Reading<T, P>(T task, Future<Prepared<P>> prepared) {}

        private record Prepared<P>(List<Plane> channels, P frame) {}

        /** A frame of a batch. */
        private record Frame<T, P>(T task, Prepared<P> prepared) {}

        private static ExecutorService thread(String name) {
            return Executors.newSingleThreadExecutor(work -> {
                Thread thread = new Thread(work, name);
                thread.setDaemon(true);
                return thread;
            });
        }

        @Override
        public boolean hasNext() {
            boolean more = !finished.isEmpty() || !read.isEmpty() || tasks.hasNext();
            if (!more) {
                close();
            }
            return more;
        }

        @Override
        public R next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (Thread.interrupted()) {
                throw interrupted(new InterruptedException("before the next frame"));
            }
            // The network runs ahead while earlier frames are being post-processed.
            while (finished.size() < ahead && (!read.isEmpty() || tasks.hasNext())) {
                lookAtSome();
            }
            return get(finished.remove());
        }

        private void readAhead() {
            // One batch for the network and one that is being read.
            while (read.size() < 2 * ahead && tasks.hasNext()) {
                T task = tasks.next();
                read.add(new Reading<>(task, reading.submit(() -> {
                    List<Plane> channels = work.read(task);
                    return new Prepared<>(channels, segmenter.prepare(channels, work.plan(task)));
                })));
            }
        }

        private void lookAtSome() {
            readAhead();
            List<Frame<T, P>> batch = new ArrayList<>();
            int wanted = 1;
            while (batch.size() < wanted && !read.isEmpty()) {
                Reading<T, P> frame = read.element();
                Prepared<P> prepared;
                try {
                    prepared = frame.prepared().get();
                } catch (ExecutionException e) {
                    if (!batch.isEmpty()) {
                        // Results stay in order, so the frames before this one come first.
                        break;
                    }
                    read.remove();
                    finished.add(failure(frame.task(), cause(e)));
                    return;
                } catch (InterruptedException e) {
                    throw interrupted(e);
                }
                read.remove();
                batch.add(new Frame<>(frame.task(), prepared));
                wanted = Math.max(1, segmenter.batch(prepared.frame()));
                ahead = Math.max(ahead, wanted);
            }
            readAhead();
            infer(batch);
        }

        private void infer(List<Frame<T, P>> batch) {
            List<S> seen;
            try {
                seen = segmenter.infer(
                        batch.stream().map(frame -> frame.prepared().frame()).toList());
            } catch (RuntimeException e) {
                if (batch.size() == 1) {
                    finished.add(failure(batch.get(0).task(), e));
                } else {
                    // Retry one at a time, so that only the faulty frame fails.
                    batch.forEach(frame -> infer(List.of(frame)));
                }
                return;
            }
            for (int i = 0; i < batch.size(); i++) {
                T task = batch.get(i).task();
                // Hold only the channels: the prepared frame may be large and is no longer needed.
                List<Plane> channels = batch.get(i).prepared().channels();
                S of = seen.get(i);
                finished.add(finishing.submit(() -> finish(task, channels, of)));
            }
        }

        private R finish(T task, List<Plane> channels, S seen) {
            try {
                return work.result(task, channels, segmenter.finish(seen));
            } catch (Exception e) {
                return work.failed(task, e);
            }
        }

        private Future<R> failure(T task, Exception cause) {
            return finishing.submit(() -> work.failed(task, cause));
        }

        private static Exception cause(ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            return e.getCause() instanceof Exception exception ? exception : e;
        }

        private R get(Future<R> future) {
            try {
                return future.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a frame could not be finished", cause(e));
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        private IllegalStateException interrupted(InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            return new IllegalStateException("segmentation was interrupted", e);
        }

        @Override
        public void close() {
            reading.shutdownNow();
            finishing.shutdownNow();
            ended(reading);
            ended(finishing);
        }

        private static void ended(ExecutorService thread) {
            boolean interrupted = false;
            boolean ended = false;
            while (!ended) {
                try {
                    ended = thread.awaitTermination(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
