package org.cellineage.format.geff;

import java.io.Closeable;
import java.io.IOException;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.image.Plane;

/**
 * The label images of a GEFF, in which the value of a pixel is the track of its cell. In memory is the graph. Not
 * thread-safe.
 */
public interface GeffPlanes extends Closeable {

    /**
     * Opens the images to which a plane belongs; its location is that of the GEFF, and its member that of the label
     * images or, for discs, the size of a frame.
     *
     * @throws org.cellineage.problem.BadInputException if the graph or the images cannot be used
     */
    static GeffPlanes open(Storage storage, PlaneRef ref) throws IOException {
        return ref.member().startsWith(GeffDiscs.MEMBER) ? GeffDiscs.open(storage, ref) : GeffLabels.open(storage, ref);
    }

    /** Reads the image of a frame. */
    Plane read(int frame) throws IOException;
}
