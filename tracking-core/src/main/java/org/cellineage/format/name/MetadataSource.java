package org.cellineage.format.name;

import java.util.regex.Pattern;

/**
 * Location of a layout's metadata.
 *
 * @param file matched against file names, ignoring case
 * @param reader name of the reader in {@code format.vendor}
 */
public record MetadataSource(Pattern file, String reader) {

    /** Whether a file with this name contains such metadata. */
    public boolean matches(String fileName) {
        return file.matcher(fileName).matches();
    }
}
