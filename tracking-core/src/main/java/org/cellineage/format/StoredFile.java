package org.cellineage.format;

import java.io.Serializable;

/**
 * One file as its storage lists it.
 *
 * @param location what {@link Storage#open} takes
 * @param lengthBytes its size
 * @param modifiedMillis when it was last changed, milliseconds since 1970, 0 where the storage does not tell
 * @param etag what an object store calls this content, empty where the storage has no such thing
 */
public record StoredFile(String location, long lengthBytes, long modifiedMillis, String etag) implements Serializable {

    /** A file on a storage without ETags. */
    public StoredFile(String location, long lengthBytes, long modifiedMillis) {
        this(location, lengthBytes, modifiedMillis, "");
    }

    /** The last part of the location. */
    public String name() {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** Changes when the content does: size and ETag, or size and time where there is no ETag. */
    public String version() {
        return lengthBytes + " " + (etag.isEmpty() ? Long.toString(modifiedMillis) : etag);
    }
}
