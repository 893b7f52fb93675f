package org.cellineage.format.zarr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A group of a Zarr hierarchy and its OME-Zarr metadata: the attributes themselves up to version 0.4, those under
 * {@code ome} from 0.5 on.
 *
 * @param path path below the hierarchy's root, empty for the root
 * @param key key of the file that contains the attributes
 * @param ome the OME-Zarr attributes
 */
record NgffGroup(String path, String key, MetadataFile ome) {

    /** File with the attributes of Zarr 2. */
    static final String V2_ATTRIBUTES = ".zattrs";
    /** File that marks a group of Zarr 2. */
    static final String V2_GROUP = ".zgroup";

    /** Files each of which makes a folder part of a Zarr hierarchy. */
    static final List<String> MARKS = List.of(ArrayParser.V3_FILE, V2_ATTRIBUTES, V2_GROUP, ArrayParser.V2_FILE);

    /**
     * Reads a group; empty if it does not exist.
     *
     * @throws org.cellineage.problem.BadInputException if its attributes cannot be read
     */
    static Optional<NgffGroup> read(ZarrStore store, String path) throws IOException {
        String v3Key = ZarrStore.join(path, ArrayParser.V3_FILE);
        Optional<MetadataFile> v3 = MetadataFile.read(store, v3Key);
        if (v3.isPresent()) {
            MetadataFile attributes = v3.get().part("attributes");
            return Optional.of(new NgffGroup(path, v3Key, attributes.has("ome") ? attributes.part("ome") : attributes));
        }
        String v2Key = ZarrStore.join(path, V2_ATTRIBUTES);
        Optional<MetadataFile> v2 = MetadataFile.read(store, v2Key);
        if (v2.isEmpty()) {
            // A group without attributes has no file for them.
            v2 = MetadataFile.read(store, ZarrStore.join(path, V2_GROUP));
        }
        return v2.map(ome -> new NgffGroup(path, v2Key, ome));
    }

    boolean isImage() {
        return ome.json().path("multiscales").isArray();
    }

    boolean isPlate() {
        return ome.json().path("plate").isObject();
    }

    boolean isWell() {
        return ome.json().path("well").isObject();
    }

    /** Whether it is a series of images numbered from 0. */
    boolean isSeries() {
        return ome.has("bioformats2raw.layout");
    }

    /** Whether it has any OME-Zarr metadata. */
    boolean isOme() {
        return isImage() || isPlate() || isWell() || isSeries();
    }

    /** The texts of a list; empty if the list is missing. */
    List<String> names(String list) {
        List<String> names = new ArrayList<>();
        ome.json().path(list).forEach(name -> {
            if (name.isTextual()) {
                names.add(name.asText());
            }
        });
        return names;
    }

    /**
     * The path of a child of this group.
     *
     * @throws org.cellineage.problem.BadInputException if it points outside the group
     */
    String child(String name) {
        String clean = name.replaceFirst("/+$", "");
        for (String part : clean.split("/", -1)) {
            if (part.equals("..") || part.equals(".") || part.isEmpty() || part.indexOf('\\') >= 0) {
                throw ome.malformed("the path '" + name + "' is not in its group");
            }
        }
        return ZarrStore.join(path, clean);
    }
}
