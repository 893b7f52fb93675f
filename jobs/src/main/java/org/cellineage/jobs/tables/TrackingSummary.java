package org.cellineage.jobs.tables;

import org.cellineage.jobs.codec.RecordCodec;
import org.cellineage.track.MovieSummary;

/**
 * What tracking a movie came to.
 *
 * @param movie counts and quality figures
 * @param segmentSeconds what the segmentation of its frames took
 * @param trackSeconds what tracking took
 */
public record TrackingSummary(MovieSummary movie, double segmentSeconds, double trackSeconds) {

    /** As it travels from the task that tracked the movie. */
    public static final RecordCodec<TrackingSummary> CODEC = RecordCodec.of(TrackingSummary.class);
}
