package org.cellineage.jobs.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Result of a run.
 *
 * @param runId the run
 * @param movies number of movies whose tables were published
 * @param unchanged number of movies skipped because nothing has changed since they were published
 * @param frames number of frames segmented
 * @param cells number of cells over all frames
 * @param tracks number of tracks
 * @param divisions number of divisions
 * @param warnings warnings about the whole run
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

    /** The report of a run with nothing to do. */
    public static final RunReport NOTHING = new RunReport("none", 0, 0, 0, 0, 0, 0, List.of(), List.of(), 0);

    public RunReport {
        warnings = List.copyOf(warnings);
        failures = List.copyOf(failures);
    }

    /** Returns the report with additional warnings. */
    public RunReport withWarnings(List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new RunReport(runId, movies, unchanged, frames, cells, tracks, divisions, all, failures, seconds);
    }
}
