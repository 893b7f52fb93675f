package org.cellineage.format.labels;

import org.cellineage.format.MovieKey;

/**
 * A movie as the tables describe it, without the files of its frames.
 *
 * @param key plate, well and site
 * @param source file or folder in which it was found
 * @param frameCount number of frames, including failed ones
 * @param width columns of a frame in pixels
 * @param height rows of a frame in pixels
 */
public record KnownMovie(MovieKey key, String source, int frameCount, int width, int height) {}
