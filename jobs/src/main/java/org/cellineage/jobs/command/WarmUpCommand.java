package org.cellineage.jobs.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Does what short commands do, on a few tiny images, so that Java loads the classes that they need; the launcher
 * archives these classes for later commands.
 */
@Command(
        name = "warm-up",
        hidden = true,
        description = "Loads the classes that short commands need, for the class archive of scripts/cellineage.",
        footerHeading = "%nExample:%n",
        footer = {"  cellineage warm-up LIGHT"})
public final class WarmUpCommand extends JobCommand {

    private static final int SIDE = 96;

    /** Kinds of commands. */
    enum Kind {
        /** Commands without Spark. */
        LIGHT,
        /** Short commands with a Spark session. */
        SHORT
    }

    @Parameters(paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
    private Kind kind = Kind.LIGHT;

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        Path folder = Files.createTempDirectory("cellineage-warm-up-");
        try {
            for (List<String> command : kind == Kind.LIGHT ? light(folder) : withSession(folder)) {
                CommandLine line = parsed().getParent();
                int code = line.execute(command.toArray(new String[0]));
                if (code != 0) {
                    out.printf("%s ended with %d%n", String.join(" ", command), code);
                    return ExitCode.INTERNAL_ERROR;
                }
            }
        } finally {
            delete(folder);
        }
        return ExitCode.DONE;
    }

    private static List<List<String>> light(Path folder) throws IOException {
        Path plate = folder.resolve("P1");
        Path images = Files.createDirectories(plate.resolve("A01_s1"));
        for (int t = 0; t < 3; t++) {
            Path file = images.resolve("t00" + t + ".tif");
            try (TiffWriter writer =
                    new TiffWriter(Files.newOutputStream(file), 1, 64, TiffWriter.Compression.NONE, "")) {
                writer.write(Plane.of(SIDE, SIDE, new short[SIDE * SIDE]));
            }
        }
        return List.of(
                List.of("--help"),
                List.of("--version"),
                List.of("run", "--help"),
                List.of("config"),
                List.of("check", "--input", plate.toString()),
                List.of("check", "--input", plate.toString(), "--json"));
    }

    private static List<List<String>> withSession(Path folder) {
        String plates = folder.resolve("plates").toString();
        String truth = plates + "/P1";
        String tables = folder.resolve("tables").toString();
        String size = "width_px=" + SIDE;
        return List.of(
                List.of("simulate", "-o", plates, "--plate", "P1", "--frames", "4", "--cells", "4", "--set", size),
                List.of(
                        "run",
                        "-i",
                        truth,
                        "-o",
                        tables,
                        "--set",
                        "segmentation.method=classical",
                        "--set",
                        "linking.method=geometric"),
                List.of("sql", "--lineage", tables, "-e", "select 1"),
                List.of("sql", "--lineage", tables, "-e", "select well, count(*) from cells group by well"),
                List.of("export", "--lineage", tables, "--format", "ctc", "-o", folder + "/ctc"),
                List.of("evaluate", "--truth", truth, "--lineage", tables));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
