package org.cellineage.format.zarr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads many small files side by side, since a bucket takes its time over each. */
public final class SideBySide {

    private static final int THREADS = 8;

    private SideBySide() {}

    /** What is done with one of many. */
    @FunctionalInterface
    public interface Step<A, B> {
        /** May be called by several threads. */
        B apply(A one) throws IOException;
    }

    /**
     * Does a step with each of a list.
     *
     * @return the answers in the order of the list
     * @throws IOException what the first step that failed has thrown, likewise unchecked exceptions
     */
    public static <A, B> List<B> map(List<A> list, Step<A, B> step) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(THREADS, list.size())));
        try {
            List<Future<B>> pending = new ArrayList<>();
            for (A one : list) {
                pending.add(pool.submit(() -> step.apply(one)));
            }
            List<B> answers = new ArrayList<>();
            for (Future<B> future : pending) {
                answers.add(future.get());
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while metadata was read", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IOException("metadata could not be read", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
