package org.cellineage.jobs.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** The version of this build, from a file that Maven generates. */
public final class Version {

    private Version() {}

    /** For example {@code 0.1.0}. */
    public static String text() {
        return read("version.properties")
                .orElseThrow(() -> new IllegalStateException("version.properties is not in the jar"));
    }

    /** The version of Spark on the class path, such as {@code 4.1.2}, from the file that it contains. */
    public static String ofSpark() {
        return read("/spark-version-info.properties").orElse("not on the class path");
    }

    private static Optional<String> read(String resource) {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.ofNullable(properties.getProperty("version"));
    }
}
