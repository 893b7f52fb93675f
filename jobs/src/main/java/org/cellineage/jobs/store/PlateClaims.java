package org.cellineage.jobs.store;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.problem.BadOutputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plates that a run works on. If several runs want a plate at the same time, one has it until it ends.
 *
 * <p>Claims of a plate are numbered files, {@code _claims/PLATE/000001.json}, …; the highest number is valid. A claim
 * is taken by creating the next number exclusively, and released by marking one's own file. The holder rewrites its
 * file every fifth of its lease. A claim whose process is known to be dead, or that was not rewritten for its whole
 * lease by the store's clock, is taken over by creating the next number. Nobody therefore removes or changes a claim
 * that may belong to another, and a holder that was merely suspended finds a higher number.
 */
public final class PlateClaims implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PlateClaims.class);
    private static final String ROOT = "_claims";
    private static final int RENEWALS_A_LEASE = 5;
    /** If a bucket lets two processes create the same file, the later version is stable after this time. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private final OutputFolder output;
    private final PlateClaim claim;
    /** Number of the claim of each plate. */
    private final Map<String, Integer> held = new TreeMap<>();

    private final TreeSet<String> deadRuns = new TreeSet<>();
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "plate-claims");
        thread.setDaemon(true);
        return thread;
    });

    private PlateClaims(OutputFolder output, PlateClaim claim) {
        this.output = output;
        this.claim = claim;
    }

    /**
     * Claims all of the plates.
     *
     * @param lease how long a claim holds after it was last renewed
     * @throws BadOutputException if another run has one of them; none is then claimed
     */
    public static PlateClaims take(OutputFolder output, Collection<String> plates, String runId, Duration lease)
            throws IOException {
        PlateClaims claims = new PlateClaims(output, PlateClaim.of(runId, lease.toSeconds()));
        try {
            // In a fixed order, so that two runs over the same plates do not each get half of them.
            for (String plate : new TreeSet<>(plates)) {
                claims.take(plate);
            }
            long pause = Math.max(1, lease.toMillis() / RENEWALS_A_LEASE);
            claims.renewal.scheduleWithFixedDelay(claims::renew, pause, pause, TimeUnit.MILLISECONDS);
            return claims;
        } catch (IOException | RuntimeException e) {
            claims.close();
            throw e;
        }
    }

    /** The runs that died while holding one of these plates: their unfinished data may be removed. */
    public List<String> deadRuns() {
        return List.copyOf(deadRuns);
    }

    /**
     * Checks that all plates still belong to this run, which is the case unless it was suspended for its whole lease.
     *
     * @throws BadOutputException if another run has taken one over
     */
    public void verify() throws IOException {
        for (Map.Entry<String, Integer> entry : held.entrySet()) {
            verify(entry.getKey(), entry.getValue());
        }
    }

    /** Checks one plate, likewise. */
    public void verify(String plate) throws IOException {
        Integer number = held.get(plate);
        if (number == null) {
            throw new IllegalArgumentException("plate " + plate + " was not claimed");
        }
        verify(plate, number);
    }

    private void verify(String plate, int number) throws IOException {
        int highest = numbers(plate).stream().mapToInt(n -> n).max().orElse(0);
        Optional<PlateClaim> holder =
                output.read(path(plate, Math.max(number, highest))).flatMap(PlateClaim::parse);
        if (highest != number || holder.filter(claim::equals).isEmpty()) {
            throw new BadOutputException(
                    output.resolve(path(plate, Math.max(number, highest))),
                    "Plate " + plate + " was taken over by run "
                            + holder.map(PlateClaim::runId).orElse("(unknown)")
                            + ", because this run gave no sign of life; this run publishes nothing for it.",
                    "Let the other run finish; find out why this one was held up for " + claim.leaseSeconds() + " s.");
        }
    }

    private void take(String plate) throws IOException {
        List<Integer> numbers = numbers(plate);
        int highest = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
        if (highest > 0) {
            requireFree(plate, highest);
        }
        int mine = highest + 1;
        if (!output.createIfAbsent(path(plate, mine), claim.toJson())) {
            throw refused(plate, mine, output.read(path(plate, mine)).flatMap(PlateClaim::parse), 0);
        }
        if (output.mayCreateTwice(path(plate, mine), claim.toJson())) {
            LOG.warn(
                    "{}: this store overwrites a file that must not exist yet, so claims are not reliable; never start"
                            + " two runs over a plate within {} s",
                    output.resolve(path(plate, mine)),
                    SETTLING.toSeconds());
            pause();
        }
        held.put(plate, mine);
        List<Integer> after = numbers(plate);
        Optional<PlateClaim> stands = output.read(path(plate, mine)).flatMap(PlateClaim::parse);
        if (after.isEmpty()
                || after.get(after.size() - 1) != mine
                || stands.filter(claim::equals).isEmpty()) {
            held.remove(plate);
            throw refused(plate, mine, stands, 0);
        }
        for (int older : numbers) {
            output.read(path(plate, older))
                    .flatMap(PlateClaim::parse)
                    .filter(old -> !old.released())
                    .ifPresent(old -> deadRuns.add(old.runId()));
        }
    }

    private void requireFree(String plate, int number) throws IOException {
        Optional<PlateClaim> holder = output.read(path(plate, number)).flatMap(PlateClaim::parse);
        if (holder.isPresent() && (holder.get().released() || holder.get().isOfDeadProcess())) {
            return;
        }
        long written = output.modifiedMillis(path(plate, number)).orElse(0);
        long ageSeconds = Math.max(0, (output.nowMillis() - written) / 1000);
        if (ageSeconds <= holder.map(PlateClaim::leaseSeconds).orElse(claim.leaseSeconds())) {
            throw refused(plate, number, holder, ageSeconds);
        }
        LOG.warn(
                "plate {}: run {} has given no sign of life for {} s; its claim is taken over",
                plate,
                holder.map(PlateClaim::runId).orElse("(unknown)"),
                ageSeconds);
    }

    private BadOutputException refused(String plate, int number, Optional<PlateClaim> holder, long ageSeconds) {
        String who = holder.map(h -> "run " + h.runId() + " (machine "
                        + h.machine().split(" ", 2)[0] + ", process " + h.process() + ")")
                .orElse("another run");
        return new BadOutputException(
                output.resolve(path(plate, number)),
                "Plate " + plate + " is being worked on by " + who + ", whose last sign of life is " + ageSeconds
                        + " s old.",
                "Run again when it has finished. If it is dead, its claim expires "
                        + holder.map(PlateClaim::leaseSeconds).orElse(claim.leaseSeconds())
                        + " s after its last sign of life.");
    }

    /**
     * Removes the claims before this run's own; called after their runs' leftovers have been removed, so that they are
     * found again if this run dies before.
     */
    public void forgetDeadRuns() throws IOException {
        for (Map.Entry<String, Integer> entry : held.entrySet()) {
            for (int number : numbers(entry.getKey())) {
                if (number < entry.getValue()) {
                    output.delete(path(entry.getKey(), number));
                }
            }
        }
    }

    private void renew() {
        for (Map.Entry<String, Integer> entry : held.entrySet()) {
            try {
                verify(entry.getKey(), entry.getValue());
                output.replace(path(entry.getKey(), entry.getValue()), claim.toJson());
            } catch (IOException | RuntimeException e) {
                // The run notices when it verifies its claims before publishing.
                LOG.warn("the claim of plate {} could not be renewed: {}", entry.getKey(), e.getMessage());
            }
        }
    }

    /** Releases all plates. */
    @Override
    public void close() throws IOException {
        renewal.shutdownNow();
        try {
            renewal.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<IOException> failures = new ArrayList<>();
        held.forEach((plate, number) -> {
            try {
                output.replace(path(plate, number), claim.asReleased().toJson());
            } catch (IOException e) {
                failures.add(e);
            }
        });
        held.clear();
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(SETTLING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String folder(String plate) {
        return ROOT + "/" + ExternalCatalogUtils.escapePathName(plate);
    }

    private static String path(String plate, int number) {
        return folder(plate) + "/" + String.format(Locale.ROOT, "%06d.json", number);
    }

    /** Numbers of a plate's claims, ascending. */
    private List<Integer> numbers(String plate) throws IOException {
        return output.names(folder(plate)).stream()
                .filter(name -> name.matches("\\d+\\.json"))
                .map(name -> Integer.parseInt(name.substring(0, name.indexOf('.'))))
                .sorted()
                .toList();
    }
}
