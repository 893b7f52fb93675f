package org.cellineage.format.layout;

import org.cellineage.format.StoredFile;
import org.cellineage.format.name.ChannelName;
import org.cellineage.format.name.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * A file at its place in a movie, as its name tells.
 *
 * @param file the file
 * @param time when it was taken; null where its name does not tell
 * @param channel its channel; null where its name does not tell
 * @param z its z plane, {@link #NO_Z} where its name does not tell
 */
record PlacedFile(
        StoredFile file, @Nullable TimeValue time, @Nullable ChannelName channel, int z) {

    static final int NO_Z = -1;

    String location() {
        return file.location();
    }
}
