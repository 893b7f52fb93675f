package org.cellineage.format;

import java.util.List;

/**
 * What a format is asked to look at.
 *
 * @param root the location that was listed, in full
 * @param files files under it, sorted by location
 * @param headers where the files lie, what was read of them before, and how movies are read
 */
public record CatalogRequest(String root, List<StoredFile> files, Headers headers) {

    /** Where the files lie. */
    public Storage storage() {
        return headers.storage();
    }

    /** How movies are read where their files leave a choice. */
    public ReadOptions options() {
        return headers.options();
    }

    /** The same request for other files of the root. */
    public CatalogRequest with(List<StoredFile> some) {
        return new CatalogRequest(root, some, headers);
    }
}
