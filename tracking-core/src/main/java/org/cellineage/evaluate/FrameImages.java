package org.cellineage.evaluate;

import java.io.IOException;
import java.util.Optional;
import org.cellineage.image.Plane;

/** The images of one movie by frame, one channel, read when asked for, frames ascending. */
public interface FrameImages {

    /** No image of any frame. */
    FrameImages NONE = new FrameImages() {
        @Override
        public Optional<Plane> read(int frame) {
            return Optional.empty();
        }

        @Override
        public String where() {
            return "";
        }
    };

    /** The image of a frame; empty where there is none. */
    Optional<Plane> read(int frame) throws IOException;

    /** Where the images are, for messages. */
    String where();
}
