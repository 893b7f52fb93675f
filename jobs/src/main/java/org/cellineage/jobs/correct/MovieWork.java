package org.cellineage.jobs.correct;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.cellineage.correct.LoggedCorrection;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.codec.StoredRows;
import org.cellineage.jobs.source.SourceMovie;
import org.jspecify.annotations.Nullable;

/**
 * A movie to correct.
 *
 * @param info the movie
 * @param runId the run that tracked it
 * @param log its corrections
 * @param bound ids of the corrections that bound that run
 * @param origin where the log is from
 * @param images its images; null if no correction needs them
 * @param found its rows as the run found them
 */
record MovieWork(
        MovieInfo info,
        String runId,
        List<LoggedCorrection> log,
        Set<String> bound,
        Log origin,
        @Nullable SourceMovie images,
        StoredRows found)
        implements Serializable {

    /**
     * Where a log is from.
     *
     * @param hash its hash
     * @param folder its location, for messages
     */
    record Log(String hash, String folder) implements Serializable {}

    MovieWork {
        log = List.copyOf(log);
        bound = Set.copyOf(bound);
    }
}
