package org.cellineage.format.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/**
 * A group of a Zarr hierarchy, version 2 or 3.
 *
 * @param where its file of attributes, for messages
 * @param attributes an object, empty if it has none
 */
public record ZarrGroup(String where, JsonNode attributes) {

    /**
     * Reads a group; empty if there is none at {@code path}.
     *
     * @throws org.cellineage.problem.BadInputException if its metadata cannot be read
     */
    public static Optional<ZarrGroup> find(ZarrStore store, String path) throws IOException {
        Optional<MetadataFile> v3 = MetadataFile.read(store, ZarrStore.join(path, ArrayParser.V3_FILE));
        if (v3.isPresent()) {
            return Optional.of(
                    new ZarrGroup(v3.get().where(), v3.get().part("attributes").json()));
        }
        for (String name : ZarrVersion.V2.groupFiles()) {
            Optional<MetadataFile> v2 = MetadataFile.read(store, ZarrStore.join(path, name));
            if (v2.isPresent()) {
                return Optional.of(new ZarrGroup(v2.get().where(), v2.get().json()));
            }
        }
        return Optional.empty();
    }
}
