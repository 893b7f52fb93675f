package org.cellineage.format;

import java.io.Serializable;
import java.util.List;

/**
 * One frame of a movie: where its planes are.
 *
 * @param frame 0-based frame number
 * @param channels one plane a channel, in the movie's channel order
 */
public record FrameRef(int frame, List<PlaneRef> channels) implements Serializable {

    public FrameRef {
        channels = List.copyOf(channels);
    }
}
