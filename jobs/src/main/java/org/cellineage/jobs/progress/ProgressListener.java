package org.cellineage.jobs.progress;

import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/** Told of the stages of a job that runs in this process, for programs that show them elsewhere than on a terminal. */
@FunctionalInterface
public interface ProgressListener {

    /**
     * A stage begins.
     *
     * @param unit what is counted
     * @param total how many there are
     * @param done how many are done; may be asked at any time, by any thread
     */
    void stage(String stage, String unit, long total, LongSupplier done);

    /** Runs a job, of whose stages a listener is told, also of those in threads that the job starts. */
    static <T> T during(ProgressListener listener, Callable<T> job) throws Exception {
        ProgressListener before = Current.LISTENER.get();
        Current.LISTENER.set(listener);
        try {
            return job.call();
        } finally {
            Current.LISTENER.set(before);
        }
    }

    /** The listener of this thread's job; one that ignores everything if there is none. */
    static ProgressListener current() {
        return Current.LISTENER.get();
    }

    /** Which listener a thread has. */
    final class Current {
        private static final InheritableThreadLocal<ProgressListener> LISTENER = new InheritableThreadLocal<>() {
            @Override
            protected ProgressListener initialValue() {
                return (stage, unit, total, done) -> {};
            }
        };

        private Current() {}
    }
}
