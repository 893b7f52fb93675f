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
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/**
 * Segments frames one after the other while the next are being read and the last are being finished: results in the order
 * of the tasks, and a frame that fails costs no other. At most four times as many frames as the largest batch, or as two,
 * are in memory.
 *
 * <p>The network runs on the thread that asks for results; reading and preparing have a thread of their own, and so has
 * finishing. An {@link Error} ends it all.
 *
 * @param <T> says which frame
 * @param <R> what is made of a frame
 */
public final class FramePipeline<T, R> implements Iterator<R>, AutoCloseable {

    private static final int LEAST_AHEAD = 2;

    private final Lane<T, R> lane;

    /**
     * What is done with a frame, beside segmenting.
     *
     * @param <T> says which frame
     * @param <R> what is made of a frame
     */
    public interface Work<T, R> {
        /** Reads the frame's planes; always called from the same thread, in order. */
        List<Plane> read(T task) throws Exception;

        /** Typical diameter of the frame's nuclei, pixels; NaN where not known. */
        double diameterPx(T task);

        /** Makes the result of a frame that was segmented. */
        R result(T task, List<Plane> channels, LabelImage labels) throws Exception;

        /** Makes the result of a frame at which one of the steps failed. */
        R failed(T task, Exception cause);
    }

    private FramePipeline(Lane<T, R> lane) {
        this.lane = lane;
    }

    /** Starts with the first frames. */
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
     * Ends the threads, and waits until they have ended: files that they read may be closed then. Frames that are under way
     * are given up.
     */
    @Override
    public void close() {
        lane.close();
    }

    /** The pipeline without the segmenter's own types. */
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
            // The network works ahead while the frames before are being finished.
            while (finished.size() < ahead && (!read.isEmpty() || tasks.hasNext())) {
                lookAtSome();
            }
            return get(finished.remove());
        }

        private void readAhead() {
            // One batch for the network, and one being read meanwhile.
            while (read.size() < 2 * ahead && tasks.hasNext()) {
                T task = tasks.next();
                read.add(new Reading<>(task, reading.submit(() -> {
                    List<Plane> channels = work.read(task);
                    return new Prepared<>(channels, segmenter.prepare(channels, work.diameterPx(task)));
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
                        // Results stay in order: the frames before this one first.
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
                    // One at a time, so that the frame at fault stands alone.
                    batch.forEach(frame -> infer(List.of(frame)));
                }
                return;
            }
            for (int i = 0; i < batch.size(); i++) {
                T task = batch.get(i).task();
                // Not the prepared frame, which may be large and is not needed any more.
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
