package org.cellineage.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.problem.BadOutputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlateClaimsTest {

    private static final Duration LEASE = Duration.ofSeconds(300);

    @TempDir
    Path folder;

    private OutputFolder output() {
        return OutputFolder.open(new Configuration(), folder.toString());
    }

    private PlateClaims take(String runId, String... plates) throws IOException {
        return PlateClaims.take(output(), Set.of(plates), runId, LEASE);
    }

    private Path file(String plate, int number) {
        return folder.resolve("_claims/" + plate + "/00000" + number + ".json");
    }

    private void claimOf(String machine, long process, String plate, int number) throws IOException {
        Files.createDirectories(file(plate, number).getParent());
        Files.writeString(file(plate, number), new PlateClaim("dead-run", machine, process, 1, 300, false).toJson());
    }

    /** Lets all try at one moment; returns what went wrong for each, null for those that succeeded. */
    private static List<Exception> atOnce(int threads, Callable<?> attempt) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<Exception>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(pool.submit(() -> {
                    start.await();
                    try {
                        attempt.call();
                        return null;
                    } catch (BadOutputException e) {
                        return e;
                    }
                }));
            }
            List<Exception> outcomes = new ArrayList<>();
            for (Future<Exception> result : results) {
                outcomes.add(result.get());
            }
            return outcomes;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void ofManyAtOnceOneHasThePlateAndTheOthersAreToldWho() throws Exception {
        for (int round = 0; round < 20; round++) {
            String plate = "P" + round;
            List<Exception> outcomes =
                    atOnce(8, () -> take("run-" + Thread.currentThread().getId(), plate));
            assertThat(outcomes).filteredOn(e -> e == null).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(e -> e != null)
                    .allSatisfy(e -> assertThat(e)
                            .hasMessageContaining("Plate " + plate + " is being worked on by")
                            .hasMessageContaining("_claims/" + plate));
        }
    }

    @Test
    void whatIsGivenUpIsFreeAndOnlyOneFileIsLeft() throws IOException {
        try (PlateClaims first = take("first", "P/1", "P2")) {
            assertThatThrownBy(() -> take("second", "P2", "P3"))
                    .isInstanceOf(BadOutputException.class)
                    .hasMessageContaining("run first")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            first.verify();
            // The refused one holds nothing, also of what it could have had.
            take("third", "P3").close();
        }
        try (PlateClaims second = take("second", "P2", "P/1")) {
            assertThat(second.deadRuns()).isEmpty();
            second.forgetDeadRuns();
            second.verify();
        }
        assertThat(folder.resolve("_claims/P2").toFile().list()).containsExactly("000002.json");
    }

    @Test
    void theClaimOfADeadProcessIsTakenOverAtOnceByOne() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        PlateClaim mine = PlateClaim.of("x", 300);
        claimOf(mine.machine(), process.pid(), "P", 1);
        List<PlateClaims> winners = new ArrayList<>();
        List<Exception> outcomes = atOnce(8, () -> {
            PlateClaims claims = take("run-" + Thread.currentThread().getId(), "P");
            synchronized (winners) {
                winners.add(claims);
            }
            return claims;
        });
        assertThat(outcomes).filteredOn(e -> e == null).hasSize(1);
        assertThat(winners.get(0).deadRuns()).containsExactly("dead-run");
        winners.get(0).verify();
        // A number that another process has now is no sign of life.
        claimOf(mine.machine(), mine.process(), "Q", 1);
        take("y", "Q").close();
    }

    @Test
    void aRunOnAnotherMachineHoldsForItsLeaseAndNoLonger() throws IOException {
        claimOf("elsewhere", 7, "P", 4);
        assertThatThrownBy(() -> take("mine", "P"))
                .hasMessageContaining("dead-run")
                .hasMessageContaining("elsewhere")
                .hasMessageContaining("300 s after");
        Files.setLastModifiedTime(file("P", 4), FileTime.fromMillis(System.currentTimeMillis() - 290_000));
        assertThatThrownBy(() -> take("mine", "P")).hasMessageContaining("29");
        Files.setLastModifiedTime(file("P", 4), FileTime.fromMillis(System.currentTimeMillis() - 302_000));
        PlateClaims claims = take("mine", "P");
        assertThat(claims.deadRuns()).containsExactly("dead-run");
        assertThat(file("P", 5)).exists();
        // Until what the dead run left is removed, its name is not lost: a third run would find it too.
        assertThat(file("P", 4)).exists();
        claims.forgetDeadRuns();
        assertThat(file("P", 4)).doesNotExist();
    }

    @Test
    void aClaimThatIsBeingWrittenHoldsToo() throws IOException {
        Files.createDirectories(file("P", 1).getParent());
        Files.writeString(file("P", 1), "{\"runId\": \"ha");
        assertThatThrownBy(() -> take("mine", "P")).hasMessageContaining("another run");
    }

    @Test
    void aHolderThatWasHeldUpFindsThatItHasLostThePlate() throws IOException {
        PlateClaims asleep = take("asleep", "P");
        PlateClaim seenFromElsewhere = new PlateClaim("asleep", "elsewhere", 7, 1, 300, false);
        Files.writeString(file("P", 1), seenFromElsewhere.toJson());
        Files.setLastModifiedTime(file("P", 1), FileTime.fromMillis(System.currentTimeMillis() - 999_000));
        PlateClaims other = take("other", "P");
        assertThatThrownBy(asleep::verify)
                .isInstanceOf(BadOutputException.class)
                .hasMessageContaining("taken over by run other");
        asleep.close();
        other.verify();
        other.close();
    }

    @Test
    void theHolderGivesSignsOfLife() throws Exception {
        try (PlateClaims claims = PlateClaims.take(output(), Set.of("P"), "mine", Duration.ofSeconds(1))) {
            Files.setLastModifiedTime(file("P", 1), FileTime.fromMillis(1000));
            for (int i = 0; i < 100 && Files.getLastModifiedTime(file("P", 1)).toMillis() == 1000; i++) {
                Thread.sleep(50);
            }
            assertThat(Files.getLastModifiedTime(file("P", 1)).toMillis()).isGreaterThan(1_000_000);
            claims.verify();
        }
        assertThat(Files.readString(file("P", 1))).contains("\"released\":true");
    }
}
