package org.cellineage.format.name;

import java.util.regex.Pattern;

/**
 * Where a layout's metadata stands.
 *
 * @param file held against file names, ignoring case
 * @param reader the name of the reader in {@code format.vendor}
 */
public record MetadataSource(Pattern file, String reader) {

    /** Whether a file of this name holds such metadata. */
    public boolean matches(String fileName) {
        return file.matcher(fileName).matches();
    }
}
