package org.cellineage.format.name;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The information in the path of an image file. What the path does not state is empty, never guessed.
 *
 * @param movie the movie
 * @param channel the channel; empty if the names of the movie have none
 * @param z number of the z plane; empty if the name has none. If other images have one, an image without is a
 *     projection (MetaXpress)
 * @param time time of the image; empty if the file is a stack or the only frame
 * @param part number of the continuation of a stack (Micro-Manager's files of 4 GB); empty for the first
 * @param leftOut why the file is not a frame; empty for an image to read
 */
public record ImageName(
        MovieName movie,
        Optional<ChannelName> channel,
        OptionalInt z,
        Optional<TimeValue> time,
        OptionalInt part,
        Optional<LeftOut> leftOut) {

    /** Whether the file is an image to read. */
    public boolean isImage() {
        return leftOut.isEmpty();
    }

    /** Returns the same name as an image to read. */
    ImageName asImage() {
        return new ImageName(movie, channel, z, time, part, Optional.empty());
    }

    /** Returns the same name with a reason to leave it out. */
    ImageName without(LeftOut reason) {
        return new ImageName(movie, channel, z, time, part, Optional.of(reason));
    }
}
