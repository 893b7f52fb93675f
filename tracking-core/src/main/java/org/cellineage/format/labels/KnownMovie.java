package org.cellineage.format.labels;

import org.cellineage.format.MovieKey;

/**
 * A movie as the tables describe it, without the files of its frames.
 *
 * @param key plate, well and site
 * @param source file or folder in which it was found
 * @param frameCount number of frames, including failed ones
 */
public record KnownMovie(MovieKey key, String source, int frameCount) {}
