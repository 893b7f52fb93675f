package org.cellineage.format.zarr;

import java.io.IOException;

/** Bytes that no writer of the format leaves so; the message says why, the reader of the array knows which file. */
final class CorruptChunkException extends IOException {

    private static final long serialVersionUID = 1L;

    CorruptChunkException(String message) {
        super(message);
    }

    CorruptChunkException(String message, Throwable cause) {
        super(message, cause);
    }
}
