package org.cellineage.format.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.zarr.ArrayMetadata.Sharding;
import org.cellineage.image.HalfFloat;

/** Finds and parses the metadata of an array: {@code zarr.json} (Zarr 3) or {@code .zarray} (Zarr 2). */
final class ArrayParser {

    static final String V3_FILE = "zarr.json";
    static final String V2_FILE = ".zarray";

    private static final int MAX_RANK = 32;
    private static final int MAX_SAMPLES = Integer.MAX_VALUE - 16;

    private ArrayParser() {}

    /** An array and its metadata file. */
    record Found(MetadataFile file, ArrayMetadata array) {}

    /**
     * Reads the metadata of an array; empty if there is no array.
     *
     * @throws org.cellineage.problem.BadInputException if it is invalid or unsupported
     */
    static Optional<Found> read(ZarrStore store, String path) throws IOException {
        Optional<MetadataFile> v3 = MetadataFile.read(store, ZarrStore.join(path, V3_FILE));
        if (v3.isPresent() && v3.get().text("node_type").equals("array")) {
            return Optional.of(new Found(v3.get(), checked(v3.get(), v3(v3.get()))));
        }
        Optional<MetadataFile> v2 = MetadataFile.read(store, ZarrStore.join(path, V2_FILE));
        return v2.map(file -> new Found(file, checked(file, v2(file))));
    }

    /**
     * Reads the metadata of an array that is no image: of one or two axes, possibly empty.
     *
     * @throws org.cellineage.problem.BadInputException if it is invalid or unsupported
     */
    static Optional<Found> readColumn(ZarrStore store, String path) throws IOException {
        Optional<MetadataFile> v3 = MetadataFile.read(store, ZarrStore.join(path, V3_FILE));
        if (v3.isPresent() && v3.get().text("node_type").equals("array")) {
            return Optional.of(new Found(v3.get(), checkedColumn(v3.get(), v3(v3.get()))));
        }
        Optional<MetadataFile> v2 = MetadataFile.read(store, ZarrStore.join(path, V2_FILE));
        return v2.map(file -> new Found(file, checkedColumn(file, v2(file))));
    }

    private static ArrayMetadata checkedColumn(MetadataFile file, ArrayMetadata array) {
        int rank = array.shape().size();
        if (rank < 1 || rank > 2) {
            throw file.malformed("it has " + rank + " axes; one or two are expected");
        }
        checkChunks(file, array);
        return array;
    }

    private static ArrayMetadata v2(MetadataFile file) {
        if (!file.text("zarr_format").equals("2")) {
            throw file.malformed("its zarr_format is '" + file.text("zarr_format") + "', not 2");
        }
        List<Integer> shape = file.ints("shape", 0);
        String dtype = file.text("dtype");
        String name = dtype.replaceFirst("^[<>|=]", "");
        SampleType type = type(file, dtype, name);
        if (file.json().path("filters").size() > 0) {
            throw file.unsupported("Its samples went through the filter '"
                    + file.json().path("filters").path(0).path("id").asText("")
                    + "'; arrays without filters can be read.");
        }
        String order = file.text("order");
        if (!order.isEmpty() && !order.equals("C") && !order.equals("F")) {
            throw file.malformed("its order is '" + order + "', not C or F");
        }
        String separator = file.has("dimension_separator") ? file.text("dimension_separator") : ".";
        CodecChain chain = CodecParser.v2(file, shape.size(), order.equals("F"), dtype.startsWith(">"));
        return new ArrayMetadata(
                shape,
                file.ints("chunks", 1),
                type,
                fill(file, type),
                "",
                separator(file, separator),
                chain,
                Optional.empty());
    }

    private static ArrayMetadata v3(MetadataFile file) {
        if (!file.text("zarr_format").equals("3")) {
            throw file.malformed("its zarr_format is '" + file.text("zarr_format") + "', not 3");
        }
        List<Integer> shape = file.ints("shape", 0);
        JsonNode dataType = file.json().path("data_type");
        String typeName = dataType.isObject() ? dataType.path("name").asText("") : dataType.asText("");
        SampleType type = type(file, typeName, typeName);
        MetadataFile grid = file.part("chunk_grid");
        if (!grid.text("name").equals("regular")) {
            throw file.unsupported(
                    "Its chunks form a grid of kind '" + grid.text("name") + "'; regular grids can be read.");
        }
        if (file.json().path("storage_transformers").size() > 0) {
            throw file.unsupported("It uses storage transformers, which cannot be read.");
        }
        JsonNode keys = file.json().path("chunk_key_encoding");
        String encoding = keys.isTextual() ? keys.asText() : keys.path("name").asText("default");
        boolean plain = encoding.equals("v2");
        if (!plain && !encoding.equals("default")) {
            throw file.unsupported("Its chunk keys are of kind '" + encoding + "'; default and v2 can be read.");
        }
        String separator =
                separator(file, keys.path("configuration").path("separator").asText(plain ? "." : "/"));
        List<Integer> gridShape = grid.part("configuration").ints("chunk_shape", 1);
        CodecParser.Codecs codecs = CodecParser.v3(file, file.json().path("codecs"), gridShape);
        return new ArrayMetadata(
                shape,
                gridShape,
                type,
                fill(file, type),
                plain ? "" : "c" + separator,
                separator,
                codecs.chain(),
                codecs.sharding());
    }

    private static SampleType type(MetadataFile file, String written, String name) {
        return SampleType.named(name)
                .orElseThrow(
                        () -> file.unsupported("Its samples are of type '" + written + "', which cannot be read."));
    }

    private static String separator(MetadataFile file, String separator) {
        if (!separator.equals("/") && !separator.equals(".")) {
            throw file.malformed("the separator of its chunk keys is '" + separator + "', not / or .");
        }
        return separator;
    }

    private static double fill(MetadataFile file, SampleType type) {
        JsonNode fill = file.json().path("fill_value");
        if (fill.isMissingNode() || fill.isNull()) {
            return 0;
        }
        double value = fill.isBoolean() ? (fill.asBoolean() ? 1 : 0) : fill.isNumber() ? fill.asDouble() : Double.NaN;
        if (fill.isTextual()) {
            if (!type.isFloat()) {
                throw file.malformed("its fill_value is '" + fill.asText() + "', which is not a whole number");
            }
            return floatOf(file, type, fill.asText());
        }
        if (!fill.isBoolean() && !fill.isNumber()) {
            throw file.malformed("its fill_value is neither a number nor a word");
        }
        double most = switch (type.plane()) {
            case U8 -> 255;
            case U16 -> 65_535;
            default -> Integer.MAX_VALUE;
        };
        double least = type.plane() == org.cellineage.image.PixelType.I32 ? Integer.MIN_VALUE : 0;
        if (!type.isFloat() && !(value >= least && value <= most && value == Math.rint(value))) {
            throw file.malformed(
                    "its fill_value " + fill + " is not a number from " + (long) least + " to " + (long) most);
        }
        return value;
    }

    /** Handles the keywords of both versions, and bit patterns in hexadecimal. */
    private static double floatOf(MetadataFile file, SampleType type, String text) {
        try {
            if (text.startsWith("0x")) {
                long bits = Long.parseUnsignedLong(text.substring(2), 16);
                return switch (type) {
                    case F16 -> HalfFloat.toFloat((short) bits);
                    case F32 -> Float.intBitsToFloat((int) bits);
                    default -> Double.longBitsToDouble(bits);
                };
            }
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw file.malformed("its fill_value is '" + text + "', which is not a number");
        }
    }

    private static ArrayMetadata checked(MetadataFile file, ArrayMetadata array) {
        int rank = array.shape().size();
        if (rank < 2 || rank > MAX_RANK) {
            throw file.malformed("it has " + rank + " axes; an image has 2 to 5");
        }
        if (ArrayMetadata.product(array.shape()) == 0) {
            throw file.malformed("its shape " + array.shape() + " contains no sample");
        }
        if ((long) array.width() * array.height() > MAX_SAMPLES / array.type().bytes()) {
            throw file.malformed("its planes have " + array.width() + " x " + array.height()
                    + " pixels, which is more than can be held at once");
        }
        if (array.planes() > Integer.MAX_VALUE) {
            throw file.malformed("it has " + array.planes() + " planes; " + Integer.MAX_VALUE + " can be counted");
        }
        checkChunks(file, array);
        return array;
    }

    private static void checkChunks(MetadataFile file, ArrayMetadata array) {
        int rank = array.shape().size();
        if (array.gridShape().size() != rank || array.chunkShape().size() != rank) {
            throw file.malformed("its chunks have " + array.chunkShape().size() + " axes, but its shape has " + rank);
        }
        long samples = ArrayMetadata.product(array.chunkShape());
        if (samples > ArrayMetadata.MAX_CHUNK_BYTES / array.type().bytes()) {
            throw file.unsupported("Its chunks have the shape " + array.chunkShape()
                    + ", more than the 1 GiB that can be unpacked at once.");
        }
        if (array.sharding().isPresent()) {
            checkShards(file, array);
        }
    }

    private static void checkShards(MetadataFile file, ArrayMetadata array) {
        Sharding sharding = array.sharding().orElseThrow();
        long chunks = 1;
        for (int i = 0; i < array.shape().size(); i++) {
            int outer = array.gridShape().get(i);
            int inner = sharding.chunkShape().get(i);
            if (outer % inner != 0) {
                throw file.malformed("its shards of shape " + array.gridShape() + " do not hold whole chunks of shape "
                        + sharding.chunkShape());
            }
            chunks = Math.min(chunks * (outer / inner), ShardReader.MAX_CHUNKS + 1L);
        }
        if (chunks > ShardReader.MAX_CHUNKS) {
            throw file.malformed("its shards hold more than " + ShardReader.MAX_CHUNKS + " chunks each");
        }
    }
}
