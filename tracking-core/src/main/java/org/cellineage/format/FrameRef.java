package org.cellineage.format;

import java.io.Serializable;
import java.util.List;

/**
 * A frame of a movie and the location of its planes.
 *
 * @param frame 0-based frame number
 * @param channels one plane per channel, in the movie's channel order
 */
public record FrameRef(int frame, List<PlaneRef> channels) implements Serializable {

    public FrameRef {
        channels = List.copyOf(channels);
    }
}
