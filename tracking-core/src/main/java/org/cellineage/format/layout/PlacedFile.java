package org.cellineage.format.layout;

import org.cellineage.format.StoredFile;
import org.cellineage.format.name.ChannelName;
import org.cellineage.format.name.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * A file with its position in a movie, as given by its name.
 *
 * @param file the file
 * @param time time of the image; null if its name does not give it
 * @param channel channel of the image; null if its name does not give it
 * @param z z plane of the image, {@link #NO_Z} if its name does not give it
 */
record PlacedFile(
        StoredFile file, @Nullable TimeValue time, @Nullable ChannelName channel, int z) {

    static final int NO_Z = -1;

    String location() {
        return file.location();
    }
}
