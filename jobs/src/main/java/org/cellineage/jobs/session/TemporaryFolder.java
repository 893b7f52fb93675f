package org.cellineage.jobs.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.Problem;

/**
 * The folder into which Java, Spark, TensorFlow and the compressors unpack what they need, libraries among it: there must be
 * room, and programs must be allowed to run there.
 */
public final class TemporaryFolder {

    private static final String SETTING = "java.io.tmpdir";
    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    /** What the compressors' libraries take, and some room to work. */
    private static final long LEAST_BYTES = 16L << 20;

    private static final int MAX_CAUSES = 20;

    private TemporaryFolder() {}

    /**
     * Looks before any work.
     *
     * @throws BadConfigurationException where it cannot be used
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
            // Another system: what cannot be loaded is told then.
            return List.of();
        }
    }

    /** What is wrong with a folder, by what the system says of its mounts. */
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

    /** Whether the mount that the folder lies on forbids programs; lines are those of {@code /proc/self/mounts}. */
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
            // Of mounts on one point the last is the one that is seen.
            if (holds && point.length() >= longest.length()) {
                longest = point;
                noExec = List.of(fields[3].split(",")).contains("noexec");
            }
        }
        return noExec;
    }

    /** What a failure says of the folder: a library that could not be unpacked or loaded; Spark tells tasks' as text. */
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
