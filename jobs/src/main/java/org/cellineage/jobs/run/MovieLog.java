package org.cellineage.jobs.run;

import org.cellineage.format.MovieKey;
import org.cellineage.track.MovieSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Logs events of single movies for log collectors. Every line has the fields {@code plate}, {@code well}, {@code site},
 * {@code stage} and, if it concerns one frame, {@code frame}. {@code conf/log4j2.properties} hides them from the
 * console, which thousands of movies would flood; {@code conf/log4j2-json.properties} shows them.
 */
public final class MovieLog {

    private static final Logger LOG = LoggerFactory.getLogger("org.cellineage.movies");

    private MovieLog() {}

    /** Logs that a movie was tracked. */
    public static void tracked(MovieKey movie, MovieSummary summary, double seconds) {
        with(movie, "track", -1, () -> {
            LOG.info(
                    "tracked {} frames, {} cells: {} tracks, {} divisions, {} s",
                    summary.frames(),
                    summary.cells(),
                    summary.tracks(),
                    summary.divisions(),
                    seconds);
            if (!summary.outageFrames().isEmpty()) {
                LOG.warn(
                        "{}: the whole field was lost in {} frames, during which its tracks waited: {}",
                        movie.id(),
                        summary.outageFrames().size(),
                        summary.outageFrames());
            }
        });
    }

    /** Logs that a movie or a frame failed. */
    public static void failed(Failure failure) {
        with(
                failure.movie(),
                failure.stage(),
                failure.frame(),
                () -> LOG.warn(
                        "failed: {}: {} {}",
                        failure.problem().where(),
                        failure.problem().cause(),
                        failure.problem().remedy()));
    }

    private static void with(MovieKey movie, String stage, int frame, Runnable log) {
        try (MDC.MDCCloseable plate = MDC.putCloseable("plate", movie.plate());
                MDC.MDCCloseable well = MDC.putCloseable("well", movie.well());
                MDC.MDCCloseable site = MDC.putCloseable("site", movie.site());
                MDC.MDCCloseable ofStage = MDC.putCloseable("stage", stage)) {
            if (frame < 0) {
                log.run();
                return;
            }
            try (MDC.MDCCloseable ofFrame = MDC.putCloseable("frame", Integer.toString(frame))) {
                log.run();
            }
        }
    }
}
