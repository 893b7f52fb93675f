package org.cellineage.format.labels;

import org.cellineage.format.MovieKey;

/**
 * A movie as tables know it, without the files of its frames.
 *
 * @param key plate, well and site
 * @param source the file or folder it was found in
 * @param frameCount frames it has, those that failed too
 */
public record KnownMovie(MovieKey key, String source, int frameCount) {}
