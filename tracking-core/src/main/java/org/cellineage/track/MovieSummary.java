package org.cellineage.track;

import java.util.List;

/**
 * Counts and quality measures of a tracked movie.
 *
 * @param frames number of frames, with or without cells
 * @param cells number of cells over all frames
 * @param tracks number of tracks
 * @param divisions number of divisions
 * @param links number of links between cells of a track
 * @param meanLinkProbability mean over the scored links, NaN if there are none
 * @param lowMarginLinkFraction share of the scored links with a margin below {@value #LOW_MARGIN}, NaN if there are
 *     none
 * @param driftPxPerFrame mean displacement of the whole field between consecutive frames in pixels; NaN if the tracks
 *     were given or there are fewer than two frames
 * @param driftYPx total downward displacement of the field in pixels; NaN likewise
 * @param driftXPx total displacement of the field to the right in pixels; NaN likewise
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

    /** Links with a margin below this are worth reviewing. */
    public static final double LOW_MARGIN = 0.1;

    public MovieSummary {
        outageFrames = List.copyOf(outageFrames);
    }
}
