package org.cellineage.format.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.cellineage.format.ByteArraySeekableBytes;
import org.cellineage.format.SeekableBytes;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;

/** Where pixels and planes lie in a file, and that nothing else is read to reach them. */
class TiffLayoutTest {

    private static final int WIDTH = 53;
    private static final int HEIGHT = 41;

    @Test
    void everySampleOfAColourPageIsReadAsTwelveMonkeysReadsIt() throws IOException {
        for (TiffBuilder.Kind kind : List.of(TiffBuilder.Kind.U8, TiffBuilder.Kind.U16)) {
            for (int compression : new int[] {1, 5, 8, 32773}) {
                for (boolean planar : new boolean[] {false, true}) {
                    for (int tile : new int[] {0, 16}) {
                        TiffBuilder builder = new TiffBuilder();
                        builder.kind = kind;
                        builder.compression = compression;
                        builder.samples = 3;
                        builder.planar = planar;
                        builder.tile = tile;
                        int[] page = noise(WIDTH * HEIGHT * 3, kind, 31);
                        byte[] file = builder.build(WIDTH, HEIGHT, List.of(page));
                        Raster raster = twelveMonkeys(file);
                        try (TiffFile tiff = open(file)) {
                            for (int s = 0; s < 3; s++) {
                                int[] samples = tiff.read(s).toInts();
                                assertThat(samples)
                                        .as("%s compression %d planar %s tile %d", kind, compression, planar, tile)
                                        .isEqualTo(every(page, 3, s))
                                        .isEqualTo(raster.getSamples(0, 0, WIDTH, HEIGHT, s, (int[]) null));
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void bitsStoredInReverseAreTurnedRound() throws IOException {
        for (int compression : new int[] {1, 5, 8, 32773}) {
            for (int tile : new int[] {0, 16}) {
                TiffBuilder builder = new TiffBuilder();
                builder.compression = compression;
                builder.tile = tile;
                builder.reversedBits = true;
                int[] page = noise(WIDTH * HEIGHT, TiffBuilder.Kind.U16, 5);
                byte[] file = builder.build(WIDTH, HEIGHT, List.of(page));
                try (TiffFile tiff = open(file)) {
                    assertThat(tiff.read(0).toInts()).isEqualTo(page);
                }
                assertThat(twelveMonkeys(file).getSamples(0, 0, WIDTH, HEIGHT, 0, (int[]) null))
                        .as("the test's own file is what another reader understands")
                        .isEqualTo(page);
            }
        }
    }

    @Test
    void headersMayLeaveOutWhatFollowsFromTheRest() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.rowsPerStrip = HEIGHT;
        int[] page = noise(WIDTH * HEIGHT, TiffBuilder.Kind.U16, 8);
        builder.omitted.addAll(List.of(279, 277, 284, 339, 259));
        assertPixels(builder.build(WIDTH, HEIGHT, List.of(page)), page);
        builder.omitted.add(278);
        assertPixels(builder.build(WIDTH, HEIGHT, List.of(page)), page);
        builder.omitted.remove(278);
        builder.overrides.put(278, List.of(0xffffffffL));
        assertPixels(builder.build(WIDTH, HEIGHT, List.of(page)), page);
    }

    @Test
    void missingByteCountsOfACompressedPageAreAnError() {
        TiffBuilder builder = new TiffBuilder();
        builder.compression = 8;
        builder.omitted.add(279);
        byte[] file = builder.build(WIDTH, HEIGHT, List.of(new int[WIDTH * HEIGHT]));
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("pieces");
    }

    @Test
    void pagesOfDifferentSizeTellTheirOwn() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.rowsPerStrip = 100;
        int[] page = noise(100 * 20, TiffBuilder.Kind.U16, 3);
        byte[] file = builder.build(100, 20, List.of(page, page));
        // The same pixels, told as 50 x 40: a page of another shape.
        ByteBuffer patch = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int first = patch.getInt(4);
        int second = patch.getInt(first + 2 + 12 * patch.getShort(first));
        patch.putInt(second + 2 + 8, 50);
        patch.putInt(second + 2 + 12 + 8, 40);
        try (TiffFile tiff = open(file)) {
            assertThat(List.of(tiff.width(0), tiff.height(0), tiff.width(1), tiff.height(1)))
                    .containsExactly(100, 20, 50, 40);
            assertThat(tiff.read(1).toInts()).isEqualTo(page);
        }
    }

    @Test
    void openingReadsNoPixelsAndAPageIsReadWithoutTheOthers() throws IOException {
        int side = 512;
        TiffBuilder builder = new TiffBuilder();
        builder.rowsPerStrip = 16;
        List<int[]> pages = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pages.add(noise(side * side, TiffBuilder.Kind.U16, i));
        }
        byte[] file = builder.build(side, side, pages);
        Counting bytes = new Counting(new ByteArraySeekableBytes(file));
        try (TiffFile tiff = TiffFile.open(bytes, "test.tif")) {
            tiff.checkExtent();
            // Headers are fetched in windows of 64 KiB: one for the start, at most two a page.
            assertThat(bytes.read).isLessThanOrEqualTo(13L << 16);
            bytes.read = 0;
            tiff.read(4);
            assertThat(bytes.read).isEqualTo(2L * side * side);
        }
        assertThat(bytes.closed).isTrue();
    }

    /** ImageJ's way beyond 4 GB: one directory, planes one behind the other. The bytes are computed, not stored. */
    @Test
    void imageJStackBeyondFourGigabytesIsReadFromEndToEnd() throws IOException {
        int side = 2048;
        long planeBytes = 2L * side * side;
        int planes = 640;
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            TiffBuilder builder = new TiffBuilder();
            builder.order = order;
            builder.rowsPerStrip = 1;
            builder.description = "ImageJ=1.54f\nimages=640\nchannels=2\nframes=320\nhyperstack=true\nunit=\\u00B5m\n"
                    + "finterval=60\n";
            builder.xResolution = List.of(20_000L, 13_000L);
            builder.overrides.put(256, List.of((long) side));
            builder.overrides.put(257, List.of((long) side));
            builder.overrides.put(278, List.of((long) side));
            builder.overrides.put(279, List.of(planeBytes));
            long start = 1 << 16;
            builder.overrides.put(273, List.of(start));
            byte[] header = builder.build(1, 1, List.of(new int[1]));
            SeekableBytes virtual = new Computed(header, start, planes * planeBytes, order);
            assertThat(virtual.length()).isGreaterThan(1L << 32);
            try (TiffFile tiff = TiffFile.open(virtual, "big.tif")) {
                tiff.checkExtent();
                TiffStack stack = tiff.stack();
                assertThat(List.of(stack.sizeC(), stack.sizeZ(), stack.sizeT())).containsExactly(2, 1, 320);
                assertThat(stack.calibration().pixelSizeUm()).isCloseTo(0.65, within(1e-12));
                assertThat(stack.calibration().frameIntervalS()).isEqualTo(60);
                for (int index : new int[] {0, 255, 256, 511, 639}) {
                    Plane plane = tiff.read(index);
                    int[] samples = plane.toInts();
                    for (int i : new int[] {0, 1, 77_777, samples.length - 1}) {
                        assertThat(samples[i]).isEqualTo(Computed.sample((long) index * side * side + i));
                    }
                }
            }
        }
    }

    @Test
    void omeTiffDataSaysWhichPageShowsWhat() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.description = "<OME><Image ID=\"Image:0\"><Pixels DimensionOrder=\"XYCZT\" SizeC=\"2\" SizeZ=\"1\""
                + " SizeT=\"2\"><TiffData IFD=\"3\" FirstC=\"0\" FirstT=\"0\" PlaneCount=\"1\"/>"
                + "<TiffData IFD=\"1\" FirstC=\"1\" FirstT=\"0\"/><TiffData IFD=\"0\" FirstC=\"0\" FirstT=\"1\"/>"
                + "</Pixels></Image><Image ID=\"Image:1\"><Pixels DimensionOrder=\"XYZTC\" SizeC=\"1\" SizeZ=\"1\""
                + " SizeT=\"1\"><TiffData IFD=\"2\"/></Pixels></Image></OME>";
        List<int[]> pages = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pages.add(noise(WIDTH * HEIGHT, TiffBuilder.Kind.U16, i));
        }
        try (TiffFile tiff = open(builder.build(WIDTH, HEIGHT, pages))) {
            assertThat(tiff.stacks()).hasSize(2);
            TiffStack first = tiff.stacks().get(0);
            assertThat(first.planeIndex(0, 0, 0)).isEqualTo(3);
            assertThat(first.planeIndex(1, 0, 0)).isEqualTo(1);
            assertThat(first.planeIndex(0, 0, 1)).isEqualTo(0);
            assertThat(first.planeIndex(1, 0, 1)).isEqualTo(TiffStack.MISSING);
            assertThat(tiff.stacks().get(1).planeIndex(0, 0, 0)).isEqualTo(2);
        }
    }

    @Test
    void omeColourPagesHoldAllTheirChannels() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.samples = 3;
        builder.description = "<OME><Image><Pixels DimensionOrder=\"XYCZT\" SizeC=\"3\" SizeZ=\"1\" SizeT=\"2\">"
                + "<TiffData/></Pixels></Image></OME>";
        int[] page = new int[WIDTH * HEIGHT * 3];
        try (TiffFile tiff = open(builder.build(WIDTH, HEIGHT, List.of(page, page)))) {
            assertThat(tiff.stack().planes()).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void omePlanesInOtherFilesAreMissingHere() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.description = "<OME><Image><Pixels DimensionOrder=\"XYCZT\" SizeC=\"1\" SizeZ=\"1\" SizeT=\"2\">"
                + "<TiffData IFD=\"0\" FirstT=\"0\"><UUID FileName=\"a.ome.tif\">urn:uuid:1</UUID></TiffData>"
                + "<TiffData IFD=\"0\" FirstT=\"1\"><UUID FileName=\"b.ome.tif\">urn:uuid:2</UUID></TiffData>"
                + "</Pixels></Image></OME>";
        try (TiffFile tiff = open(builder.build(WIDTH, HEIGHT, List.of(new int[WIDTH * HEIGHT])))) {
            assertThat(tiff.stack().planes()).containsExactly(0, TiffStack.MISSING);
        }
    }

    private static void assertPixels(byte[] file, int[] page) throws IOException {
        try (TiffFile tiff = open(file)) {
            tiff.checkExtent();
            assertThat(tiff.read(0).toInts()).isEqualTo(page);
        }
    }

    private static int[] every(int[] samples, int stride, int from) {
        int[] taken = new int[samples.length / stride];
        Arrays.setAll(taken, i -> samples[i * stride + from]);
        return taken;
    }

    private static int[] noise(int count, TiffBuilder.Kind kind, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] samples = new int[count];
        Arrays.setAll(samples, i -> i % 50 < 20 ? 3 : random.nextInt(kind == TiffBuilder.Kind.U8 ? 256 : 65536));
        return samples;
    }

    private static Raster twelveMonkeys(byte[] file) throws IOException {
        ImageReader reader = new TIFFImageReaderSpi().createReaderInstance();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in);
            return reader.readAsRenderedImage(0, null).getData();
        } finally {
            reader.dispose();
        }
    }

    private static TiffFile open(byte[] file) throws IOException {
        return TiffFile.open(new ByteArraySeekableBytes(file), "test.tif");
    }

    /** Counts the bytes that are handed out. */
    private static final class Counting implements SeekableBytes {
        private final SeekableBytes inner;
        private long read;
        private boolean closed;

        Counting(SeekableBytes inner) {
            this.inner = inner;
        }

        @Override
        public long length() throws IOException {
            return inner.length();
        }

        @Override
        public int read(long position, byte[] target, int offset, int count) throws IOException {
            int n = inner.read(position, target, offset, count);
            read += n;
            return n;
        }

        @Override
        public void close() throws IOException {
            closed = true;
            inner.close();
        }
    }

    /** A header, and 16-bit samples that follow from their number. */
    private static final class Computed implements SeekableBytes {
        private final byte[] header;
        private final long start;
        private final long pixelBytes;
        private final boolean highFirst;

        Computed(byte[] header, long start, long pixelBytes, ByteOrder order) {
            this.header = header;
            this.start = start;
            this.pixelBytes = pixelBytes;
            this.highFirst = order == ByteOrder.BIG_ENDIAN;
        }

        static int sample(long index) {
            return (int) (index * 0x9E3779B97F4A7C15L >>> 48);
        }

        @Override
        public long length() {
            return start + pixelBytes;
        }

        @Override
        public int read(long position, byte[] target, int offset, int count) {
            int n = (int) Math.min(count, length() - position);
            for (int i = 0; i < n; i++) {
                long at = position + i;
                if (at < start) {
                    target[offset + i] = at < header.length ? header[(int) at] : 0;
                } else {
                    int value = sample((at - start) / 2);
                    target[offset + i] = (byte) ((at - start) % 2 == 0 == highFirst ? value >>> 8 : value);
                }
            }
            return n <= 0 ? -1 : n;
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    }
}
