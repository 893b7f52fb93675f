package org.cellineage.format.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cellineage.format.ByteArraySeekableBytes;
import org.cellineage.format.Calibration;
import org.cellineage.format.TiffOptions;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages of a file are taken for, by ImageJ's text, tifffile's, colours and thumbnails. Page p is grey p + 1. */
class StackMeaningTest {

    private static final int WIDTH = 6;
    private static final int HEIGHT = 4;

    @ParameterizedTest
    @CsvSource({
        "finterval=10|tunit=min, 600",
        "finterval=10|tunit=minutes, 600",
        "finterval=0.5|tunit=h, 1800",
        "finterval=2|tunit=hours, 7200",
        "finterval=1|tunit=days, 86400",
        "finterval=500|tunit=ms, 0.5",
        "finterval=500|tunit=msec, 0.5",
        "finterval=30|tunit=sec, 30",
        "finterval=30|tunit=seconds, 30",
        "finterval=30, 30",
        "finterval=300.5|tunit=s, 300.5",
        "fps=0.00166667, 600",
        "fps=0.1, 10",
        "finterval=600|fps=7.0, 600",
        "finterval=0|fps=0.5, 2",
        "finterval=10|tunit=frame, NaN",
        "finterval=-1, NaN",
        "fps=0, NaN",
        "min=0, NaN"
    })
    void imageJTellsTheFrameIntervalInAnyUnit(String lines, double seconds) throws IOException {
        Calibration calibration = imageJ(4, "images=4\nframes=4\n" + lines.replace('|', '\n') + "\n")
                .calibration();
        if (Double.isNaN(seconds)) {
            assertThat(calibration.frameIntervalS()).isNaN();
        } else {
            assertThat(calibration.frameIntervalS()).isCloseTo(seconds, within(1e-9));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "micron, 1",
        "µm, 1",
        "\\u00B5m, 1",
        "um, 1",
        "microns, 1",
        "μm, 1",
        "µ, 1",
        "nm, 0.001",
        "mm, 1000",
        "cm, 10000",
        "pixel, NaN",
        "pixels, NaN",
        "'', NaN",
        "[um], 1"
    })
    void imageJTellsThePixelSizeInAnyUnit(String unit, double micrometres) throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.xResolution = List.of(2L, 1L);
        builder.description = "ImageJ=1.54f\nimages=2\nframes=2\nunit=" + unit + "\n";
        Double size = stack(builder, 2).calibration().pixelSizeUm();
        assertThat(size).isEqualTo(Double.valueOf(micrometres / 2));
    }

    @Test
    void dotsAnInchOfAScreenAreNoPixelSizeButThoseOfAMicroscopeAre() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.description = "ImageJ=1.54f\nimages=2\nframes=2\nunit=inch\n";
        builder.xResolution = List.of(72L, 1L);
        assertThat(stack(builder, 2).calibration().pixelSizeUm()).isNaN();
        builder.xResolution = List.of(25_400L, 1L);
        assertThat(stack(builder, 2).calibration().pixelSizeUm()).isEqualTo(1);
    }

    @Test
    void theSpeedOfTheMoviePlayerIsDoubted() throws IOException {
        assertThat(imageJ(4, "images=4\nframes=4\nfps=7.0\n").doubts().toString())
                .contains("fps=7.0");
        assertThat(imageJ(4, "images=4\nframes=4\nfps=0.1\n").doubts()).isEmpty();
        assertThat(imageJ(4, "images=4\nframes=4\nfinterval=3\ntunit=cells\n")
                        .doubts()
                        .toString())
                .contains("'cells'");
    }

    @Test
    void hyperstacksMayHaveTheirAxesInAnyOrder() throws IOException {
        String sizes = "images=12\nchannels=2\nslices=3\nframes=2\nhyperstack=true\n";
        // Fastest axis first: the step of channels, of z and of time.
        Map<String, int[]> steps = Map.of(
                "",
                new int[] {1, 2, 6},
                "order=czt\n",
                new int[] {1, 2, 6},
                "order=zct\n",
                new int[] {3, 1, 6},
                "order=ctz\n",
                new int[] {1, 4, 2},
                "order=tzc\n",
                new int[] {6, 2, 1});
        for (Map.Entry<String, int[]> order : steps.entrySet()) {
            TiffStack stack = imageJ(12, sizes + order.getKey());
            int[] step = order.getValue();
            assertThat(stack.planeIndex(1, 2, 1)).as(order.getKey()).isEqualTo(step[0] + 2 * step[1] + step[2]);
            assertThat(stack.planeIndex(1, 0, 1)).as(order.getKey()).isEqualTo(step[0] + step[2]);
        }
    }

    @Test
    void pagesThatAreThereCountMoreThanWhatImageJOnceWrote() throws IOException {
        TiffStack fewer = imageJ(12, "images=20\nchannels=2\nframes=10\nhyperstack=true\n");
        assertThat(List.of(fewer.sizeC(), fewer.sizeT())).containsExactly(2, 6);
        assertThat(fewer.planeIndex(1, 0, 5)).isEqualTo(11);
        assertThat(fewer.doubts().toString()).contains("20 pages").contains("12");
        TiffStack half = imageJ(11, "images=20\nchannels=2\nframes=10\nhyperstack=true\n");
        assertThat(List.of(half.sizeC(), half.sizeT())).containsExactly(2, 5);
        assertThat(half.doubts().toString()).contains("last 1 are ignored");
        TiffStack frames = imageJ(5, "images=9\nframes=9\n");
        assertThat(frames.sizeT()).isEqualTo(5);
        assertThat(frames.doubts()).hasSize(1);
        assertThat(imageJ(5, "images=5\n").doubts()).isEmpty();
        // A page that was cut out of a large stack and kept its text: as many bytes follow as a header has, no page.
        TiffBuilder alone = new TiffBuilder();
        alone.rowsPerStrip = 40;
        alone.description = "ImageJ=1.54f\nimages=640\nframes=640\n";
        try (TiffFile tiff = open(alone.build(40, 40, List.of(new int[1600])))) {
            tiff.checkExtent();
            assertThat(tiff.stack().sizeT()).isEqualTo(1);
            assertThat(tiff.stack().doubts().toString()).contains("640 pages");
        }
        assertThatThrownBy(() -> imageJ(5, "images=24\nchannels=2\nslices=3\nframes=4\n"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("5 pages")
                .hasMessageContaining("Image > Properties");
    }

    @Test
    void colourStacksHaveThreeChannelsWithAndWithoutImageJsText() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.kind = TiffBuilder.Kind.U8;
        builder.samples = 3;
        List<int[]> pages = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            int page = p;
            int[] samples = new int[WIDTH * HEIGHT * 3];
            Arrays.setAll(samples, i -> 60 * (i % 3) + page);
            pages.add(samples);
        }
        for (String text :
                List.of("", "ImageJ=1.53t\nimages=3\nframes=3\n", "ImageJ=1.53t\nimages=9\nchannels=3\nframes=3\n")) {
            for (boolean planar : new boolean[] {false, true}) {
                builder.description = text;
                builder.planar = planar;
                try (TiffFile tiff = open(builder.build(WIDTH, HEIGHT, pages))) {
                    TiffStack stack = tiff.stack();
                    assertThat(stack.channelNames()).containsExactly("red", "green", "blue");
                    assertThat(List.of(stack.sizeC(), stack.sizeZ(), stack.sizeT()))
                            .containsExactly(3, 1, 3);
                    assertThat(tiff.read(stack.planeIndex(2, 0, 1)).toInts()).containsOnly(121);
                    TiffStack grey =
                            tiff.stacks(new TiffOptions(TiffOptions.Rgb.GREY)).get(0);
                    assertThat(List.of(grey.sizeC(), grey.sizeT())).containsExactly(1, 3);
                    // 0.587 of green 61 and 0.114 of blue 121 and 0.299 of red 1
                    Plane mixed = tiff.read(grey.planeIndex(0, 0, 1));
                    assertThat(mixed.toInts()).containsOnly(50);
                    assertThat(mixed.type()).isEqualTo(stack.type());
                    assertThat(tiff.width(grey.planeIndex(0, 0, 2))).isEqualTo(WIDTH);
                }
            }
        }
    }

    @Test
    void valuesWithALookupTableStayAsTheyAre() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.kind = TiffBuilder.Kind.U8;
        builder.overrides.put(262, List.of(3L));
        int[] values = {0, 1, 2, 250};
        try (TiffFile tiff = open(builder.build(2, 2, List.of(values)))) {
            assertThat(tiff.read(0).toInts()).isEqualTo(values);
            assertThat(tiff.stack().sizeC()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"axes\": \"TCYX\", \"shape\": [3, 2, 4, 6]} | 6 | 2,1,3 | 5",
                "{\"shape\": [2, 3, 4, 6], \"axes\": \"CTYX\"} | 6 | 2,1,3 | 5",
                "{\"shape\": [6, 4, 6], \"axes\": \"TYX\"} | 6 | 1,1,6 | 5",
                "{\"shape\": [6, 1, 4, 6], \"axes\": \"TCYX\"} | 6 | 1,1,6 | 5",
                "{\"shape\": [6, 4, 6]} | 6 | 1,1,6 | 5",
                "{\"shape\": [6, 4, 6], \"axes\": \"QYX\"} | 6 | 1,1,6 | 5",
                "{\"shape\": [6, 2, 4, 6], \"axes\": \"ICYX\"} | 12 | 2,1,6 | 11",
                "{\"shape\": [3, 2, 2, 4, 6], \"axes\": \"TZCYX\"} | 12 | 2,2,3 | 9",
                "{\"shape\": [6, 4, 6], \"axes\": \"ZYX\"} | 6 | 1,6,1 | 0",
                "{\"shape\": [8, 2, 4, 6]} | 16 | 2,1,8 | 15",
                "shape=(8, 2, 4, 6) | 16 | 2,1,8 | 15",
                "shape=(6, 4, 6) | 6 | 1,1,6 | 5"
            })
    void tifffilesTextSaysWhichAxisIsWhat(String text, int pages, String sizes, int lastOfFirstZ) throws IOException {
        for (boolean everyPage : new boolean[] {false, true}) {
            TiffBuilder builder = new TiffBuilder();
            builder.description = text;
            builder.describeFirstOnly = !everyPage;
            TiffStack stack = stack(builder, pages);
            assertThat(stack.sizeC() + "," + stack.sizeZ() + "," + stack.sizeT())
                    .isEqualTo(sizes);
            assertThat(stack.planeIndex(stack.sizeC() - 1, 0, stack.sizeT() - 1))
                    .isEqualTo(lastOfFirstZ);
            assertThat(stack.doubts()).hasSize(text.contains("8, 2") ? 1 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"shape\": [4, 4, 4, 6]}",
                "{\"shape\": [2, 8, 4, 6]}",
                "{\"shape\": [2, 2, 4, 4, 6]}",
                "{\"shape\": [8, 2, 4, 6], \"axes\": \"PCYX\"}",
                "{\"shape\": [8, 2, 4, 6], \"axes\": \"CQYX\"}",
                "{\"shape\": [8, 2, 5, 6], \"axes\": \"TCYX\"}",
                "{\"shape\": [7, 2, 4, 6], \"axes\": \"TCYX\"}"
            })
    void axesThatCannotBeToldApartAreRefused(String text) {
        TiffBuilder builder = new TiffBuilder();
        builder.description = text;
        builder.describeFirstOnly = true;
        assertThatThrownBy(() -> stack(builder, 16))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("test.tif")
                .hasMessageContaining("shape");
    }

    @Test
    void severalSeriesAreSeveralStacksAndSinglePagesOneMovie() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.pageDescriptions.put(0, "{\"axes\": \"TYX\", \"shape\": [4, 4, 6]}");
        builder.pageDescriptions.put(4, "{\"axes\": \"TCYX\", \"shape\": [1, 2, 4, 6]}");
        try (TiffFile tiff = open(builder.build(WIDTH, HEIGHT, pages(6)))) {
            assertThat(tiff.stacks()).extracting(TiffStack::sizeT).containsExactly(4, 1);
            assertThat(tiff.stacks().get(1).planes()).containsExactly(4, 5);
        }
        TiffBuilder single = new TiffBuilder();
        single.description = "{\"shape\": [4, 6]}";
        assertThat(stack(single, 5).planes()).containsExactly(0, 1, 2, 3, 4);
        TiffBuilder channels = new TiffBuilder();
        for (int p = 0; p < 6; p += 2) {
            channels.pageDescriptions.put(p, "{\"axes\": \"CYX\", \"shape\": [2, 4, 6]}");
        }
        TiffStack stack = stack(channels, 6);
        assertThat(List.of(stack.sizeC(), stack.sizeT())).containsExactly(2, 3);
        assertThat(stack.planeIndex(1, 0, 2)).isEqualTo(5);
    }

    @Test
    void aTruncatedSeriesHasItsFurtherPagesBehindTheFirst() throws IOException {
        for (int samples : new int[] {1, 3}) {
            TiffBuilder builder = new TiffBuilder();
            builder.rowsPerStrip = HEIGHT;
            builder.samples = samples;
            builder.description = samples == 1
                    ? "{\"axes\": \"TCYX\", \"truncated\": true, \"shape\": [3, 2, 4, 6]}"
                    : "{\"axes\": \"TYXS\", \"truncated\": true, \"shape\": [6, 4, 6, 3]}";
            int bytes = 2 * WIDTH * HEIGHT * samples;
            byte[] one = builder.build(WIDTH, HEIGHT, List.of(new int[WIDTH * HEIGHT * samples]));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(one);
            int start = out.size();
            for (int page = 0; page < 6; page++) {
                ByteBuffer pixels = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < bytes / 2; i++) {
                    pixels.putShort((short) (10 * page + i % samples));
                }
                out.writeBytes(pixels.array());
            }
            byte[] file = out.toByteArray();
            ByteBuffer patch = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            int directory = patch.getInt(4);
            for (int i = 0; i < patch.getShort(directory); i++) {
                if (patch.getShort(directory + 2 + 12 * i) == 273) {
                    patch.putInt(directory + 2 + 12 * i + 8, start);
                }
            }
            try (TiffFile tiff = open(file)) {
                tiff.checkExtent();
                TiffStack stack = tiff.stack();
                int last = stack.planeIndex(stack.sizeC() - 1, 0, stack.sizeT() - 1);
                assertThat(tiff.planes()).isEqualTo(6 * samples);
                assertThat(tiff.read(last).toInts()).containsOnly(50 + samples - 1);
            }
            byte[] cut = Arrays.copyOf(file, file.length - 1);
            try (TiffFile tiff = open(cut)) {
                assertThatThrownBy(tiff::checkExtent)
                        .isInstanceOf(BadInputException.class)
                        .hasMessageContaining("cut off");
            }
        }
    }

    @Test
    void thumbnailsPyramidsAndMasksAreNoFrames() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        // Page 0 a thumbnail, page 2 a mask of one bit, page 4 a level of a pyramid.
        builder.pageOverrides.put(0, Map.of(254, List.of(1L)));
        builder.pageSizes.put(0, new int[] {3, 2});
        builder.pageOverrides.put(2, Map.of(254, List.of(4L), 258, List.of(1L)));
        builder.pageOverrides.put(4, Map.of(255, List.of(2L)));
        builder.pageSizes.put(4, new int[] {3, 2});
        List<int[]> pages = pages(5);
        pages.set(0, new int[6]);
        pages.set(4, new int[6]);
        try (TiffFile tiff = open(builder.build(WIDTH, HEIGHT, pages))) {
            tiff.checkExtent();
            TiffStack stack = tiff.stack();
            assertThat(stack.planes()).containsExactly(1, 3);
            assertThat(stack.width()).isEqualTo(WIDTH);
            assertThat(tiff.read(3).toInts()).containsOnly(4);
        }
    }

    @Test
    void smallerCopiesAtTheEndAreNoFramesAndToldButOtherSizesStay() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.pageSizes.put(2, new int[] {3, 2});
        List<int[]> pages = pages(3);
        pages.set(2, new int[6]);
        TiffStack stack = stackOf(builder, pages);
        assertThat(stack.planes()).containsExactly(0, 1);
        assertThat(stack.doubts().toString()).contains("smaller copies");
        builder.pageSizes.put(2, new int[] {2, 3});
        assertThat(stackOf(builder, pages).planes()).containsExactly(0, 1, 2);
    }

    private static TiffStack imageJ(int pages, String lines) throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.description = "ImageJ=1.54f\n" + lines;
        return stack(builder, pages);
    }

    private static TiffStack stack(TiffBuilder builder, int pages) throws IOException {
        return stackOf(builder, pages(pages));
    }

    private static TiffStack stackOf(TiffBuilder builder, List<int[]> pages) throws IOException {
        try (TiffFile tiff = open(builder.build(WIDTH, HEIGHT, pages))) {
            tiff.checkExtent();
            return tiff.stack();
        }
    }

    private static List<int[]> pages(int count) {
        List<int[]> pages = new ArrayList<>();
        for (int p = 0; p < count; p++) {
            int[] page = new int[WIDTH * HEIGHT];
            Arrays.fill(page, p + 1);
            pages.add(page);
        }
        return pages;
    }

    private static TiffFile open(byte[] file) throws IOException {
        return TiffFile.open(new ByteArraySeekableBytes(file), "test.tif");
    }
}
