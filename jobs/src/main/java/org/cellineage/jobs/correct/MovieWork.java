package org.cellineage.jobs.correct;

import java.io.Serializable;
import java.util.List;
import org.cellineage.correct.LoggedCorrection;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.source.SourceMovie;
import org.jspecify.annotations.Nullable;

/**
 * A movie to correct.
 *
 * @param info the movie
 * @param runId the run that tracked it
 * @param log its corrections
 * @param hash hash of the log
 * @param logFolder location of the log, for messages
 * @param images its images; null if no correction needs them
 */
record MovieWork(
        MovieInfo info,
        String runId,
        List<LoggedCorrection> log,
        String hash,
        String logFolder,
        @Nullable SourceMovie images)
        implements Serializable {

    MovieWork {
        log = List.copyOf(log);
    }
}
