package org.cellineage.jobs.published;

import org.cellineage.track.Track;

/**
 * The columns that are read from the tracks table, one per component. To read another column, add a component.
 *
 * @param trackId the track
 * @param parentTrackId its mother's track; {@link org.cellineage.format.TrackSpan#NO_PARENT} if unknown
 * @param rootTrackId first known ancestor
 * @param generation divisions since the root
 * @param firstFrame first frame in which it was seen
 * @param lastFrame last frame in which it was seen
 * @param origin how it begins, as in the table
 * @param fate how it ends, as in the table
 * @param divisionProbability probability of the division that ended it; NaN if none did
 */
public record TableTrack(
        int trackId,
        int parentTrackId,
        int rootTrackId,
        int generation,
        int firstFrame,
        int lastFrame,
        String origin,
        String fate,
        double divisionProbability) {

    /** The columns of a track. */
    public static TableTrack of(Track track) {
        return new TableTrack(
                track.trackId(),
                track.parentTrackId(),
                track.rootTrackId(),
                track.generation(),
                track.firstFrame(),
                track.lastFrame(),
                track.origin().label(),
                track.fate().label(),
                track.divisionProbability());
    }
}
