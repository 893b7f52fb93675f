package org.cellineage.track;

/**
 * One cell's life between two divisions, as far as the movie shows it. A row of the tracks table.
 *
 * @param trackId 1, 2, … unique in the movie
 * @param parentTrackId the mother's track, 0 where none is known
 * @param rootTrackId the first known ancestor, the track itself where it has no parent
 * @param generation divisions between the root and this track, 0 for a root
 * @param lineagePath root id and, for each division, 1 or 2: {@code 5.1.2} is the second daughter of the first daughter
 *     of track 5; the first daughter has the smaller id
 * @param firstFrame first frame in which it was seen
 * @param lastFrame last frame in which it was seen
 * @param framesSeen frames in which it was seen
 * @param origin how it began
 * @param fate how it ended
 * @param divisionProbability score of the division that ended it, NaN where none did
 * @param firstYPx centroid row in the first frame, pixels
 * @param firstXPx centroid column in the first frame
 * @param lastYPx centroid row in the last frame
 * @param lastXPx centroid column in the last frame
 * @param pathLengthPx sum of its steps, pixels
 * @param meanAreaPx mean area over the frames in which it was seen, pixels
 * @param meanLinkProbability mean over its links, NaN where it has none
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
        double meanLinkProbability) {

    /** Marks a track without a parent. */
    public static final int NO_PARENT = 0;

    /** Frames from first to last, both counted. */
    public int lengthFrames() {
        return lastFrame - firstFrame + 1;
    }

    /** Distance between first and last position, pixels. */
    public double netDisplacementPx() {
        return Math.hypot(lastYPx - firstYPx, lastXPx - firstXPx);
    }
}
