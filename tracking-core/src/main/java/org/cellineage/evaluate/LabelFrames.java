package org.cellineage.evaluate;

import java.io.IOException;
import java.util.SortedSet;
import org.cellineage.image.LabelImage;

/** Label images of one movie by frame, read when asked for, frames ascending. */
public interface LabelFrames {

    /** Frames that have an image. */
    SortedSet<Integer> frames();

    /** The labels of a frame of {@link #frames}. */
    LabelImage read(int frame) throws IOException;
}
