package org.cellineage.format.zarr;

import java.util.List;

/** Versions of the Zarr format that can be written. */
public enum ZarrVersion {
    /** Metadata in {@code .zgroup}, {@code .zarray} and {@code .zattrs}. */
    V2(NgffGroup.V2_ATTRIBUTES, NgffGroup.V2_GROUP),
    /** Metadata in {@code zarr.json}. */
    V3(ArrayParser.V3_FILE, ArrayParser.V3_FILE);

    private final String first;
    private final String last;

    ZarrVersion(String first, String last) {
        this.first = first;
        this.last = last;
    }

    /**
     * The files that make a folder a group, in the order in which they must be removed before its contents are replaced:
     * without the first, no reader takes the group for whole.
     */
    public List<String> groupFiles() {
        return first.equals(last) ? List.of(first) : List.of(first, last);
    }
}
