package org.cellineage.format;

import java.io.Closeable;
import java.io.IOException;
import org.cellineage.image.Plane;

/**
 * Reads planes by reference. Keeps the file of the last plane open, so reading a file's planes in order opens it once.
 *
 * <p>Not for several threads at once.
 */
public interface PlaneReader extends Closeable {

    /**
     * Reads one plane, and of the file only what that plane needs.
     *
     * @throws org.cellineage.problem.BadInputException where the file is there but cannot be decoded
     * @throws IOException where it cannot be read
     */
    Plane read(PlaneRef ref) throws IOException;
}
