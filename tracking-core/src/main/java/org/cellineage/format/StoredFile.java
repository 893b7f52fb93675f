package org.cellineage.format;

import java.io.Serializable;

/**
 * A file as its storage lists it.
 *
 * @param location as passed to {@link Storage#open}
 * @param lengthBytes size in bytes
 * @param modifiedMillis time of the last modification in milliseconds since 1970, 0 if unknown
 * @param etag ETag of an object store, empty if there is none
 */
public record StoredFile(String location, long lengthBytes, long modifiedMillis, String etag) implements Serializable {

    /** Creates a file in a storage without ETags. */
    public StoredFile(String location, long lengthBytes, long modifiedMillis) {
        this(location, lengthBytes, modifiedMillis, "");
    }

    /** The last component of the location. */
    public String name() {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** A version that changes with the contents: size and ETag, or size and modification time if there is no ETag. */
    public String version() {
        return lengthBytes + " " + (etag.isEmpty() ? Long.toString(modifiedMillis) : etag);
    }
}
