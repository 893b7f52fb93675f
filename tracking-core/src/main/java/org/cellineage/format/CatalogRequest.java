package org.cellineage.format;

import java.util.List;

/**
 * The files that a format examines.
 *
 * @param root absolute location that was listed
 * @param files files under it, sorted by location
 * @param headers storage, header cache and read options
 */
public record CatalogRequest(String root, List<StoredFile> files, Headers headers) {

    /** The storage that contains the files. */
    public Storage storage() {
        return headers.storage();
    }

    /** How ambiguous files are read. */
    public ReadOptions options() {
        return headers.options();
    }

    /** Returns the request restricted to other files of the root. */
    public CatalogRequest with(List<StoredFile> some) {
        return new CatalogRequest(root, some, headers);
    }
}
