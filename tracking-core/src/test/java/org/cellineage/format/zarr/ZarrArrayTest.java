package org.cellineage.format.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.zarr.ZarrBuilder.Storing;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZarrArrayTest {

    /** Three axes, none of them a whole number of chunks. */
    private static final List<Integer> SHAPE = List.of(3, 2, 11, 13);

    private static final ToDoubleFunction<int[]> SAMPLES = i -> i[0] * 61 + i[1] * 31 + i[2] * 5 + i[3] % 7 + 1;

    @TempDir
    Path folder;

    private ZarrArray open() throws IOException {
        return ZarrArray.open(
                new LocalStorage(),
                new PlaneRef(PlaneRef.Encoding.ZARR, folder.resolve("a").toString(), "", 0));
    }

    private void write(int version, Storing storing, ToDoubleFunction<int[]> samples) {
        new ZarrBuilder(folder, version).array("a", SHAPE, storing, samples);
    }

    /** Every plane, in an order in which neighbours rarely follow one another. */
    private void assertReads(ToDoubleFunction<int[]> samples) throws IOException {
        List<int[]> leading = ZarrBuilder.indices(SHAPE.subList(0, 2));
        try (ZarrArray array = open()) {
            for (int plane : new int[] {5, 0, 3, 1, 4, 2, 0}) {
                float[] expected = new float[11 * 13];
                for (int i = 0; i < expected.length; i++) {
                    int[] lead = leading.get(plane);
                    expected[i] = (float) samples.applyAsDouble(new int[] {lead[0], lead[1], i / 13, i % 13});
                }
                Plane read = array.read(plane);
                assertThat(read.width()).isEqualTo(13);
                assertThat(read.toFloats()).as("plane " + plane).isEqualTo(expected);
            }
        }
    }

    static Stream<Storing> storings() {
        List<Storing> all = new ArrayList<>();
        Storing planes = Storing.of("u2", 1, 1, 4, 8);
        Storing blocks = Storing.of("u2", 2, 2, 11, 5);
        for (String codec : List.of("raw", "gzip", "zlib", "zstd", "zstd-stream")) {
            all.add(planes.packed(codec));
            all.add(blocks.packed(codec).separated("."));
        }
        for (String compressor : List.of("lz4", "lz4hc", "zstd", "blosclz", "zlib")) {
            for (int shuffle = 0; shuffle <= 2; shuffle++) {
                all.add(planes.packed("blosc:" + compressor + ":" + shuffle));
                all.add(blocks.packed("blosc:" + compressor + ":" + shuffle).transposed());
            }
        }
        all.add(blocks.transposed());
        all.add(blocks.transposed().packed("zstd").separated("."));
        all.add(planes.transposed().bigEndianSamples());
        all.add(Storing.of("u2", 4, 4, 16, 16));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("storings")
    void pixelsAreThoseThatWereWrittenInVersion2(Storing storing) throws IOException {
        write(2, storing, SAMPLES);
        assertReads(SAMPLES);
    }

    @ParameterizedTest
    @MethodSource("storings")
    void pixelsAreThoseThatWereWrittenInVersion3(Storing storing) throws IOException {
        write(3, storing, SAMPLES);
        assertReads(SAMPLES);
    }

    static Stream<Storing> sharded() {
        Storing chunks = Storing.of("u2", 1, 1, 4, 8);
        return Stream.of(
                chunks.sharded(false, 1, 1, 12, 16),
                chunks.sharded(true, 2, 2, 8, 16).packed("zstd"),
                chunks.sharded(false, 4, 2, 12, 8).packed("blosc:lz4:1").transposed(),
                chunks.sharded(false, 3, 2, 12, 16).packed("gzip+crc32c").separated("."),
                chunks.sharded(true, 1, 2, 4, 8).bigEndianSamples().packed("raw+crc32c"));
    }

    @ParameterizedTest
    @MethodSource("sharded")
    void shardsAreReadChunkByChunk(Storing storing) throws IOException {
        write(3, storing, SAMPLES);
        assertReads(SAMPLES);
    }

    @ParameterizedTest
    @CsvSource({
        "b1,U8", "u1,U8", "u2,U16", "u4,I32", "u8,I32", "i1,I32", "i2,I32", "i4,I32", "i8,I32", "f2,F32", "f4,F32",
        "f8,F32"
    })
    void everyTypeInBothByteOrders(String type, PixelType expected) throws IOException {
        boolean signed = type.startsWith("i") || type.startsWith("f");
        ToDoubleFunction<int[]> samples = i -> type.equals("b1")
                ? (i[2] + i[3]) % 2
                : (signed ? -1 : 1) * (i[0] * 20 + i[1] * 10 + i[3]) + (type.startsWith("f") ? 0.25 : 0);
        for (int version = 2; version <= 3; version++) {
            for (Storing storing : List.of(
                    Storing.of(type, 1, 2, 4, 8),
                    Storing.of(type, 1, 2, 4, 8).bigEndianSamples().transposed())) {
                write(version, storing, samples);
                assertReads(samples);
                try (ZarrArray array = open()) {
                    assertThat(array.read(0).type()).isEqualTo(expected);
                }
                Files.delete(folder.resolve("a").resolve(version == 3 ? "zarr.json" : ".zarray"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void chunksThatAreNotThereHaveTheFillValue(int version) throws IOException {
        ToDoubleFunction<int[]> samples = i -> i[0] == 1 || i[3] >= 8 ? 7 : SAMPLES.applyAsDouble(i) + 7;
        write(version, Storing.of("u2", 1, 1, 4, 8).withoutChunksOf(7), samples);
        assertThat(folder.resolve("a").resolve(version == 3 ? "c/1/0/0/0" : "1/0/0/0"))
                .doesNotExist();
        assertReads(samples);
    }

    @Test
    void chunksThatAShardLacksHaveTheFillValue() throws IOException {
        ToDoubleFunction<int[]> samples = i -> i[0] == 1 || i[3] >= 8 ? 7 : SAMPLES.applyAsDouble(i) + 7;
        write(3, Storing.of("u2", 1, 1, 4, 8).sharded(false, 2, 2, 12, 16).withoutChunksOf(7), samples);
        assertReads(samples);
    }

    @ParameterizedTest
    @ValueSource(strings = {"u4:4294967295", "u8:18446744073709551615", "i8:-2147483649", "i8:4294967296"})
    void wholeNumbersThatDoNotFitAreRefused(String value) throws IOException {
        String type = value.substring(0, 2);
        double sample = type.equals("u8") ? -1 : Double.parseDouble(value.substring(3));
        write(2, Storing.of(type, 1, 1, 11, 13), i -> i[3] == 12 ? sample : 1);
        try (ZarrArray array = open()) {
            assertThatThrownBy(() -> array.read(0))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining(value.substring(3))
                    .hasMessageContaining("2147483647");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "gzip", "zlib", "zstd", "blosc:lz4:1"})
    void aChunkThatIsCutOffIsNamed(String codec) throws IOException {
        write(2, Storing.of("u2", 1, 1, 11, 13).packed(codec), SAMPLES);
        Path chunk = folder.resolve("a/2/1/0/0");
        byte[] content = Files.readAllBytes(chunk);
        for (int length : new int[] {content.length - 1, content.length / 2, 1, 0}) {
            Files.write(chunk, java.util.Arrays.copyOf(content, length));
            try (ZarrArray array = open()) {
                array.read(0);
                BadInputException bad = catchThrowableOfType(BadInputException.class, () -> array.read(5));
                assertThat(bad.problem().where()).isEqualTo(chunk.toString());
                assertThat(bad.problem().cause()).startsWith("The chunk is corrupt");
            }
        }
    }

    @Test
    void damagedBytesAreReadOrRefusedButNeverAnythingElse() throws IOException {
        Random random = new Random(5);
        List<Storing> storings = List.of(
                Storing.of("u2", 1, 2, 11, 13).packed("zstd"),
                Storing.of("u2", 1, 2, 11, 13).packed("gzip"),
                Storing.of("u2", 1, 2, 11, 13).packed("blosc:lz4:1"),
                Storing.of("u2", 1, 2, 11, 13).packed("blosc:blosclz:2"),
                Storing.of("u2", 1, 1, 11, 13).packed("blosc:zlib:0").sharded(false, 1, 2, 11, 13));
        for (Storing storing : storings) {
            write(3, storing, SAMPLES);
            Path chunk = folder.resolve("a/c/0/0/0/0");
            byte[] content = Files.readAllBytes(chunk);
            int refused = 0;
            for (int n = 0; n < 200; n++) {
                byte[] damaged = content.clone();
                damaged[random.nextInt(n % 2 == 0 ? 16 : damaged.length)] = (byte) random.nextInt(256);
                Files.write(chunk, damaged);
                try (ZarrArray array = open()) {
                    assertThat(array.read(0).size()).isEqualTo(11 * 13);
                } catch (BadInputException e) {
                    refused++;
                    assertThat(e.problem().where()).isEqualTo(chunk.toString());
                }
            }
            assertThat(refused).isPositive();
        }
    }

    @Test
    void anUnpackedChunkOfAnotherSizeIsRefused() throws IOException {
        write(2, Storing.of("u2", 1, 1, 11, 13).packed("zstd"), SAMPLES);
        byte[] larger = com.github.luben.zstd.Zstd.compress(new byte[1 << 20], 3);
        byte[] smaller = com.github.luben.zstd.Zstd.compress(new byte[11 * 13 * 2 - 1], 3);
        for (byte[] wrong : List.of(larger, smaller)) {
            Files.write(folder.resolve("a/0/0/0/0"), wrong);
            try (ZarrArray array = open()) {
                assertThatThrownBy(() -> array.read(0)).isInstanceOf(BadInputException.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'zarr_format':2,'shape':[4,4],'chunks':[2,2],'dtype':'<c8'}|<c8",
                "{'zarr_format':2,'shape':[4,4],'chunks':[2,2],'dtype':[['a','<u2']]}|type",
                "{'zarr_format':2,'shape':[4,4],'chunks':[2,2],'dtype':'<u2','compressor':{'id':'lzma'}}|lzma",
                "{'zarr_format':2,'shape':[4,4],'chunks':[2,2],'dtype':'<u2','filters':[{'id':'delta'}]}|delta",
                "{'zarr_format':2,'shape':[4,4],'chunks':[0,2],'dtype':'<u2'}|chunks",
                "{'zarr_format':2,'shape':[4,4],'chunks':[2],'dtype':'<u2'}|axes",
                "{'zarr_format':2,'shape':[4,-4],'chunks':[2,2],'dtype':'<u2'}|shape",
                "{'zarr_format':2,'shape':[4,1e30],'chunks':[2,2],'dtype':'<u2'}|2147483647",
                "{'zarr_format':2,'shape':[100000,100000],'chunks':[2,2],'dtype':'<u2'}|pixels",
                "{'zarr_format':2,'shape':[4,4],'chunks':[100000,100000],'dtype':'<u2'}|1 GiB",
                "{'zarr_format':2,'shape':[4,4],'chunks':[2,2],'dtype':'<u2','fill_value':-1}|fill_value",
                "{'zarr_format':2,'shape':[4,4],'chunks':[2,2],'dtype':'<u2','order':'K'}|order",
                "{'zarr_format':2,'shape':[4,0],'chunks':[2,2],'dtype':'<u2'}|no sample",
                "{'zarr_format':1}|zarr_format",
                "[1]|JSON",
                "{'shape'|JSON"
            })
    void metadataThatCannotBeReadIsRefusedByName(String json, String named) {
        new ZarrBuilder(folder, 2).text("a/.zarray", json);
        assertThatThrownBy(this::open)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(".zarray")
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'bytes'}|codec",
                "[]|codecs",
                "[{'name':'gzip'}]|before",
                "[{'name':'bytes'},{'name':'pcodec'}]|pcodec",
                "[{'name':'transpose','configuration':{'order':[0,0]}},{'name':'bytes'}]|transpose",
                "[{'name':'sharding_indexed','configuration':{'chunk_shape':[3,3],'codecs':['bytes']}}]|shards",
                "[{'name':'sharding_indexed','configuration':{'chunk_shape':[2],'codecs':['bytes']}}]|axes"
            })
    void codecsThatCannotBeUndoneAreRefusedByName(String codecs, String named) {
        new ZarrBuilder(folder, 3)
                .text(
                        "a/zarr.json",
                        "{'zarr_format':3,'node_type':'array','shape':[8,8],'data_type':'uint16','chunk_grid':"
                                + "{'name':'regular','configuration':{'chunk_shape':[4,4]}},'fill_value':0,'codecs':"
                                + codecs + "}");
        assertThatThrownBy(this::open).isInstanceOf(BadInputException.class).hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({"NaN,NaN", "Infinity,Infinity", "-Infinity,-Infinity", "0x7fc00000,NaN", "0x3f800000,1.0"})
    void fillValuesOfFloatsHaveWordsAndBits(String written, float value) throws IOException {
        new ZarrBuilder(folder, 3)
                .text(
                        "a/zarr.json",
                        "{'zarr_format':3,'node_type':'array','shape':[2,2],'data_type':'float32','chunk_grid':"
                                + "{'name':'regular','configuration':{'chunk_shape':[2,2]}},'fill_value':'" + written
                                + "','codecs':['bytes']}");
        try (ZarrArray array = open()) {
            assertThat(array.read(0).toFloats()).containsOnly(value);
        }
    }

    @Test
    void aPlaneThatIsNotThereIsRefused() throws IOException {
        write(2, Storing.of("u2", 1, 1, 4, 8), SAMPLES);
        try (ZarrArray array = open()) {
            assertThatThrownBy(() -> array.read(6)).isInstanceOf(BadInputException.class);
        }
    }
}
