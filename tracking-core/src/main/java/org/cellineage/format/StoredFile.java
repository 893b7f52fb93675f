package org.cellineage.format;

import java.io.Serializable;

/**
 * One file as its storage lists it.
 *
 * @param location what {@link Storage#open} takes
 * @param lengthBytes its size
 * @param modifiedMillis when it was last changed, milliseconds since 1970, 0 where the storage does not tell
 */
public record StoredFile(String location, long lengthBytes, long modifiedMillis) implements Serializable {

    /** The last part of the location. */
    public String name() {
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
