package org.cellineage.format.zarr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A group of a Zarr hierarchy and what OME-Zarr says in it: the attributes themselves up to 0.4, those under {@code ome}
 * from 0.5 on.
 *
 * @param path below the hierarchy's root, empty for the root
 * @param key of the file that the attributes stand in
 * @param ome the attributes
 */
record NgffGroup(String path, String key, MetadataFile ome) {

    /** Attributes of Zarr 2. */
    static final String V2_ATTRIBUTES = ".zattrs";
    /** Marks a group of Zarr 2. */
    static final String V2_GROUP = ".zgroup";

    /** Files of which each makes a folder part of a Zarr hierarchy. */
    static final List<String> MARKS = List.of(ArrayParser.V3_FILE, V2_ATTRIBUTES, V2_GROUP, ArrayParser.V2_FILE);

    /**
     * Reads a group; empty where there is none.
     *
     * @throws org.cellineage.problem.BadInputException where its attributes cannot be read
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
            // A group without attributes needs no file for them.
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

    /** Whether several images lie beside each other in it, numbered from 0. */
    boolean isSeries() {
        return ome.has("bioformats2raw.layout");
    }

    /** Whether it says anything that OME-Zarr knows. */
    boolean isOme() {
        return isImage() || isPlate() || isWell() || isSeries();
    }

    /** The names of a list of texts; empty where there is none. */
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
     * The path of something that lies in this group.
     *
     * @throws org.cellineage.problem.BadInputException where it points elsewhere
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
