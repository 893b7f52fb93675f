package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cellineage.format.Description;
import org.cellineage.format.Headers;
import org.cellineage.format.MovieDescriber;
import org.cellineage.format.MovieOutline;

/** Describes movies in this process on several threads, which mostly wait for the storage. */
public final class HeaderThreads implements MovieDescriber {

    private static final int THREADS = 8;

    @Override
    public List<Description> describe(List<MovieOutline> movies, Headers headers) throws IOException {
        List<Description> descriptions = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Description>> pending = new ArrayList<>();
            for (MovieOutline movie : movies) {
                pending.add(pool.submit(() -> Descriptions.of(movie, headers)));
            }
            for (Future<Description> one : pending) {
                descriptions.add(one.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while headers were read", e);
        } catch (ExecutionException e) {
            throw new IOException("a header could not be read", e.getCause());
        } finally {
            pool.shutdownNow();
        }
        return descriptions;
    }
}
