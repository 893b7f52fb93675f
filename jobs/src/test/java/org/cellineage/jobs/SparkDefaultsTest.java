package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.internal.config.ConfigEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ready settings under conf/spark: names that Spark knows, values that it takes, and a reason for each. */
class SparkDefaultsTest {

    /** Of modules that are not on this class path; RAPIDS' as its configuration page lists them. */
    private static final Set<String> ELSEWHERE = Set.of(
            "spark.yarn.maxAppAttempts",
            "spark.yarn.dist.files",
            "spark.kubernetes.driver.request.cores",
            "spark.kubernetes.submission.waitAppCompletion",
            "spark.rapids.sql.enabled",
            "spark.rapids.sql.explain",
            "spark.rapids.sql.concurrentGpuTasks",
            "spark.rapids.memory.gpu.pool",
            "spark.rapids.memory.gpu.allocFraction",
            "spark.rapids.memory.gpu.maxAllocFraction",
            "spark.rapids.memory.gpu.minAllocFraction",
            "spark.rapids.memory.pinnedPool.size",
            // Read by Spark under these names, but not declared.
            "spark.executor.resource.gpu.amount",
            "spark.executor.resource.gpu.vendor",
            "spark.executor.resource.gpu.discoveryScript",
            "spark.master");

    private static final Pattern LINE = Pattern.compile("(spark\\.[A-Za-z.]+) +(\\S.*)");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../conf/spark"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyLineIsKnownAndHasItsReason(Path file) throws Exception {
        // Spark declares its settings when these are loaded.
        for (String holder : List.of(
                "org.apache.spark.internal.config.package$",
                "org.apache.spark.internal.config.Kryo$",
                "org.apache.spark.internal.config.Network$",
                "org.apache.spark.internal.config.UI$",
                "org.apache.spark.sql.internal.SQLConf$")) {
            Class.forName(holder);
        }
        Set<String> names = new TreeSet<>();
        String before = "";
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                var parts = LINE.matcher(line);
                assertThat(parts.matches()).as(line).isTrue();
                assertThat(names.add(parts.group(1))).as("once: %s", line).isTrue();
                assertThat(before).as("a reason before %s", line).startsWith("# ");
                check(parts.group(1), parts.group(2));
            }
            before = line;
        }
        assertThat(names).hasSizeGreaterThan(5);
    }

    private static void check(String name, String value) {
        ConfigEntry<?> entry = ConfigEntry.findEntry(name);
        if (entry == null) {
            assertThat(ELSEWHERE).as("Spark does not know it").contains(name);
            return;
        }
        try {
            entry.valueConverter().apply(value);
        } catch (RuntimeException e) {
            fail(name + " cannot be " + value, e);
        }
    }
}
