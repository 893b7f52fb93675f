package org.cellineage.jobs.hadoop;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.cellineage.problem.BadInputException;

/** Converts locations as users write them to Hadoop paths and back. */
final class Locations {

    static final String LOCAL = "file";

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");
    /** Stores without folders and renames, in which a file becomes visible as a whole when its writer closes it. */
    private static final Set<String> OBJECT_STORES = Set.of("s3a", "s3n", "s3", "gs", "oss", "cosn");

    /** File systems whose rename replaces an existing file atomically; most connectors delete that file first. */
    private static final Set<String> RENAMING_OVER_FILES = Set.of("hdfs", "viewfs");

    private static final String UNFINISHED_JOB = "_temporary";

    private Locations() {}

    /** Whether a location names its file system; a colon in a file name is not a scheme. */
    static boolean hasScheme(String location) {
        return SCHEME.matcher(location).matches();
    }

    /** Whether a path, relative to the folder being listed, is hidden or belongs to an unfinished job. */
    static boolean isHidden(String relativePath) {
        for (String part : relativePath.split("/")) {
            if (part.startsWith(".") || part.equals(UNFINISHED_JOB)) {
                return true;
            }
        }
        return false;
    }

    /** A location as a path, without unescaping; a colon in a file name is not a scheme. */
    static Path path(String location) {
        if (location.isBlank()) {
            throw new BadInputException(
                    "'" + location + "'", "No location is given.", "Give a path or a URI such as s3a://bucket/folder.");
        }
        try {
            return SCHEME.matcher(location).matches() ? new Path(location) : new Path(null, null, location);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    location, "It is not a path or URI: " + e.getMessage(), "Check the spelling.", e);
        }
    }

    /**
     * A qualified path in the form in which it is displayed and opened again: a plain path if local, otherwise a URI.
     * If the default file system is not the local one, local files keep their scheme too.
     */
    static String location(Path path, Configuration configuration) {
        boolean plain = isLocal(path)
                && LOCAL.equals(FileSystem.getDefaultUri(configuration).getScheme());
        return plain ? path.toUri().getPath() : path.toString();
    }

    static boolean isLocal(Path qualified) {
        return LOCAL.equals(qualified.toUri().getScheme());
    }

    static boolean renamesOverFiles(FileSystem fileSystem) {
        return RENAMING_OVER_FILES.contains(fileSystem.getUri().getScheme().toLowerCase(Locale.ROOT));
    }

    static boolean isObjectStore(FileSystem fileSystem) {
        return OBJECT_STORES.contains(fileSystem.getUri().getScheme().toLowerCase(Locale.ROOT));
    }
}
