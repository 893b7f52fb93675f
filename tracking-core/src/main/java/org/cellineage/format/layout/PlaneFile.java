package org.cellineage.format.layout;

import org.cellineage.format.MovieKey;
import org.cellineage.format.StoredFile;

/**
 * A file that holds one channel of one frame (or all channels of it, where the file says so).
 *
 * @param movie the movie it belongs to
 * @param frame 0-based frame
 * @param channel channel name, empty where the layout knows none
 * @param file the file
 */
record PlaneFile(MovieKey movie, int frame, String channel, StoredFile file) {}
