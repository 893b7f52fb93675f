package org.cellineage.jobs.run;

import java.util.ArrayList;
import java.util.List;

/**
 * What a run did.
 *
 * @param runId the run
 * @param movies movies whose tables were published
 * @param unchanged movies that were left because nothing about them has changed since they were published
 * @param frames frames segmented
 * @param cells cells over all frames
 * @param tracks tracks
 * @param divisions divisions
 * @param warnings what the user should know of the whole run
 * @param failures what failed
 * @param seconds wall-clock time
 */
public record RunReport(
        String runId,
        int movies,
        int unchanged,
        long frames,
        long cells,
        long tracks,
        long divisions,
        List<String> warnings,
        List<Failure> failures,
        double seconds) {

    /** Of a run that found nothing to do. */
    public static final RunReport NOTHING = new RunReport("none", 0, 0, 0, 0, 0, 0, List.of(), List.of(), 0);

    public RunReport {
        warnings = List.copyOf(warnings);
        failures = List.copyOf(failures);
    }

    /** The same with more that the user should know. */
    public RunReport withWarnings(List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new RunReport(runId, movies, unchanged, frames, cells, tracks, divisions, all, failures, seconds);
    }
}
