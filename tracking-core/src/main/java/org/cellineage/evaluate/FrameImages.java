package org.cellineage.evaluate;

import java.io.IOException;
import java.util.Optional;
import org.cellineage.image.Plane;

/** One channel of a movie's images by ascending frame, read on demand. */
public interface FrameImages {

    /** No images. */
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

    /** Reads the image of a frame; empty if there is none. */
    Optional<Plane> read(int frame) throws IOException;

    /** Location of the images, for messages. */
    String where();
}
