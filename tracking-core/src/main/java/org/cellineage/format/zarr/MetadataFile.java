package org.cellineage.format.zarr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellineage.problem.BadInputException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON file of a Zarr hierarchy, or a part of one.
 *
 * @param where the file, for messages
 * @param json a JSON object
 */
record MetadataFile(String where, JsonNode json) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            // Python writes NaN literally.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /**
     * Reads a file; empty if it does not exist.
     *
     * @throws BadInputException if it is not a JSON object
     */
    static Optional<MetadataFile> read(ZarrStore store, String key) throws IOException {
        String where = store.where(key);
        try {
            Optional<byte[]> content = store.read(key, ZarrStore.MAX_METADATA_BYTES);
            if (content.isEmpty()) {
                return Optional.empty();
            }
            JsonNode json = JSON.readTree(content.get());
            if (json == null || !json.isObject()) {
                throw malformed(where, "it is not a JSON object", null);
            }
            return Optional.of(new MetadataFile(where, json));
        } catch (JsonProcessingException e) {
            throw malformed(where, "it is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (EOFException e) {
            throw malformed(where, "it ends early", e);
        }
    }

    private static BadInputException malformed(String where, String why, @Nullable Exception origin) {
        String cause = "The Zarr metadata cannot be read: " + why + ".";
        String remedy = "Copy the file again from its source, or write the Zarr again.";
        return origin == null
                ? new BadInputException(where, cause, remedy)
                : new BadInputException(where, cause, remedy, origin);
    }

    /** The exception for a file that violates the format. */
    BadInputException malformed(String why) {
        return malformed(where, why, null);
    }

    /** The exception for a valid file that uses an unsupported feature. */
    BadInputException unsupported(String what) {
        return new BadInputException(
                where,
                what,
                "Write the Zarr again with 8 to 64-bit integers or 32 or 64-bit floats, compressed with blosc, zstd,"
                        + " gzip or zlib, or uncompressed.");
    }

    /** A part of the file; a missing part is an empty object. */
    MetadataFile part(String name) {
        return new MetadataFile(where, json.path(name));
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    /** A text, empty if missing; a number is returned as it is written. */
    String text(String name) {
        JsonNode value = json.path(name);
        return value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
    }

    /** The objects of a list; empty if the list is missing. */
    List<MetadataFile> parts(String name) {
        List<MetadataFile> parts = new ArrayList<>();
        json.path(name).forEach(part -> parts.add(new MetadataFile(where, part)));
        return parts;
    }

    /** A list of whole numbers, each at least {@code least}. */
    List<Integer> ints(String name, int least) {
        JsonNode list = json.path(name);
        if (!list.isArray()) {
            throw malformed("'" + name + "' is not a list of numbers");
        }
        List<Integer> ints = new ArrayList<>();
        for (JsonNode value : list) {
            if (!value.isNumber() || value.asDouble() != Math.rint(value.asDouble()) || value.asDouble() < least) {
                throw malformed(
                        "'" + name + "' contains " + value + ", which is not a whole number from " + least + " on");
            }
            if (value.asDouble() > Integer.MAX_VALUE) {
                throw malformed(
                        "'" + name + "' contains " + value + "; numbers up to " + Integer.MAX_VALUE + " can be read");
            }
            ints.add(value.intValue());
        }
        return ints;
    }
}
