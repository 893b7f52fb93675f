package org.cellineage.format.vendor;

import java.io.IOException;

/** Reads one kind of metadata file. */
interface VendorReader {

    /**
     * Reads the text of a file.
     *
     * @param found receives the contents, also of a truncated file
     * @throws IOException if the text is malformed; what was found before is kept
     */
    void read(String text, VendorMetadata.Found found) throws IOException;
}
