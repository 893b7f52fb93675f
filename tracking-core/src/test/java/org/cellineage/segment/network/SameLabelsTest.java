package org.cellineage.segment.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same frame has the same maps and labels, bit for bit, whatever else is in its batch or partition and however many
 * threads TensorFlow has.
 *
 * <p>With its oneDNN kernels switched off, as they are by themselves on older processors, TensorFlow sums in an order
 * that depends on the batch and on the threads. The batch must not show all the same, and would where frames shared a
 * call; against the threads the launcher and the session switch these kernels on.
 */
class SameLabelsTest {

    private static final int LIMIT_S = 600;

    @Test
    void simulatedFrames(@TempDir Path folder) throws Exception {
        List<String> one = digests(folder, 1, true, List.of());
        assertThat(one).hasSize(6 * 6);
        // Not all the same nothing.
        assertThat(one.subList(0, 6)).doesNotHaveDuplicates().noneMatch(sum -> sum.startsWith("0/"));
        assertSameForAllWays(one, 6);
        assertThat(digests(folder, 2, true, List.of())).isEqualTo(one);
    }

    @Test
    void simulatedFramesWithoutOneDnn(@TempDir Path folder) throws Exception {
        List<String> sums = digests(folder, 2, false, List.of());
        assertThat(sums).hasSize(6 * 6);
        assertSameForAllWays(sums, 6);
    }

    @Test
    void realFrames(@TempDir Path folder) throws Exception {
        Path movies = SharedData.require("movies");
        List<String> files = new ArrayList<>();
        files.add(movies.resolve("Fluo-N2DH-GOWT1/02/t000.tif") + "=80");
        files.add(movies.resolve("Fluo-N2DH-SIM+/02/t000.tif") + "=45");
        files.add(movies.resolve("Fluo-N2DH-SIM+/02/t001.tif") + "=45");
        List<String> one = digests(folder, 1, true, files);
        assertThat(one).hasSize(6 * 9);
        assertSameForAllWays(one, 9);
        assertThat(digests(folder, 2, true, files)).isEqualTo(one);
    }

    /** One way of batching after the other, a sum a frame. */
    private static void assertSameForAllWays(List<String> sums, int frames) {
        for (int from = frames; from < sums.size(); from += frames) {
            assertThat(sums.subList(from, from + frames)).isEqualTo(sums.subList(0, frames));
        }
    }

    private static List<String> digests(Path folder, int threads, boolean oneDnn, List<String> files)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                LabelDigests.class.getName(),
                Integer.toString(threads)));
        command.addAll(files);
        Path out = folder.resolve("out");
        Path log = folder.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(log.toFile());
        builder.environment().put("TF_ENABLE_ONEDNN_OPTS", oneDnn ? "1" : "0");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(LIMIT_S, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        return Files.readAllLines(out).stream()
                .flatMap(line -> List.of(line.substring(line.indexOf(": ") + 2).split(" ")).stream())
                .toList();
    }
}
