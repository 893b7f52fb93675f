package org.cellineage.format.zarr;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Writes groups and arrays of a Zarr hierarchy, version 2 or 3.
 *
 * <p>Chunks are little-endian, the last axis fastest, compressed as Zstandard frames that declare their size, and stored
 * under nested keys ({@code 0/0/0}, in version 3 {@code c/0/0/0}). Chunks at the edges are stored at full size. Chunks
 * that are not written have the fill value, which is 0.
 *
 * <p>The caller decides the order of the files. Whoever writes an array's chunks before {@link #describe}, and a group's
 * arrays before {@link #group}, leaves nothing that looks whole if it is interrupted. The same calls give the same bytes.
 */
public final class ZarrWriter {

    /** A good ratio at a speed that is far from limiting. */
    private static final int LEVEL = 3;

    private static final int MOST_BYTES_OF_A_CHUNK = 1 << 23;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final ZarrSink sink;
    private final ZarrVersion version;

    public ZarrWriter(ZarrSink sink, ZarrVersion version) {
        this.sink = sink;
        this.version = version;
    }

    /** An empty JSON object, for attributes. */
    public static ObjectNode attributes() {
        return JSON.createObjectNode();
    }

    /** The version that is written. */
    public ZarrVersion version() {
        return version;
    }

    /**
     * Writes the metadata of a group, last that of its attributes.
     *
     * @param path path below the root, empty for the root
     */
    public void group(String path, ObjectNode attributes) throws IOException {
        if (version == ZarrVersion.V2) {
            write(ZarrStore.join(path, NgffGroup.V2_GROUP), attributes().put("zarr_format", 2));
            if (!attributes.isEmpty()) {
                write(ZarrStore.join(path, NgffGroup.V2_ATTRIBUTES), attributes);
            }
            return;
        }
        ObjectNode group = attributes().put("zarr_format", 3).put("node_type", "group");
        group.set("attributes", attributes);
        write(ZarrStore.join(path, ArrayParser.V3_FILE), group);
    }

    /**
     * Writes a chunk.
     *
     * @param index which chunk, along each axis
     * @param samples {@link ZarrLayout#chunkBytes} bytes
     */
    public void chunk(String path, ZarrLayout layout, List<Integer> index, byte[] samples) throws IOException {
        if (samples.length != layout.chunkBytes()
                || index.size() != layout.shape().size()) {
            throw new IllegalArgumentException(samples.length + " bytes at " + index + " of " + layout);
        }
        String key = String.join("/", index.stream().map(String::valueOf).toList());
        sink.write(ZarrStore.join(path, version == ZarrVersion.V2 ? key : "c/" + key), Zstd.compress(samples, LEVEL));
    }

    /** Writes the metadata of an array, with which it comes into being. */
    public void describe(String path, ZarrLayout layout) throws IOException {
        ObjectNode array = attributes().put("zarr_format", version == ZarrVersion.V2 ? 2 : 3);
        if (version == ZarrVersion.V2) {
            describeV2(array, layout);
            write(ZarrStore.join(path, ArrayParser.V2_FILE), array);
        } else {
            describeV3(array, layout);
            write(ZarrStore.join(path, ArrayParser.V3_FILE), array);
        }
    }

    private static void describeV2(ObjectNode array, ZarrLayout layout) {
        layout.shape().forEach(array.putArray("shape")::add);
        layout.chunks().forEach(array.putArray("chunks")::add);
        array.put("dtype", layout.type().v2Type());
        array.putObject("compressor").put("id", "zstd").put("level", LEVEL);
        putFill(array, layout.type());
        array.put("order", "C").putNull("filters").put("dimension_separator", "/");
    }

    private static void describeV3(ObjectNode array, ZarrLayout layout) {
        array.put("node_type", "array");
        layout.shape().forEach(array.putArray("shape")::add);
        array.put("data_type", layout.type().fullName());
        ObjectNode grid = array.putObject("chunk_grid").put("name", "regular");
        layout.chunks().forEach(grid.putObject("configuration").putArray("chunk_shape")::add);
        array.putObject("chunk_key_encoding")
                .put("name", "default")
                .putObject("configuration")
                .put("separator", "/");
        putFill(array, layout.type());
        ArrayNode codecs = array.putArray("codecs");
        codecs.addObject().put("name", "bytes").putObject("configuration").put("endian", "little");
        codecs.addObject()
                .put("name", "zstd")
                .putObject("configuration")
                .put("level", LEVEL)
                .put("checksum", false);
        if (!layout.axes().isEmpty()) {
            layout.axes().forEach(array.putArray("dimension_names")::add);
        }
        array.putObject("attributes");
    }

    private static void putFill(ObjectNode array, SampleType type) {
        if (type == SampleType.BOOL) {
            array.put("fill_value", false);
        } else if (type.isFloat()) {
            array.put("fill_value", 0.0);
        } else {
            array.put("fill_value", 0);
        }
    }

    /** Writes a whole array, chunked along its first axis only; its metadata last. */
    public void write(String path, ZarrValues values) throws IOException {
        int rows = values.shape().get(0);
        int rowBytes = rows == 0 ? 1 : Math.max(1, values.bytes().length / rows);
        int chunkRows = Math.max(1, Math.min(rows, MOST_BYTES_OF_A_CHUNK / rowBytes));
        List<Integer> chunks = new ArrayList<>(values.shape());
        chunks.set(0, chunkRows);
        chunks.replaceAll(size -> Math.max(1, size));
        ZarrLayout layout = new ZarrLayout(values.type(), values.shape(), chunks, List.of());
        for (int chunk = 0; (long) chunk * chunkRows < rows; chunk++) {
            byte[] samples = new byte[layout.chunkBytes()];
            int from = chunk * chunkRows * rowBytes;
            System.arraycopy(values.bytes(), from, samples, 0, Math.min(samples.length, values.bytes().length - from));
            List<Integer> index = new ArrayList<>(Collections.nCopies(chunks.size(), 0));
            index.set(0, chunk);
            chunk(path, layout, index, samples);
        }
        describe(path, layout);
    }

    private void write(String key, ObjectNode json) throws IOException {
        sink.write(key, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }
}
