package org.cellineage.format.vendor;

import java.io.IOException;

/** Reads one kind of metadata file. */
interface VendorReader {

    /**
     * Reads a file's text.
     *
     * @param found receives what the text says, also where it breaks off
     * @throws IOException where the text is broken; what was found before stands
     */
    void read(String text, VendorMetadata.Found found) throws IOException;
}
