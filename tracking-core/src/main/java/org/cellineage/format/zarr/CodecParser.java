package org.cellineage.format.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.zarr.ArrayMetadata.Sharding;

/** Parses how chunks are encoded: the compressor of Zarr 2, the codecs of Zarr 3. */
final class CodecParser {

    private CodecParser() {}

    /** A parsed list of codecs: how chunks are encoded, and how they are put into shards. */
    record Codecs(CodecChain chain, Optional<Sharding> sharding) {}

    static CodecChain v2(MetadataFile file, int rank, boolean columnsFirst, boolean bigEndian) {
        List<Integer> axes = new ArrayList<>(CodecChain.inOrder(rank));
        if (columnsFirst) {
            java.util.Collections.reverse(axes);
        }
        List<ChunkCodec> packing = file.has("compressor")
                ? List.of(codec(file, file.part("compressor").text("id")))
                : List.of();
        return new CodecChain(axes, bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, packing);
    }

    /** @param shape shape of the chunks to which the codecs were applied */
    static Codecs v3(MetadataFile file, JsonNode codecs, List<Integer> shape) {
        if (!codecs.isArray() || codecs.isEmpty()) {
            throw file.malformed("it has no list of codecs");
        }
        List<Integer> axes = CodecChain.inOrder(shape.size());
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        boolean bytes = false;
        JsonNode sharding = null;
        List<ChunkCodec> packing = new ArrayList<>();
        for (JsonNode codec : codecs) {
            String name = name(codec);
            JsonNode settings = codec.path("configuration");
            switch (name) {
                case "transpose" -> {
                    if (bytes) {
                        throw file.malformed("its codec transpose comes after the one that produces bytes");
                    }
                    axes = transposed(file, axes, settings.path("order"));
                }
                case "bytes", "endian" -> {
                    bytes = true;
                    order = byteOrder(file, settings);
                }
                case "sharding_indexed" -> {
                    bytes = true;
                    sharding = settings;
                }
                default -> {
                    ChunkCodec step = codec(file, name);
                    if (!bytes) {
                        throw file.malformed("its codec '" + name + "' comes before the one that produces bytes");
                    }
                    packing.add(step);
                }
            }
        }
        if (!bytes) {
            throw file.malformed("none of its codecs makes bytes of samples");
        }
        if (sharding == null) {
            return new Codecs(new CodecChain(axes, order, packing), Optional.empty());
        }
        if (!axes.equals(CodecChain.inOrder(shape.size()))) {
            throw file.unsupported("Its shards are transposed as a whole; shards with transposed chunks can be read.");
        }
        return sharded(file, new MetadataFile(file.where(), sharding), packing);
    }

    private static Codecs sharded(MetadataFile file, MetadataFile settings, List<ChunkCodec> packing) {
        List<Integer> chunkShape = settings.ints("chunk_shape", 1);
        Codecs inner = v3(file, settings.json().path("codecs"), chunkShape);
        if (inner.sharding().isPresent()) {
            throw file.unsupported("Its shards hold shards; shards of chunks can be read.");
        }
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        boolean sum = false;
        for (JsonNode codec : settings.json().path("index_codecs")) {
            switch (name(codec)) {
                case "bytes", "endian" -> order = byteOrder(file, codec.path("configuration"));
                case "crc32c" -> sum = true;
                default -> throw file.unsupported("The index of its shards is packed by '" + name(codec) + "'.");
            }
        }
        String place = settings.has("index_location") ? settings.text("index_location") : "end";
        if (!place.equals("end") && !place.equals("start")) {
            throw file.malformed("the index of its shards is at '" + place + "', not at start or end");
        }
        return new Codecs(
                inner.chain(), Optional.of(new Sharding(chunkShape, place.equals("end"), order, sum, packing)));
    }

    private static String name(JsonNode codec) {
        return codec.isTextual() ? codec.asText() : codec.path("name").asText("");
    }

    private static ByteOrder byteOrder(MetadataFile file, JsonNode settings) {
        return switch (settings.path("endian").asText("little")) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default ->
                throw file.malformed(
                        "its byte order is '" + settings.path("endian").asText() + "', not little or big");
        };
    }

    /** Each transposition permutes the axes as the previous one left them. */
    private static List<Integer> transposed(MetadataFile file, List<Integer> axes, JsonNode order) {
        int rank = axes.size();
        List<Integer> result = new ArrayList<>();
        if (order.asText("").equals("C")) {
            return axes;
        }
        for (int i = 0; i < rank; i++) {
            int from =
                    order.asText("").equals("F") ? rank - 1 - i : order.path(i).asInt(-1);
            if (from < 0 || from >= rank || result.contains(axes.get(from))) {
                throw file.malformed(
                        "its codec transpose has the order " + order + ", but there are " + rank + " axes");
            }
            result.add(axes.get(from));
        }
        return result;
    }

    private static ChunkCodec codec(MetadataFile file, String name) {
        return switch (name) {
            case "blosc", "numcodecs.blosc" -> new BloscCodec();
            case "zstd", "numcodecs.zstd" -> new ZstdCodec();
            case "gzip", "numcodecs.gzip" -> InflateCodec.GZIP;
            case "zlib", "numcodecs.zlib" -> InflateCodec.ZLIB;
            case "crc32c" -> new Crc32cCodec();
            default -> throw file.unsupported("Its chunks are packed by '" + name + "', which cannot be unpacked.");
        };
    }
}
