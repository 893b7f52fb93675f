package org.cellineage.format.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;
import org.cellineage.format.ByteArraySeekableBytes;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.cellineage.segment.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of number that programs store, in every coding: the values come out that went in, or are refused by name. */
class TiffSamplesTest {

    private static final int WIDTH = 19;
    private static final int HEIGHT = 17;

    /**
     * A kind of number.
     *
     * @param builderKind how wide it is; {@code wide} makes 64 bits of it
     * @param format TIFF's sample format
     * @param values some values of the kind, as bits
     * @param expected the same as a plane must hold them
     */
    record Number(
            String name,
            TiffBuilder.Kind builderKind,
            IntToLongFunction wide,
            long format,
            PixelType type,
            int[] values,
            float[] expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Number> numbers() {
        int[] signed = {0, 1, -1, 127, -128, 77};
        float[] same = {0, 1, -1, 127, -128, 77};
        IntToLongFunction none = null;
        return Stream.of(
                new Number("int8", TiffBuilder.Kind.U8, none, 2, PixelType.I32, signed, same),
                new Number("int16", TiffBuilder.Kind.U16, none, 2, PixelType.I32, signed, same),
                new Number("int32", TiffBuilder.Kind.I32, none, 2, PixelType.I32, signed, same),
                new Number("int64", TiffBuilder.Kind.I32, v -> v, 2, PixelType.I32, signed, same),
                new Number(
                        "uint64",
                        TiffBuilder.Kind.I32,
                        v -> v & 0xffffffffL,
                        1,
                        PixelType.I32,
                        new int[] {0, 9, 65536},
                        new float[] {0, 9, 65536}),
                new Number(
                        "undefined16",
                        TiffBuilder.Kind.U16,
                        none,
                        4,
                        PixelType.U16,
                        new int[] {0, 1, 65535, 40000},
                        new float[] {0, 1, 65535, 40000}),
                new Number(
                        "undefined8", TiffBuilder.Kind.U8, none, 4, PixelType.U8, new int[] {0, 1, 255}, new float[] {
                            0, 1, 255
                        }),
                new Number(
                        "float64",
                        TiffBuilder.Kind.I32,
                        v -> Double.doubleToRawLongBits(v / 8.0),
                        3,
                        PixelType.F32,
                        new int[] {0, 1, -9, 80_000},
                        new float[] {0, 0.125f, -1.125f, 10_000}),
                new Number(
                        "float16",
                        TiffBuilder.Kind.U16,
                        none,
                        3,
                        PixelType.F32,
                        // 0, 1, -2, largest, smallest above 0, largest subnormal, infinity, not a number
                        new int[] {0, 0x3c00, 0xc000, 0x7bff, 0x0001, 0x03ff, 0x7c00, 0x7e00},
                        new float[] {0, 1, -2, 65504, 0x1p-24f, 0x1.ff8p-15f, Float.POSITIVE_INFINITY, Float.NaN}));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void everyNumberTypeComesOutAsItWentIn(Number number) throws IOException {
        int[] page = new int[WIDTH * HEIGHT];
        float[] expected = new float[page.length];
        for (int i = 0; i < page.length; i++) {
            int which = (i * 31 + i / 7) % number.values().length;
            page[i] = number.values()[which];
            expected[i] = number.expected()[which];
        }
        for (int compression : new int[] {1, 5, 8, 32773, 50000, 34926}) {
            for (int predictor : new int[] {1, number.format() == 3 ? 3 : 2}) {
                for (int tile : new int[] {0, 16}) {
                    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                        if (predictor > 1 && compression == 1) {
                            continue;
                        }
                        TiffBuilder builder = builder(number);
                        builder.compression = compression;
                        builder.predictor = predictor;
                        builder.tile = tile;
                        builder.order = order;
                        try (TiffFile tiff = open(builder.build(WIDTH, HEIGHT, List.of(page, page)))) {
                            tiff.checkExtent();
                            Plane plane = tiff.read(1);
                            assertThat(plane.type()).isEqualTo(number.type()).isEqualTo(tiff.type(1));
                            assertThat(plane.toFloats())
                                    .as("compression %d predictor %d tile %d %s", compression, predictor, tile, order)
                                    .isEqualTo(expected);
                        }
                    }
                }
            }
        }
    }

    @Test
    void samplesOfWidePixelsAreToldApart() throws IOException {
        for (boolean planar : new boolean[] {false, true}) {
            for (int tile : new int[] {0, 16}) {
                TiffBuilder builder = new TiffBuilder();
                builder.samples = 3;
                builder.planar = planar;
                builder.tile = tile;
                builder.compression = 50000;
                builder.predictor = 2;
                builder.wide = v -> v;
                builder.overrides.put(339, List.of(2L));
                int[] page = new int[WIDTH * HEIGHT * 3];
                Arrays.setAll(page, i -> i % 3 * 1000 - i);
                try (TiffFile tiff = open(builder.build(WIDTH, HEIGHT, List.of(page)))) {
                    int[] second = tiff.read(1).toInts();
                    for (int i = 0; i < second.length; i++) {
                        assertThat(second[i]).isEqualTo(page[i * 3 + 1]);
                    }
                }
            }
        }
    }

    @Test
    void aNumberThatNoPlaneHoldsIsRefusedWhereItStands() throws IOException {
        for (long format : new long[] {1, 2}) {
            TiffBuilder builder = new TiffBuilder();
            builder.wide = v -> v == 5 ? 5_000_000_000L : v;
            builder.overrides.put(339, List.of(format));
            byte[] file = builder.build(2, 2, List.of(new int[] {1, 2, 3, 4}, new int[] {1, 2, 5, 4}));
            try (TiffFile tiff = open(file)) {
                assertThat(tiff.read(0).toInts()).containsExactly(1, 2, 3, 4);
                assertThatThrownBy(() -> tiff.read(1))
                        .isInstanceOf(BadInputException.class)
                        .hasMessageContaining("test.tif")
                        .hasMessageContaining("Page 1")
                        .hasMessageContaining("5000000000");
            }
        }
    }

    @Test
    void labelsOfAnyTypeAreTheSameLabels() throws IOException {
        int[] labels = {0, 1, 2, 200, 0, 3};
        IntToLongFunction doubles = v -> Double.doubleToRawLongBits(v);
        IntToLongFunction longs = v -> v;
        for (IntToLongFunction wide : Arrays.asList(doubles, longs, null)) {
            for (long format : wide == doubles ? new long[] {3} : new long[] {1, 2}) {
                TiffBuilder builder = new TiffBuilder();
                builder.wide = wide;
                builder.overrides.put(339, List.of(format));
                try (TiffFile tiff = open(builder.build(3, 2, List.of(labels)))) {
                    assertThat(Labels.fromPlane(tiff.read(0), "labels.tif").labels())
                            .isEqualTo(labels);
                }
            }
        }
    }

    @Test
    void largeLabelsStoredAsDoublesStayApart() throws IOException {
        int[] labels = {0, 16_777_217, 16_777_216, Integer.MAX_VALUE};
        TiffBuilder builder = new TiffBuilder();
        builder.wide = v -> Double.doubleToRawLongBits(v);
        builder.overrides.put(339, List.of(3L));
        try (TiffFile tiff = open(builder.build(2, 2, List.of(labels)))) {
            assertThat(Labels.fromPlane(tiff.read(0), "labels.tif").labels()).isEqualTo(labels);
        }
    }

    @Test
    void labelsThatAreNoneAreRefusedByTheirValue() throws IOException {
        TiffBuilder wrapped = new TiffBuilder();
        wrapped.overrides.put(339, List.of(2L));
        TiffBuilder halves = new TiffBuilder();
        halves.wide = v -> Double.doubleToRawLongBits(v / 2.0);
        halves.overrides.put(339, List.of(3L));
        for (TiffBuilder builder : List.of(wrapped, halves)) {
            try (TiffFile tiff = open(builder.build(2, 2, List.of(new int[] {0, 2, -25536, 4})))) {
                Plane plane = tiff.read(0);
                assertThatThrownBy(() -> Labels.fromPlane(plane, "labels.tif"))
                        .isInstanceOf(BadInputException.class)
                        .hasMessageContaining("labels.tif")
                        .hasMessageContaining(builder == wrapped ? "-25536" : "-12768")
                        .hasMessageMatching("(?s).*Save.*|.*Give.*");
            }
            if (builder == halves) {
                try (TiffFile tiff = open(builder.build(2, 2, List.of(new int[] {0, 2, 3, 1})))) {
                    Plane plane = tiff.read(0);
                    assertThatThrownBy(() -> Labels.fromPlane(plane, "labels.tif"))
                            .hasMessageContaining("1.5");
                }
            }
        }
    }

    @Test
    void damagedZstdIsDamageAndNoCrash() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.compression = 50000;
        builder.rowsPerStrip = 100;
        int[] page = new int[WIDTH * HEIGHT];
        Arrays.setAll(page, i -> i * i);
        byte[] good = builder.build(WIDTH, HEIGHT, List.of(page));
        int refused = 0;
        for (int at = 8; at < 60; at++) {
            byte[] file = good.clone();
            file[at] ^= 0x55;
            try (TiffFile tiff = open(file)) {
                tiff.read(0);
            } catch (BadInputException e) {
                assertThat(e).hasMessageContaining("damaged").hasMessageContaining("Copy the file again");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(5);
    }

    private static TiffBuilder builder(Number number) {
        TiffBuilder builder = new TiffBuilder();
        builder.kind = number.builderKind();
        builder.wide = number.wide();
        builder.overrides.put(339, List.of(number.format()));
        return builder;
    }

    private static TiffFile open(byte[] file) throws IOException {
        return TiffFile.open(new ByteArraySeekableBytes(file), "test.tif");
    }
}
