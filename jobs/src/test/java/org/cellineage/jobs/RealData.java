package org.cellineage.jobs;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Real movies that may not be redistributed. They lie in {@code ../shared/data} beside the checkout, or where the
 * environment variable {@code CELLINEAGE_DATA} says.
 */
final class RealData {

    private RealData() {}

    /** The file or folder {@code name}; skips the calling test, with a message, where it is absent. */
    static Path require(String name) {
        String given = System.getenv("CELLINEAGE_DATA");
        Path path = Path.of(given != null ? given : "../../shared/data", name)
                .toAbsolutePath()
                .normalize();
        Assumptions.assumeTrue(
                Files.exists(path),
                () -> "skipped: " + path + " is not there; set CELLINEAGE_DATA to the folder that holds " + name);
        return path;
    }
}
