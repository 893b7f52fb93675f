package org.cellineage.format.zarr;

import com.github.luben.zstd.Zstd;
import com.scalableminds.bloscjava.Blosc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes Zarr hierarchies, version 2 or 3, as other programs do; a sample is a function of its index. */
public record ZarrBuilder(Path root, int version) {

    /**
     * How an array is stored.
     *
     * @param type {@code u1} … {@code f8}, {@code b1}
     * @param codec {@code raw}, {@code gzip}, {@code zlib}, {@code zstd}, {@code zstd-stream} (its size not told),
     *     {@code blosc:COMPRESSOR:SHUFFLE}; in version 3 {@code +crc32c} may follow
     * @param shards empty, or the shape of shards
     * @param sparse whether chunks of the fill value are left out
     */
    public record Storing(
            String type,
            List<Integer> chunks,
            String codec,
            String separator,
            boolean columnsFirst,
            boolean bigEndian,
            List<Integer> shards,
            boolean indexAtStart,
            boolean sparse,
            double fill) {

        public static Storing of(String type, Integer... chunks) {
            return new Storing(type, List.of(chunks), "raw", "/", false, false, List.of(), false, false, 0);
        }

        public Storing packed(String by) {
            return new Storing(
                    type, chunks, by, separator, columnsFirst, bigEndian, shards, indexAtStart, sparse, fill);
        }

        public Storing separated(String by) {
            return new Storing(type, chunks, codec, by, columnsFirst, bigEndian, shards, indexAtStart, sparse, fill);
        }

        public Storing transposed() {
            return new Storing(type, chunks, codec, separator, true, bigEndian, shards, indexAtStart, sparse, fill);
        }

        public Storing bigEndianSamples() {
            return new Storing(type, chunks, codec, separator, columnsFirst, true, shards, indexAtStart, sparse, fill);
        }

        public Storing sharded(boolean indexFirst, Integer... shape) {
            return new Storing(
                    type, chunks, codec, separator, columnsFirst, bigEndian, List.of(shape), indexFirst, sparse, fill);
        }

        public Storing withoutChunksOf(double value) {
            return new Storing(
                    type, chunks, codec, separator, columnsFirst, bigEndian, shards, indexAtStart, true, value);
        }
    }

    /** Writes a file below the root. */
    public ZarrBuilder put(String key, byte[] content) {
        try {
            Path file = root.resolve(key);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file below the root; apostrophes stand for quotation marks. */
    public ZarrBuilder text(String key, String json) {
        return put(key, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String join(String folder, String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }

    /** A group with these attributes of OME-Zarr. */
    public ZarrBuilder group(String path, String attributes) {
        if (version == 3) {
            String ome = attributes.isEmpty() ? "" : "'ome':{'version':'0.5'," + attributes + "}";
            return text(join(path, "zarr.json"), "{'zarr_format':3,'node_type':'group','attributes':{" + ome + "}}");
        }
        text(join(path, ".zgroup"), "{'zarr_format':2}");
        return attributes.isEmpty() ? this : text(join(path, ".zattrs"), "{" + attributes + "}");
    }

    /** An image whose group holds one array, {@code 0}, and a smaller level of which only the metadata is there. */
    public ZarrBuilder image(
            String path, String axes, String scale, List<Integer> shape, Storing storing, ToDoubleFunction<int[]> at) {
        return image(path, axes, scale, "", shape, storing, at);
    }

    /** As above, with more attributes. */
    public ZarrBuilder image(
            String path,
            String axes,
            String scale,
            String more,
            List<Integer> shape,
            Storing storing,
            ToDoubleFunction<int[]> at) {
        group(path, multiscales(axes, scale) + more);
        return array(join(path, "0"), shape, storing, at);
    }

    /** The attribute {@code multiscales} of axes such as {@code tcyx}; units where they are known. */
    public static String multiscales(String axes, String scale) {
        String list = axes.chars()
                .mapToObj(c -> switch (c) {
                    case 't' -> "{'name':'t','type':'time','unit':'minute'}";
                    case 'c' -> "{'name':'c','type':'channel'}";
                    case 'q' -> "{'name':'q'}";
                    default -> "{'name':'" + (char) c + "','type':'space','unit':'nanometer'}";
                })
                .collect(Collectors.joining(","));
        String twice = Arrays.stream(scale.split(","))
                .map(s -> Double.toString(2 * Double.parseDouble(s)))
                .collect(Collectors.joining(","));
        return "'multiscales':[{'version':'0.4','axes':[" + list + "],'datasets':[{'path':'0',"
                + "'coordinateTransformations':[{'type':'scale','scale':[" + scale + "]}]},{'path':'1',"
                + "'coordinateTransformations':[{'type':'scale','scale':[" + twice + "]}]}]}]";
    }

    /** An array. */
    public ZarrBuilder array(String path, List<Integer> shape, Storing s, ToDoubleFunction<int[]> at) {
        text(join(path, version == 3 ? "zarr.json" : ".zarray"), version == 3 ? v3(shape, s) : v2(shape, s));
        List<Integer> objects = s.shards().isEmpty() ? s.chunks() : s.shards();
        for (int[] object : indices(across(shape, objects))) {
            byte[] content = s.shards().isEmpty() ? chunk(shape, s, object, at) : shard(shape, s, object, at);
            if (content.length > 0) {
                String key =
                        Arrays.stream(object).mapToObj(Integer::toString).collect(Collectors.joining(s.separator()));
                put(join(path, version == 3 ? "c" + s.separator() + key : key), content);
            }
        }
        return this;
    }

    private static String v2(List<Integer> shape, Storing s) {
        String order = s.type().endsWith("1") ? "|" : s.bigEndian() ? ">" : "<";
        String[] codec = s.codec().split("[:-]");
        String compressor = switch (codec[0]) {
            case "raw" -> "null";
            case "blosc" ->
                "{'id':'blosc','cname':'" + codec[1] + "','clevel':5,'shuffle':" + codec[2] + ",'blocksize':0}";
            default -> "{'id':'" + codec[0] + "','level':3}";
        };
        return "{'zarr_format':2,'shape':" + shape + ",'chunks':" + s.chunks() + ",'dtype':'" + order + s.type()
                + "','compressor':" + compressor + ",'filters':null,'fill_value':" + s.fill() + ",'order':'"
                + (s.columnsFirst() ? "F" : "C") + "'"
                + (s.separator().equals(".") ? "" : ",'dimension_separator':'/'") + "}";
    }

    private static String v3(List<Integer> shape, Storing s) {
        String type = switch (s.type().charAt(0)) {
                    case 'u' -> "uint";
                    case 'i' -> "int";
                    case 'f' -> "float";
                    default -> "bool";
                }
                + (s.type().equals("b1") ? "" : Integer.toString(8 * (s.type().charAt(1) - '0')));
        int rank = shape.size();
        List<Integer> reversed = new ArrayList<>();
        for (int i = rank - 1; i >= 0; i--) {
            reversed.add(i);
        }
        String inner = (s.columnsFirst() ? "{'name':'transpose','configuration':{'order':" + reversed + "}}," : "")
                + "{'name':'bytes','configuration':{'endian':'" + (s.bigEndian() ? "big" : "little") + "'}}";
        for (String step : s.codec().split("\\+")) {
            String[] codec = step.split("[:-]");
            inner += switch (codec[0]) {
                case "raw" -> "";
                case "crc32c" -> ",{'name':'crc32c'}";
                case "blosc" ->
                    ",{'name':'blosc','configuration':{'cname':'" + codec[1] + "','typesize':2,'clevel':5}}";
                default -> ",{'name':'" + codec[0] + "','configuration':{'level':3}}";
            };
        }
        String codecs = s.shards().isEmpty()
                ? inner
                : "{'name':'sharding_indexed','configuration':{'chunk_shape':" + s.chunks() + ",'codecs':[" + inner
                        + "],'index_codecs':[{'name':'bytes','configuration':{'endian':'little'}},{'name':'crc32c'}],"
                        + "'index_location':'" + (s.indexAtStart() ? "start" : "end") + "'}}";
        return "{'zarr_format':3,'node_type':'array','shape':" + shape + ",'data_type':'" + type
                + "','chunk_grid':{'name':'regular','configuration':{'chunk_shape':"
                + (s.shards().isEmpty() ? s.chunks() : s.shards())
                + "}},'chunk_key_encoding':{'name':'default','configuration':{'separator':'" + s.separator()
                + "'}},'fill_value':" + s.fill() + ",'codecs':[" + codecs + "]}";
    }

    private static List<Integer> across(List<Integer> shape, List<Integer> chunks) {
        List<Integer> across = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            across.add((shape.get(i) + chunks.get(i) - 1) / chunks.get(i));
        }
        return across;
    }

    /** All indices of an array of this shape, the last axis fastest. */
    public static List<int[]> indices(List<Integer> shape) {
        List<int[]> all = new ArrayList<>();
        int[] index = new int[shape.size()];
        for (long n = 0; n < ArrayMetadata.product(shape); n++) {
            all.add(index.clone());
            for (int i = index.length - 1; i >= 0 && ++index[i] == shape.get(i); i--) {
                index[i] = 0;
            }
        }
        return all;
    }

    private byte[] chunk(List<Integer> shape, Storing s, int[] chunk, ToDoubleFunction<int[]> at) {
        int size = s.type().charAt(1) - '0';
        ByteBuffer bytes = ByteBuffer.allocate((int) ArrayMetadata.product(s.chunks()) * size)
                .order(s.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        List<Integer> stored = new ArrayList<>(s.chunks());
        if (s.columnsFirst()) {
            java.util.Collections.reverse(stored);
        }
        boolean filled = true;
        for (int[] within : indices(stored)) {
            int[] index = new int[within.length];
            boolean inside = true;
            for (int i = 0; i < index.length; i++) {
                int axis = s.columnsFirst() ? index.length - 1 - i : i;
                index[axis] = chunk[axis] * s.chunks().get(axis) + within[i];
                inside &= index[axis] < shape.get(axis);
            }
            // What lies beyond the edge is nobody's business; so it is something that would show.
            double value = inside ? at.applyAsDouble(index) : 99;
            filled &= !inside || value == s.fill();
            put(bytes, s.type(), value);
        }
        return filled && s.sparse() ? new byte[0] : pack(bytes.array(), s, size);
    }

    private static void put(ByteBuffer bytes, String type, double value) {
        switch (type) {
            case "u1", "i1", "b1" -> bytes.put((byte) (int) value);
            case "u2", "i2" -> bytes.putShort((short) (int) value);
            case "u4", "i4" -> bytes.putInt((int) (long) value);
            case "u8", "i8" -> bytes.putLong((long) value);
            case "f2" -> bytes.putShort(half(value));
            case "f4" -> bytes.putFloat((float) value);
            default -> bytes.putDouble(value);
        }
    }

    /** The half of a number that one holds exactly: here those between 2^-14 and 65504 with few digits, and 0. */
    private static short half(double value) {
        if (value == 0) {
            return 0;
        }
        int exponent = Math.getExponent(value);
        double fraction = (Math.abs(value) / Math.pow(2, exponent) - 1) * 1024;
        if (exponent < -14 || exponent > 15 || fraction != Math.rint(fraction)) {
            throw new IllegalArgumentException("no half: " + value);
        }
        return (short) ((value < 0 ? 0x8000 : 0) | exponent + 15 << 10 | (int) fraction);
    }

    private static byte[] pack(byte[] bytes, Storing s, int size) {
        byte[] packed = bytes;
        for (String step : s.codec().split("\\+")) {
            String[] codec = step.split("[:-]");
            packed = switch (codec[0]) {
                case "raw" -> packed;
                case "gzip", "zlib" -> deflate(packed, codec[0].equals("gzip"));
                case "zstd" -> codec.length > 1 ? streamed(packed) : Zstd.compress(packed, 3);
                case "crc32c" -> summed(packed);
                default ->
                    Blosc.compress(
                            packed,
                            size,
                            Blosc.Compressor.fromString(codec[1]),
                            5,
                            Blosc.Shuffle.fromInt(Integer.parseInt(codec[2])));
            };
        }
        return packed;
    }

    private static byte[] deflate(byte[] bytes, boolean gzip) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packer = gzip ? new GZIPOutputStream(out) : new DeflaterOutputStream(out)) {
            packer.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A frame that does not tell its size, as streaming writers leave it. */
    private static byte[] streamed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packer = new com.github.luben.zstd.ZstdOutputStream(out)) {
            packer.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] summed(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return ByteBuffer.allocate(bytes.length + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(bytes)
                .putInt((int) sum.getValue())
                .array();
    }

    private byte[] shard(List<Integer> shape, Storing s, int[] shard, ToDoubleFunction<int[]> at) {
        List<Integer> across = across(s.shards(), s.chunks());
        int count = (int) ArrayMetadata.product(across);
        ByteBuffer index = ByteBuffer.allocate(16 * count).order(ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        long start = s.indexAtStart() ? 16L * count + 4 : 0;
        for (int[] within : indices(across)) {
            int[] chunk = new int[within.length];
            boolean inside = true;
            for (int i = 0; i < chunk.length; i++) {
                chunk[i] = shard[i] * across.get(i) + within[i];
                inside &= chunk[i] * s.chunks().get(i) < shape.get(i);
            }
            byte[] content = inside ? chunk(shape, s, chunk, at) : new byte[0];
            index.putLong(content.length == 0 ? -1 : start + body.size());
            index.putLong(content.length == 0 ? -1 : content.length);
            body.writeBytes(content);
        }
        if (body.size() == 0) {
            return new byte[0];
        }
        byte[] sum = summed(index.array());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(s.indexAtStart() ? sum : body.toByteArray());
        all.writeBytes(s.indexAtStart() ? body.toByteArray() : sum);
        return all.toByteArray();
    }

    /** Packs everything below the root into an archive, below a folder of it. */
    public Path zip(Path archive, String folder, boolean deflated) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive));
                Stream<Path> files = Files.walk(root)) {
            zip.setMethod(deflated ? ZipOutputStream.DEFLATED : ZipOutputStream.STORED);
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                byte[] content = Files.readAllBytes(file);
                ZipEntry entry = new ZipEntry(folder + root.relativize(file));
                CRC32 sum = new CRC32();
                sum.update(content);
                entry.setSize(content.length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
