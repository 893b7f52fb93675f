package org.cellineage.format.name;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a path tells of one image file. What it does not tell is empty, never guessed.
 *
 * @param movie the movie
 * @param channel the channel; empty where the names of the movie tell none
 * @param z the number of the plane; empty where the names tell none. Beside images that have one, an image without one is
 *     a projection (MetaXpress)
 * @param time when; empty where the file is a stack, or the only frame
 * @param part the number of a stack's continuation (Micro-Manager's files of 4 GB); empty for the first
 * @param leftOut why the file is not to be read as a frame; empty for an image to read
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

    /** The same as an image to read. */
    ImageName asImage() {
        return new ImageName(movie, channel, z, time, part, Optional.empty());
    }

    /** The same with a reason to leave it out. */
    ImageName without(LeftOut reason) {
        return new ImageName(movie, channel, z, time, part, Optional.of(reason));
    }
}
