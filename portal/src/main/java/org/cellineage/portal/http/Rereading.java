package org.cellineage.portal.http;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads tables that may be published anew while they are read. A run removes what it replaced, so that a reader that began
 * before may find files gone; whoever begins again reads the new ones.
 */
public final class Rereading {

    private static final Logger LOG = LoggerFactory.getLogger(Rereading.class);
    private static final int MAX_CAUSES = 30;

    private Rereading() {}

    /**
     * Reads, and once more if a file was gone. What is missing then is reported as it is.
     *
     * @param reading begins with what is published now, and changes nothing
     */
    public static <T> T once(Callable<T> reading) throws Exception {
        try {
            return reading.call();
        } catch (Exception e) {
            if (!isGone(e)) {
                throw e;
            }
            LOG.info("a file is gone, which a new publication explains; reading again: {}", e.getMessage());
            return reading.call();
        }
    }

    private static boolean isGone(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
