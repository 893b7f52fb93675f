package org.cellineage.correct;

import java.io.Serializable;
import java.time.Instant;
import org.cellineage.format.MovieKey;

/**
 * What a person decided about a movie.
 *
 * @param movie the movie
 * @param author who decided
 * @param at when
 * @param why the reason; may be empty
 * @param runId the run whose result was corrected
 * @param change what was decided
 */
public record Correction(MovieKey movie, String author, Instant at, String why, String runId, Change change)
        implements Serializable {}
