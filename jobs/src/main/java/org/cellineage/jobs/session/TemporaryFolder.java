package org.cellineage.jobs.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.Problem;

/**
 * The folder into which Java, Spark, TensorFlow and the compression libraries unpack files, including native libraries:
 * it needs space, and must allow programs to run.
 */
public final class TemporaryFolder {

    private static final String SETTING = "java.io.tmpdir";
    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    /** Size of the native compression libraries, with some margin. */
    private static final long LEAST_BYTES = 16L << 20;

    private static final int MAX_CAUSES = 20;

    private TemporaryFolder() {}

    /**
     * Checks the folder before any work starts.
     *
     * @throws BadConfigurationException if it cannot be used
     */
    public static void check() {
        Path folder = Path.of(System.getProperty(SETTING, "/tmp"));
        problem(folder, mounts()).ifPresent(problem -> {
            throw new BadConfigurationException(problem.where(), problem.cause(), problem.remedy());
        });
    }

    private static List<String> mounts() {
        try {
            return Files.isReadable(MOUNTS) ? Files.readAllLines(MOUNTS) : List.of();
        } catch (IOException e) {
            // On other systems, the failure to load a library is reported when it happens.
            return List.of();
        }
    }

    /** What is wrong with a folder, given the system's list of mounts. */
    static Optional<Problem> problem(Path folder, List<String> mounts) {
        try {
            Path probe = Files.createTempFile(folder, "cellineage-", ".probe");
            Files.delete(probe);
            if (Files.getFileStore(folder).getUsableSpace() < LEAST_BYTES) {
                return Optional.of(told(folder.toString(), "it is full"));
            }
            return isNoExec(folder.toRealPath().toString(), mounts)
                    ? Optional.of(told(folder.toString(), "programs may not run there (it is mounted 'noexec')"))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(told(
                    folder.toString(),
                    String.valueOf(e.getMessage()).contains("No space left")
                            ? "it is full"
                            : "no file can be made there"));
        }
    }

    /** Whether the mount of the folder has the option noexec; lines are those of {@code /proc/self/mounts}. */
    private static boolean isNoExec(String folder, List<String> mounts) {
        String longest = "";
        boolean noExec = false;
        for (String line : mounts) {
            String[] fields = line.split(" ");
            if (fields.length < 4) {
                continue;
            }
            String point = fields[1].replace("\\040", " ");
            boolean holds = folder.equals(point) || folder.startsWith(point.endsWith("/") ? point : point + "/");
            // Of several mounts on the same path, the last is visible.
            if (holds && point.length() >= longest.length()) {
                longest = point;
                noExec = List.of(fields[3].split(",")).contains("noexec");
            }
        }
        return noExec;
    }

    /**
     * The problem with the folder that a failure reveals: a library that could not be unpacked or loaded. Spark reports
     * failures of tasks as text.
     */
    public static Optional<Problem> of(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            String text = cause.toString();
            boolean library = text.contains("UnsatisfiedLinkError") || text.contains("failed to map segment");
            boolean initialised = text.contains("Could not initialize class org.xerial.snappy")
                    || text.contains("Could not initialize class com.github.luben.zstd")
                    || text.contains("Could not initialize class org.tensorflow");
            if (library || initialised) {
                String detail = text.lines()
                        .filter(line -> line.contains("UnsatisfiedLinkError")
                                || line.contains("failed to map segment")
                                || line.contains("Could not initialize"))
                        .findFirst()
                        .orElse("");
                return Optional.of(told(
                        System.getProperty(SETTING, ""),
                        "a library that was unpacked there cannot be loaded: " + detail));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static Problem told(String folder, String why) {
        return new Problem(
                SETTING + "=" + folder,
                "The temporary folder cannot be used: " + why + ".",
                "Free some space, or choose another folder in which programs may run: TMPDIR=FOLDER for scripts/cellineage,"
                        + " -Djava.io.tmpdir=FOLDER in --driver-java-options and spark.executor.extraJavaOptions for"
                        + " spark-submit. TensorFlow's libraries are in HOME/.javacpp, to which the same applies.");
    }
}
