package org.cellineage.format.zarr;

import java.io.IOException;

/** A chunk is malformed. The message says why; the reader of the array adds the file. */
final class CorruptChunkException extends IOException {

    private static final long serialVersionUID = 1L;

    CorruptChunkException(String message) {
        super(message);
    }

    CorruptChunkException(String message, Throwable cause) {
        super(message, cause);
    }
}
