package org.cellineage.jobs.correct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.cellineage.correct.Change;
import org.cellineage.correct.Correction;
import org.cellineage.correct.LoggedCorrection;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.BadOutputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorrectionLogTest {

    private static final MovieKey MOVIE = new MovieKey("P 1=a", "B02", "site ü%1");

    @TempDir
    private Path temp;

    private CorrectionLog log() {
        return new CorrectionLog(OutputFolder.open(new Configuration(), temp.toString()));
    }

    private static Correction correction(String author, int number) {
        return new Correction(MOVIE, author, Instant.EPOCH, "", "run", new Change.Undo(number + ".1"));
    }

    private Path file(String name) throws IOException {
        try (var files = Files.walk(temp)) {
            return files.filter(path -> path.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void whatIsAppendedIsReadInOrder() throws IOException {
        CorrectionLog log = log();
        assertThat(log.read(MOVIE)).isEqualTo(new CorrectionLog.Entries(0, List.of()));
        assertThat(log.read(MOVIE).hash()).isEmpty();
        assertThat(log.append(MOVIE, 0, List.of(correction("anna", 1), correction("anna", 2))))
                .isEqualTo(1);
        String first = log.read(MOVIE).hash();
        assertThat(log.append(MOVIE, 1, List.of(correction("ben", 3)))).isEqualTo(2);
        CorrectionLog.Entries entries = log.read(MOVIE);
        assertThat(entries.lastBatch()).isEqualTo(2);
        assertThat(entries.corrections().stream().map(LoggedCorrection::id)).containsExactly("1.1", "1.2", "2.1");
        assertThat(entries.corrections().get(2).correction()).isEqualTo(correction("ben", 3));
        assertThat(entries.hash()).hasSize(64).isNotEqualTo(first);
        assertThat(LogHash.ofPrefixes(entries.corrections())).hasSize(4).contains(first);
        assertThat(log.ofPlates(Set.of("P 1=a", "P2")).entries())
                .containsOnlyKeys(MOVIE)
                .containsValue(entries);
        assertThat(log.where(MOVIE, "2.1")).startsWith(temp.toString()).endsWith(" correction 2.1");
    }

    @Test
    void whoeverComesSecondIsTold() throws Exception {
        CorrectionLog log = log();
        log.append(MOVIE, 0, List.of(correction("anna", 1)));
        assertThatThrownBy(() -> log.append(MOVIE, 0, List.of(correction("ben", 2))))
                .isInstanceOfSatisfying(
                        BadOutputException.class,
                        told -> assertThat(told.problem().cause()).contains("anna has corrected movie"));
        assertThat(log.read(MOVIE).corrections()).hasSize(1);

        // Four editors at once, each of whom looks again when told: nothing is lost, and nothing is there twice.
        int editors = 4;
        int each = 8;
        ExecutorService pool = Executors.newFixedThreadPool(editors);
        List<Callable<Integer>> work = new ArrayList<>();
        for (int editor = 0; editor < editors; editor++) {
            String name = "editor" + editor;
            work.add(() -> {
                int told = 0;
                CorrectionLog own = log();
                for (int i = 0; i < each; ) {
                    try {
                        own.append(MOVIE, own.read(MOVIE).lastBatch(), List.of(correction(name, i)));
                        i++;
                    } catch (BadOutputException e) {
                        told++;
                    }
                }
                return told;
            });
        }
        int told = 0;
        for (Future<Integer> done : pool.invokeAll(work)) {
            told += done.get();
        }
        pool.shutdown();
        assertThat(told).isPositive();
        CorrectionLog.Entries entries = log.read(MOVIE);
        assertThat(entries.corrections()).hasSize(1 + editors * each);
        assertThat(entries.lastBatch()).isEqualTo(1 + editors * each);
        for (int editor = 0; editor < editors; editor++) {
            String name = "editor" + editor;
            assertThat(entries.corrections().stream()
                            .map(LoggedCorrection::correction)
                            .filter(one -> one.author().equals(name)))
                    .containsExactlyElementsOf(IntStream.range(0, each)
                            .mapToObj(i -> correction(name, i))
                            .toList());
        }
    }

    /** A process that appends until it is killed, and says what it has appended. */
    static final class Editor {
        private Editor() {}

        public static void main(String[] arguments) throws IOException {
            CorrectionLog log = new CorrectionLog(OutputFolder.open(new Configuration(), arguments[0]));
            int last = log.read(MOVIE).lastBatch();
            for (int i = 0; i < 100_000; i++) {
                last = log.append(MOVIE, last, List.of(correction("killed", i), correction("killed", i)));
                System.out.println(last);
            }
        }
    }

    /** The last number in a file whose last line may be cut off. */
    private static int acknowledged(Path said) throws IOException {
        String text = Files.readString(said);
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        return lines.isEmpty() ? 0 : Integer.parseInt(lines.get(lines.size() - 1));
    }

    @Test
    void whatWasWrittenOutlivesItsWriter() throws Exception {
        Path said = Files.createFile(temp.resolve("said"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Editor.class.getName(),
                        temp.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(said.toFile())
                .start();
        while (process.isAlive() && acknowledged(said) < 20) {
            Thread.sleep(5);
        }
        process.destroyForcibly().waitFor();
        int acknowledged = acknowledged(said);
        CorrectionLog.Entries entries = log().read(MOVIE);
        assertThat(acknowledged).isGreaterThanOrEqualTo(20);
        // The last one may have been written but not acknowledged.
        assertThat(entries.lastBatch()).isBetween(acknowledged, acknowledged + 1);
        assertThat(entries.corrections()).hasSize(2 * entries.lastBatch());
        assertThat(log().append(MOVIE, entries.lastBatch(), List.of(correction("anna", 1))))
                .isEqualTo(entries.lastBatch() + 1);
    }

    @Test
    void aBatchThatIsCutOffIsLeftOutAndOneThatIsDamagedIsSaid() throws IOException {
        CorrectionLog log = log();
        log.append(MOVIE, 0, List.of(correction("anna", 1)));
        log.append(MOVIE, 1, List.of(correction("anna", 2), correction("anna", 3)));
        byte[] whole = Files.readAllBytes(file("000002.jsonl"));
        for (int length = 0; length < whole.length - 1; length += 9) {
            Files.write(file("000002.jsonl"), java.util.Arrays.copyOf(whole, length));
            CorrectionLog.Entries entries = log.read(MOVIE);
            assertThat(entries.corrections()).hasSize(1);
            assertThat(entries.lastBatch()).isEqualTo(2);
        }
        assertThat(log.append(MOVIE, 2, List.of(correction("ben", 4)))).isEqualTo(3);
        assertThat(log.read(MOVIE).corrections().stream().map(LoggedCorrection::id))
                .containsExactly("1.1", "3.1");

        String text = Files.readString(file("000001.jsonl"));
        Files.writeString(file("000001.jsonl"), text.replace("undo", "redo"));
        assertThatThrownBy(() -> log.read(MOVIE))
                .isInstanceOfSatisfying(
                        BadInputException.class,
                        refused -> assertThat(refused.problem().where()).endsWith("000001.jsonl line 1"));
        CorrectionLog.Logs logs = log.ofPlates(Set.of("P 1=a"));
        assertThat(logs.entries()).isEmpty();
        assertThat(logs.damaged()).containsOnlyKeys(MOVIE);
    }
}
