package org.cellineage.jobs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.BadOutputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {

    @TempDir
    Path folder;

    private static OutputFolder open(String location) throws IOException {
        return OutputFolder.open(UnreliableFileSystem.configuration(), location);
    }

    private List<OutputFolder> folders() throws IOException {
        return List.of(open(folder + "/plain"), open("unreliable://" + folder + "/other"));
    }

    private List<String> filesBelow() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsWrittenIsReadAndReplacedAndLeavesNothingBeside() throws IOException {
        for (OutputFolder output : folders()) {
            assertThat(output.read("deep/er/a.json")).isEmpty();
            output.replace("deep/er/a.json", "one");
            assertThat(output.read("deep/er/a.json")).contains("one");
            output.replace("deep/er/a.json", "µ");
            assertThat(output.read("deep/er/a.json")).contains("µ");
            try (OutputStream out = output.create("deep/er/well:A01.txt")) {
                out.write('x');
            }
            assertThat(output.read("deep/er/well:A01.txt")).contains("x");
            assertThat(output.names("deep/er")).containsExactly("a.json", "well:A01.txt");
            assertThat(output.names("nowhere")).isEmpty();
            assertThat(output.exists("deep/er/a.json")).isTrue();
            assertThat(output.exists("deep/er/b.json")).isFalse();
        }
        assertThat(filesBelow())
                .containsExactly(
                        "other/deep/er/a.json", "other/deep/er/well:A01.txt",
                        "plain/deep/er/a.json", "plain/deep/er/well:A01.txt");
    }

    @Test
    void aChecksumThatHadoopLeftDoesNotFailTheNextReader() throws IOException {
        Configuration configuration = UnreliableFileSystem.configuration();
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(folder + "/plain/a.json");
        try (OutputStream out = file.getFileSystem(configuration).create(file)) {
            out.write(new byte[2000]);
        }
        assertThat(folder.resolve("plain/.a.json.crc")).exists();
        OutputFolder output = open(folder + "/plain");
        output.replace("a.json", "new");
        assertThat(output.read("a.json")).contains("new");
    }

    @Test
    void aReaderSeesTheOldTextOrTheNewNeverAMixtureAndNeverNothing() throws Exception {
        OutputFolder output = open(folder + "/plain");
        output.replace("a.json", "0".repeat(50_000));
        Path file = folder.resolve("plain/a.json");
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> reader = pool.submit(() -> {
                int reads = 0;
                while (!stop.get()) {
                    byte[] seen = Files.readAllBytes(file);
                    assertThat(seen).hasSize(50_000).containsOnly(seen[0]);
                    reads++;
                }
                return reads;
            });
            for (int round = 1; round < 60; round++) {
                output.replace(
                        "a.json", String.valueOf((char) ('0' + round % 60)).repeat(50_000));
            }
            stop.set(true);
            assertThat(reader.get()).isPositive();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void whatAKilledProcessLeftIsNotTakenForResults() throws IOException {
        OutputFolder output = open(folder + "/plain");
        output.replace("p/a.json", "x");
        Files.writeString(folder.resolve("plain/p/._0123"), "half");
        assertThat(output.names("p")).containsExactly("a.json");
    }

    @Test
    void deleteTakesFoldersWholeAndDoesNotMindTheirAbsence() throws IOException {
        for (OutputFolder output : folders()) {
            output.replace("a/b/c", "x");
            output.delete("a");
            output.delete("a");
            assertThat(output.exists("a")).isFalse();
        }
    }

    @Test
    void locationsBelowAreFull() throws IOException {
        assertThat(open(folder + "/plain").resolve("plate=x y/a")).isEqualTo(folder + "/plain/plate=x y/a");
        assertThat(open("unreliable://" + folder + "/b").resolve("a")).isEqualTo("unreliable:" + folder + "/b/a");
    }

    @Test
    void whatTheUserCanMendIsBadOutput() throws IOException {
        Files.writeString(folder.resolve("file"), "x");
        for (String place : List.of(
                "unreliable://" + folder + "/denied",
                "unreliable://" + folder + "/full",
                "unreliable://" + folder + "/nobucket",
                "s3a://b/x",
                folder + "/file",
                folder + "/file/below")) {
            assertThatThrownBy(() -> open(place), place)
                    .isInstanceOf(BadOutputException.class)
                    .hasMessageContaining(place);
        }
        OutputFolder output = open("unreliable://" + folder);
        assertThatThrownBy(() -> output.create("denied/a")).isInstanceOf(BadOutputException.class);
        assertThatThrownBy(() -> output.replace("full/a", "x")).isInstanceOf(BadOutputException.class);
        assertThatThrownBy(() -> output.replace("down/a", "x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503");
    }

    @Test
    void openingToReadMakesNothing() throws IOException {
        Configuration configuration = UnreliableFileSystem.configuration();
        assertThatThrownBy(() -> OutputFolder.openExisting(configuration, folder + "/typo"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("typo");
        Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> OutputFolder.openExisting(configuration, folder + "/file"))
                .isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> OutputFolder.openExisting(configuration, "unreliable:///denied"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("Permission denied");
        assertThat(OutputFolder.openExisting(configuration, folder.toString()).read("file"))
                .contains("x");
        assertThat(filesBelow()).containsExactly("file");
    }
}
