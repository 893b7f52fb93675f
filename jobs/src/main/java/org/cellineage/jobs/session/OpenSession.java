package org.cellineage.jobs.session;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Knows the session of this process without referring to Spark's classes: a command that opened no session must not
 * load Spark in order to end.
 */
public final class OpenSession {

    private static final AtomicReference<Runnable> STOP = new AtomicReference<>(() -> {});

    private OpenSession() {}

    static void stopBy(Runnable stop) {
        STOP.set(stop);
    }

    /** Stops the open session, if any. */
    public static void stop() {
        STOP.getAndSet(() -> {}).run();
    }
}
