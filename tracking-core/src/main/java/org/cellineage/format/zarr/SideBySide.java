package org.cellineage.format.zarr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads many small files concurrently, because each takes a while in a bucket. */
public final class SideBySide {

    private static final int THREADS = 8;

    private SideBySide() {}

    /** The operation on one element. */
    @FunctionalInterface
    public interface Step<A, B> {
        /** Must be thread-safe. */
        B apply(A one) throws IOException;
    }

    /**
     * Applies an operation to each element of a list.
     *
     * @return the results in the order of the list
     * @throws IOException from the first operation that failed; unchecked exceptions likewise
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
