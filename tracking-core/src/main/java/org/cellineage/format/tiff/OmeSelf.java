package org.cellineage.format.tiff;

import java.util.Set;

/**
 * Identifies the current file among those that its OME-XML names: the only one, or else the one with its identifier or
 * its name, or else the first.
 */
final class OmeSelf implements OmePlanes.Files {

    private final PageTable table;
    private final OmeDescription.FileRef self;
    private final boolean only;

    OmeSelf(OmeDescription description, PageTable table, String where) {
        this.table = table;
        Set<OmeDescription.FileRef> files = description.files();
        this.only = files.size() <= 1;
        String name = where.substring(Math.max(where.lastIndexOf('/'), where.lastIndexOf('!')) + 1);
        this.self = find(files, description.uuid(), name)
                .or(() -> files.stream().findFirst())
                .orElse(OmeDescription.FileRef.SAME);
    }

    /** Returns the file with this identifier or, failing that, this name. */
    static java.util.Optional<OmeDescription.FileRef> find(
            Set<OmeDescription.FileRef> files, String uuid, String name) {
        return files.stream()
                .filter(file -> !uuid.isEmpty() && file.uuid().equals(uuid))
                .findFirst()
                .or(() ->
                        files.stream().filter(file -> file.name().equals(name)).findFirst());
    }

    @Override
    public int of(OmeDescription.FileRef file) {
        return only || file.equals(OmeDescription.FileRef.SAME) || file.equals(self) ? 0 : -1;
    }

    @Override
    public PageTable table(int file) {
        return table;
    }
}
