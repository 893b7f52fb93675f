package org.cellineage.jobs.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The contents of a claim file: who is working on a plate.
 *
 * @param runId the run
 * @param machine the machine and, in containers, the process namespace
 * @param process process id
 * @param processStart start time of the process in milliseconds since 1970, because process ids are reused
 * @param leaseSeconds how long the claim holds after its file was last written
 * @param released whether the run has ended
 */
record PlateClaim(String runId, String machine, long process, long processStart, long leaseSeconds, boolean released) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PROCESS_NAMESPACE = Path.of("/proc/self/ns/pid");

    /** A claim of this process. */
    static PlateClaim of(String runId, long leaseSeconds) {
        ProcessHandle self = ProcessHandle.current();
        return new PlateClaim(runId, thisMachine(), self.pid(), start(self), leaseSeconds, false);
    }

    PlateClaim asReleased() {
        return new PlateClaim(runId, machine, process, processStart, leaseSeconds, true);
    }

    /** Whether its process is known to have ended; false if it ran on a machine that cannot be asked. */
    boolean isOfDeadProcess() {
        if (!machine.equals(thisMachine())) {
            return false;
        }
        Optional<ProcessHandle> handle = ProcessHandle.of(process);
        return handle.isEmpty() || !handle.get().isAlive() || start(handle.get()) != processStart;
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String thisMachine() {
        String name;
        try {
            name = InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            name = "unknown";
        }
        try {
            // Two containers may have the same host name but separate process ids.
            return name + " " + Files.readSymbolicLink(PROCESS_NAMESPACE);
        } catch (IOException | UnsupportedOperationException e) {
            return name;
        }
    }

    /** Parses the contents of a claim file; empty if it is incomplete, because it is being written. */
    static Optional<PlateClaim> parse(String json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, PlateClaim.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
