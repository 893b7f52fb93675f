package org.cellineage.evaluate;

import java.io.IOException;
import java.util.SortedSet;
import org.cellineage.image.LabelImage;

/** Label images of a movie by ascending frame, read on demand. */
public interface LabelFrames {

    /** Frames that have an image. */
    SortedSet<Integer> frames();

    /** Reads the labels of one of the {@link #frames}. */
    LabelImage read(int frame) throws IOException;
}
