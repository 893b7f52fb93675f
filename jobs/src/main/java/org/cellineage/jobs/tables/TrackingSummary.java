package org.cellineage.jobs.tables;

import org.cellineage.jobs.codec.RecordCodec;
import org.cellineage.track.MovieSummary;

/**
 * Result of tracking a movie.
 *
 * @param movie counts and quality measures
 * @param segmentSeconds duration of the segmentation of its frames
 * @param trackSeconds duration of tracking
 * @param corrections the corrections that the result contains
 */
public record TrackingSummary(
        MovieSummary movie, double segmentSeconds, double trackSeconds, CorrectionState corrections) {

    /** The result of tracking, without corrections. */
    public TrackingSummary(MovieSummary movie, double segmentSeconds, double trackSeconds) {
        this(movie, segmentSeconds, trackSeconds, CorrectionState.NONE);
    }

    /** Codec for sending it from the task that tracked the movie. */
    public static final RecordCodec<TrackingSummary> CODEC = RecordCodec.of(TrackingSummary.class);
}
