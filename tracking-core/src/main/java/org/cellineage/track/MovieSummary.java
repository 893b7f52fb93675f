package org.cellineage.track;

import java.util.List;

/**
 * Counts and quality figures of a tracked movie.
 *
 * @param frames frames that were given, with or without cells
 * @param cells cells over all frames
 * @param tracks tracks
 * @param divisions divisions
 * @param links links between a track's cells
 * @param meanLinkProbability mean over the scored links, NaN where there is none
 * @param lowMarginLinkFraction share of the scored links whose margin is below {@value #LOW_MARGIN}, NaN where there is
 *     none
 * @param driftPxPerFrame mean over the frames of how far the field as a whole moved from one to the next, pixels; NaN
 *     where the tracks were given, or there are fewer than two frames
 * @param driftYPx how far the field moved down from the first frame to the last, pixels; NaN likewise
 * @param driftXPx the same to the right
 * @param outageFrames frames in which the whole field was out, ascending; their regions are not among the cells
 */
public record MovieSummary(
        int frames,
        long cells,
        int tracks,
        int divisions,
        long links,
        double meanLinkProbability,
        double lowMarginLinkFraction,
        double driftPxPerFrame,
        double driftYPx,
        double driftXPx,
        List<Integer> outageFrames) {

    /** Links with a smaller margin are worth a look. */
    public static final double LOW_MARGIN = 0.1;

    public MovieSummary {
        outageFrames = List.copyOf(outageFrames);
    }
}
