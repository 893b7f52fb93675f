package org.cellineage.format;

import java.io.Closeable;
import java.io.IOException;
import org.cellineage.image.Plane;

/**
 * Reads planes by reference. It keeps the file of the previous plane open, so that reading the planes of a file in
 * order opens it once.
 *
 * <p>Not thread-safe.
 */
public interface PlaneReader extends Closeable {

    /**
     * Reads a plane, and only the parts of the file that it needs.
     *
     * @throws org.cellineage.problem.BadInputException if the file exists but cannot be decoded
     * @throws IOException if it cannot be read
     */
    Plane read(PlaneRef ref) throws IOException;
}
