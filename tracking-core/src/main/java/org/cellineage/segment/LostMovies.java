package org.cellineage.segment;

/** Decides when a movie is lost because too many of its frames could not be segmented. */
public final class LostMovies {

    /** A movie is lost if more frames than this, and more than {@link #MAX_BAD_PERCENT} % of all, failed. */
    private static final int MAX_BAD_FRAMES = 2;

    private static final int MAX_BAD_PERCENT = 10;

    private LostMovies() {}

    /** Whether a movie of so many frames, of which so many failed, is lost. */
    public static boolean isLost(int failed, int frameCount) {
        return failed == frameCount || (failed > MAX_BAD_FRAMES && failed * 100L > (long) MAX_BAD_PERCENT * frameCount);
    }
}
