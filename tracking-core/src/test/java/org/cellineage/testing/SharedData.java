package org.cellineage.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Real movies and fixtures that may not be redistributed. They lie in {@code ../shared/data} beside the checkout, or
 * where the environment variable {@code CELLINEAGE_DATA} says.
 */
public final class SharedData {

    private SharedData() {}

    /** The file or folder {@code name}; skips the calling test, with a message, where it is absent. */
    public static Path require(String name) {
        String given = System.getenv("CELLINEAGE_DATA");
        Path root = Path.of(given != null ? given : "../../shared/data")
                .toAbsolutePath()
                .normalize();
        Path path = root.resolve(name);
        Assumptions.assumeTrue(
                Files.exists(path),
                () -> "skipped: " + name + " is not in " + root + "; set CELLINEAGE_DATA to the folder that holds it");
        return path;
    }
}
