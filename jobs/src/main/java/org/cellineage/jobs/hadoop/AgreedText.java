package org.cellineage.jobs.hadoop;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A small text on which several processes agree: that of the first to create its file. Some file systems show a file
 * before its text.
 */
public final class AgreedText {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private AgreedText() {}

    /** The text that was agreed on; empty if none was yet. */
    public static Optional<String> read(OutputFolder output, String path) throws IOException {
        return output.read(path).map(String::strip).filter(text -> !text.isEmpty());
    }

    /**
     * Proposes a text.
     *
     * @param text not blank
     * @return the text that was agreed on
     */
    public static String agree(OutputFolder output, String path, String text) throws IOException {
        if (output.createDurably(path, text + "\n")) {
            return text;
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<String> there = read(output, path);
            if (there.isPresent()) {
                return there.get();
            }
            pause();
        }
        // Whoever created it died before writing.
        output.replace(path, text + "\n");
        return text;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
