package org.cellineage.track;

/**
 * A cell from its first to its last observation, between two divisions: a row of the tracks table.
 *
 * @param trackId 1, 2, …, unique in the movie
 * @param parentTrackId the mother's track, 0 if unknown
 * @param rootTrackId the first known ancestor; the track itself if it has no parent
 * @param generation number of divisions from the root to this track, 0 for a root
 * @param lineagePath root id followed by 1 or 2 for each division: {@code 5.1.2} is the second daughter of the first
 *     daughter of track 5; the first daughter has the smaller id
 * @param firstFrame first frame in which it was observed
 * @param lastFrame last frame in which it was observed
 * @param framesSeen number of frames in which it was observed
 * @param origin how it began
 * @param fate how it ended
 * @param divisionProbability score of the division that ended it, NaN if it did not divide
 * @param firstYPx centroid row in the first frame, in pixels
 * @param firstXPx centroid column in the first frame, in pixels
 * @param lastYPx centroid row in the last frame, in pixels
 * @param lastXPx centroid column in the last frame, in pixels
 * @param pathLengthPx sum of its steps, in pixels
 * @param meanAreaPx mean area over the frames in which it was observed, in pixels
 * @param meanLinkProbability mean over its links, NaN if it has none
 * @param errorProbability probability that one of its links, or the division that ended it, is wrong, from their
 *     probabilities as if they were independent; NaN if none of them has any
 */
public record Track(
        int trackId,
        int parentTrackId,
        int rootTrackId,
        int generation,
        String lineagePath,
        int firstFrame,
        int lastFrame,
        int framesSeen,
        Origin origin,
        Fate fate,
        double divisionProbability,
        double firstYPx,
        double firstXPx,
        double lastYPx,
        double lastXPx,
        double pathLengthPx,
        double meanAreaPx,
        double meanLinkProbability,
        double errorProbability) {

    /** Parent id of a track without a parent. */
    public static final int NO_PARENT = 0;

    /** Returns the track with other scores. */
    public Track withScores(double meanLink, double error) {
        return new Track(
                trackId,
                parentTrackId,
                rootTrackId,
                generation,
                lineagePath,
                firstFrame,
                lastFrame,
                framesSeen,
                origin,
                fate,
                divisionProbability,
                firstYPx,
                firstXPx,
                lastYPx,
                lastXPx,
                pathLengthPx,
                meanAreaPx,
                meanLink,
                error);
    }

    /** Number of frames from first to last, both included. */
    public int lengthFrames() {
        return lastFrame - firstFrame + 1;
    }

    /** Distance between the first and last position, in pixels. */
    public double netDisplacementPx() {
        return Math.hypot(lastYPx - firstYPx, lastXPx - firstXPx);
    }
}
