package org.cellineage.jobs.report;

/**
 * What a report shows of a movie.
 *
 * @param movieId {@code plate/well/site}
 * @param folder folder of its data
 * @param longSide longer side of a picture in pixels; 0 if it has no frames
 * @param fullSize whether a picture has as many pixels as the frame
 * @param step every how many frames one is shown; 0 if none is
 * @param shown number of frames shown
 * @param pictures number of picture files
 * @param noPictures why it has no pictures; empty if it has
 * @param bytes size of its data
 */
public record WrittenMovie(
        String movieId,
        String folder,
        int longSide,
        boolean fullSize,
        int step,
        int shown,
        int pictures,
        String noPictures,
        long bytes) {}
