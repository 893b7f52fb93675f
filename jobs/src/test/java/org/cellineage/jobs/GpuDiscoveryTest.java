package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** scripts/gpu-discovery on machines with and without GPUs, as Spark reads what it prints. */
class GpuDiscoveryTest {

    @TempDir
    private Path temp;

    private Process discover(String nvidiaSmi) throws IOException {
        Path tool = temp.resolve("nvidia-smi");
        Files.writeString(tool, "#!/bin/sh\n" + nvidiaSmi + "\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of("../scripts/gpu-discovery").toRealPath().toString());
        builder.environment().put("PATH", temp + ":/usr/bin:/bin");
        return builder.start();
    }

    private static String output(Process process) throws Exception {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.trim();
    }

    @Test
    void namesEveryGpu() throws Exception {
        for (String[] machine : new String[][] {{"echo 0", "0"}, {"printf '0\\n1\\n7\\n'", "0,1,7"}}) {
            Process process = discover(machine[0]);
            ResourceInformation found = ResourceInformation.parseJson(output(process));
            assertThat(process.exitValue()).isZero();
            assertThat(found.name()).isEqualTo("gpu");
            assertThat(found.addresses()).containsExactly(machine[1].split(","));
        }
    }

    @Test
    void failsWhereTheDriverFails() throws Exception {
        Process process = discover("echo 'no devices were found' >&2; exit 6");
        assertThat(output(process)).isEmpty();
        assertThat(process.exitValue()).isNotZero();
    }
}
