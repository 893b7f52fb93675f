package org.cellineage.jobs.session;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The session of this process, known without a class of Spark: a command that opened none must not load Spark in order to
 * end.
 */
public final class OpenSession {

    private static final AtomicReference<Runnable> STOP = new AtomicReference<>(() -> {});

    private OpenSession() {}

    static void stopBy(Runnable stop) {
        STOP.set(stop);
    }

    /** Stops the session that is open; nothing where there is none. */
    public static void stop() {
        STOP.getAndSet(() -> {}).run();
    }
}
