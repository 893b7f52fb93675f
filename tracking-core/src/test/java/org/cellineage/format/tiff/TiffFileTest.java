package org.cellineage.format.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.cellineage.format.ByteArraySeekableBytes;
import org.cellineage.format.Calibration;
import org.cellineage.format.LocalSeekableBytes;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TiffFileTest {

    private static final int WIDTH = 53;
    private static final int HEIGHT = 41;

    record Variant(TiffBuilder.Kind kind, int compression, int predictor, int tile, ByteOrder order, boolean big) {}

    static Stream<Variant> variants() {
        List<Variant> all = new ArrayList<>();
        for (TiffBuilder.Kind kind : TiffBuilder.Kind.values()) {
            for (int compression : new int[] {1, 5, 8, 32946, 32773}) {
                for (int predictor : new int[] {1, kind == TiffBuilder.Kind.F32 ? 3 : 2}) {
                    for (int tile : new int[] {0, 16}) {
                        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
                            for (boolean big : new boolean[] {false, true}) {
                                if (predictor == 1 || compression != 1) {
                                    all.add(new Variant(kind, compression, predictor, tile, order, big));
                                }
                            }
                        }
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyVariantGivesThePixelsThatWereWrittenAndThatTwelveMonkeysReads(Variant v) throws IOException {
        TiffBuilder builder = builder(v);
        SplittableRandom random = new SplittableRandom(v.hashCode());
        List<int[]> pages = List.of(page(random, v.kind(), 1), page(random, v.kind(), 1), page(random, v.kind(), 1));
        byte[] file = builder.build(WIDTH, HEIGHT, pages);

        try (TiffFile tiff = open(file)) {
            tiff.checkExtent();
            assertThat(tiff.planes()).isEqualTo(3);
            // Backwards, so that no page can lean on the one before it.
            for (int p = 2; p >= 0; p--) {
                assertSame(tiff.read(p), pages.get(p));
                assertLikeTwelveMonkeys(file, p, tiff.read(p));
            }
        }
    }

    @Test
    void samplesOfAPixelBecomePlanes() throws IOException {
        for (boolean planar : new boolean[] {false, true}) {
            for (int tile : new int[] {0, 16}) {
                TiffBuilder builder = new TiffBuilder();
                builder.samples = 3;
                builder.planar = planar;
                builder.tile = tile;
                builder.compression = 8;
                builder.predictor = 2;
                int[] page = page(new SplittableRandom(5), TiffBuilder.Kind.U16, 3);
                try (TiffFile tiff = open(builder.build(WIDTH, HEIGHT, List.of(page, page)))) {
                    assertThat(tiff.planes()).isEqualTo(6);
                    assertThat(tiff.stack().sizeC()).isEqualTo(3);
                    assertThat(tiff.stack().sizeT()).isEqualTo(2);
                    int[] second = tiff.read(4).toInts();
                    for (int i = 0; i < second.length; i++) {
                        assertThat(second[i]).isEqualTo(page[i * 3 + 1] & 0xffff);
                    }
                }
            }
        }
    }

    @Test
    void lzwOfLongRunsAndOfNoiseIsUndone() throws IOException {
        for (int kind = 0; kind < 3; kind++) {
            TiffBuilder builder = new TiffBuilder();
            builder.compression = 5;
            builder.rowsPerStrip = 400;
            int[] page = new int[400 * 300];
            SplittableRandom random = new SplittableRandom(kind);
            for (int i = 0; i < page.length; i++) {
                page[i] = kind == 0 ? 7 : kind == 1 ? random.nextInt(65536) : i / 97 % 5;
            }
            try (TiffFile tiff = open(builder.build(300, 400, List.of(page)))) {
                assertThat(tiff.read(0).toInts()).isEqualTo(page);
            }
        }
    }

    @Test
    void imageJStackWithOneDirectoryHasAllItsPlanes() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.order = ByteOrder.BIG_ENDIAN;
        builder.rowsPerStrip = HEIGHT * 6;
        builder.description =
                "ImageJ=1.53t\nimages=6\nchannels=2\nframes=3\nhyperstack=true\nunit=micron\nfinterval=300.5\n";
        SplittableRandom random = new SplittableRandom(11);
        int[] first = page(random, TiffBuilder.Kind.U16, 1);
        builder.rowsPerStrip = HEIGHT;
        byte[] one = builder.build(WIDTH, HEIGHT, List.of(first));
        // Put the five other planes behind the first one's pixels: header, six planes, then the rest.
        int pixels = WIDTH * HEIGHT * 2;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(one, 0, 8 + pixels);
        List<int[]> planes = new ArrayList<>(List.of(first));
        for (int i = 1; i < 6; i++) {
            int[] plane = page(random, TiffBuilder.Kind.U16, 1);
            planes.add(plane);
            for (int value : plane) {
                out.write(value >>> 8);
                out.write(value);
            }
        }
        int moved = 5 * pixels;
        out.write(one, 8 + pixels, one.length - 8 - pixels);
        byte[] file = out.toByteArray();
        java.nio.ByteBuffer patch = java.nio.ByteBuffer.wrap(file);
        int directory = patch.getInt(4) + moved;
        patch.putInt(4, directory);
        for (int i = 0; i < patch.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            if (patch.getShort(entry) == 270) {
                patch.putInt(entry + 8, patch.getInt(entry + 8) + moved);
            }
        }
        try (TiffFile tiff = open(file)) {
            tiff.checkExtent();
            assertThat(tiff.planes()).isEqualTo(6);
            TiffStack stack = tiff.stack();
            assertThat(List.of(stack.sizeC(), stack.sizeZ(), stack.sizeT())).containsExactly(2, 1, 3);
            assertThat(stack.calibration().frameIntervalS()).isEqualTo(300.5);
            assertSame(tiff.read(stack.planeIndex(1, 0, 2)), planes.get(5));
            assertSame(tiff.read(stack.planeIndex(0, 0, 1)), planes.get(2));
        }
        // The directory stays, but claims more images than there are.
        String text = new String(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] lying = text.replace("images=6", "images=9").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        try (TiffFile tiff = open(lying)) {
            assertThatThrownBy(tiff::checkExtent)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("cut off");
        }
    }

    @Test
    void omeAxesNamesAndSizesAreRead() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.description = "<?xml version=\"1.0\"?><OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\">"
                + "<Image ID=\"Image:0\"><Pixels ID=\"Pixels:0\" DimensionOrder=\"XYZTC\" Type=\"uint16\" SizeX=\"53\""
                + " SizeY=\"41\" SizeC=\"2\" SizeZ=\"1\" SizeT=\"3\" PhysicalSizeX=\"650\" PhysicalSizeXUnit=\"nm\""
                + " TimeIncrement=\"5\" TimeIncrementUnit=\"min\"><Channel ID=\"Channel:0:0\" Name=\"H2B\"/>"
                + "<Channel ID=\"Channel:0:1\" Name=\"GFP\"/><TiffData/></Pixels></Image></OME>";
        SplittableRandom random = new SplittableRandom(2);
        List<int[]> pages = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pages.add(page(random, TiffBuilder.Kind.U16, 1));
        }
        try (TiffFile tiff = open(builder.build(WIDTH, HEIGHT, pages))) {
            TiffStack stack = tiff.stack();
            assertThat(stack.channelNames()).containsExactly("H2B", "GFP");
            assertThat(stack.calibration().pixelSizeUm()).isEqualTo(0.65);
            assertThat(stack.calibration().frameIntervalS()).isEqualTo(300);
            // XYZTC: time runs fastest here, so channel 1 begins at page 3.
            assertSame(tiff.read(stack.planeIndex(1, 0, 0)), pages.get(3));
            assertSame(tiff.read(stack.planeIndex(0, 0, 2)), pages.get(2));
        }
    }

    @Test
    void aLyingHeaderIsRefusedWithoutMemory() {
        TiffBuilder builder = new TiffBuilder();
        builder.kind = TiffBuilder.Kind.U8;
        byte[] small = builder.build(4, 4, List.of(new int[16]));
        for (int side : new int[] {65_536, 40_000, 46_340}) {
            byte[] file = small.clone();
            java.nio.ByteBuffer patch = java.nio.ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            int directory = patch.getInt(4);
            patch.putInt(directory + 2 + 8, side);
            patch.putInt(directory + 2 + 12 + 8, side);
            assertThat(file.length).isLessThan(300);
            assertThatThrownBy(() -> open(file).close())
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining(side + " x " + side);
        }
    }

    @Test
    void textNamedTifEmptyFileAndCutFileSayWhatTheyAre() {
        assertThatThrownBy(() -> open("well,site\nB02,1\n".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .close())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("not a TIFF file");
        assertThatThrownBy(() -> open(new byte[0]).close())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("empty");
        byte[] file = new TiffBuilder().build(WIDTH, HEIGHT, List.of(new int[WIDTH * HEIGHT]));
        byte[] cut = java.util.Arrays.copyOf(file, file.length / 2);
        assertThatThrownBy(() -> open(cut).close())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("cut off");
    }

    @Test
    void damagedFilesNeverDoAnythingButSayThatTheyAre() {
        SplittableRandom random = new SplittableRandom(99);
        List<Variant> all = variants().toList();
        int refused = 0;
        for (int trial = 0; trial < 4000; trial++) {
            Variant v = all.get(random.nextInt(all.size()));
            byte[] file = builder(v).build(19, 17, List.of(smallPage(random), smallPage(random)));
            if (random.nextInt(4) == 0) {
                file = java.util.Arrays.copyOf(file, random.nextInt(file.length));
            } else {
                for (int i = random.nextInt(1, 5); i > 0; i--) {
                    file[random.nextInt(file.length)] = (byte) random.nextInt(256);
                }
            }
            try (TiffFile tiff = open(file)) {
                tiff.checkExtent();
                for (int p = 0; p < Math.min(tiff.planes(), 4); p++) {
                    tiff.read(p);
                }
                tiff.stack();
            } catch (BadInputException | IOException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(500, 3900);
    }

    @Test
    void whatTheWriterWritesIsReadByUsAndByTwelveMonkeys() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        for (TiffBuilder.Kind kind : TiffBuilder.Kind.values()) {
            for (TiffWriter.Compression compression : TiffWriter.Compression.values()) {
                for (long announced : new long[] {100, 5_000_000_000L}) {
                    List<int[]> pages = List.of(page(random, kind, 1), page(random, kind, 1));
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    try (TiffWriter writer =
                            new TiffWriter(out, 2, announced, compression, TiffWriter.imageJDescription(1, 2))) {
                        for (int[] page : pages) {
                            writer.write(plane(kind, page));
                        }
                    }
                    try (TiffFile tiff = open(out.toByteArray())) {
                        tiff.checkExtent();
                        assertThat(tiff.stack().sizeT()).isEqualTo(2);
                        for (int p = 0; p < 2; p++) {
                            assertSame(tiff.read(p), pages.get(p));
                            if (kind != TiffBuilder.Kind.I32) {
                                assertLikeTwelveMonkeys(out.toByteArray(), p, tiff.read(p));
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void aStackForImageJKeepsItsAxesAndCalibration() throws IOException {
        SplittableRandom random = new SplittableRandom(6);
        for (TiffWriter.Compression compression : TiffWriter.Compression.values()) {
            for (long announced : new long[] {2L * WIDTH * HEIGHT, 5_000_000_000L}) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                List<int[]> pages = new ArrayList<>();
                try (TiffWriter writer =
                        TiffWriter.imageJ(out, 2, 3, announced, compression, new Calibration(0.325, 300.5))) {
                    for (int i = 0; i < 6; i++) {
                        pages.add(page(random, TiffBuilder.Kind.U16, 1));
                        writer.write(plane(TiffBuilder.Kind.U16, pages.get(i)));
                    }
                }
                byte[] file = out.toByteArray();
                try (TiffFile tiff = open(file)) {
                    TiffStack stack = tiff.stack();
                    assertThat(List.of(stack.sizeC(), stack.sizeZ(), stack.sizeT()))
                            .containsExactly(2, 1, 3);
                    assertThat(stack.calibration().pixelSizeUm())
                            .isCloseTo(0.325, org.assertj.core.api.Assertions.within(1e-12));
                    assertThat(stack.calibration().frameIntervalS()).isEqualTo(300.5);
                    assertSame(tiff.read(stack.planeIndex(1, 0, 2)), pages.get(5));
                    assertLikeTwelveMonkeys(file, 5, tiff.read(5));
                }
                assertThat(resolutionSeenByTwelveMonkeys(file))
                        .isCloseTo(1 / 0.325, org.assertj.core.api.Assertions.within(1e-6));
            }
        }
    }

    @Test
    void aWriterThatIsClosedTooEarlySaysSo() {
        TiffWriter writer = new TiffWriter(new ByteArrayOutputStream(), 2, 100, TiffWriter.Compression.NONE, "");
        assertThatThrownBy(writer::close).isInstanceOf(IOException.class).hasMessageContaining("0 of 2");
    }

    @Test
    void realPlatesAndMoviesAreReadLikeTwelveMonkeysDoes() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(SharedData.require("plates/imagexpress"))) {
            tree.filter(f -> f.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".tif"))
                    .forEach(files::add);
        }
        for (String movie : List.of("Fluo-N2DH-GOWT1/02", "Fluo-N2DL-HeLa/02_GT/TRA", "PhC-C2DH-U373/02")) {
            try (Stream<Path> tree = Files.list(SharedData.require("movies/" + movie))) {
                tree.filter(f -> f.toString().endsWith(".tif"))
                        .sorted()
                        .limit(2)
                        .forEach(files::add);
            }
        }
        assertThat(files).hasSizeGreaterThan(20);
        for (Path file : files) {
            try (TiffFile tiff = TiffFile.open(new LocalSeekableBytes(file), file.toString())) {
                tiff.checkExtent();
                assertLikeTwelveMonkeys(Files.readAllBytes(file), 0, tiff.read(0));
            }
        }
    }

    private static TiffFile open(byte[] file) throws IOException {
        return TiffFile.open(new ByteArraySeekableBytes(file), "test.tif");
    }

    private static TiffBuilder builder(Variant v) {
        TiffBuilder builder = new TiffBuilder();
        builder.kind = v.kind();
        builder.compression = v.compression();
        builder.predictor = v.predictor();
        builder.tile = v.tile();
        builder.order = v.order();
        builder.big = v.big();
        return builder;
    }

    private static int[] page(SplittableRandom random, TiffBuilder.Kind kind, int samples) {
        return values(random, kind, WIDTH * HEIGHT * samples);
    }

    private static int[] smallPage(SplittableRandom random) {
        return values(random, TiffBuilder.Kind.U8, 19 * 17);
    }

    /** Flat runs and noise, so that every compression has something to do. */
    private static int[] values(SplittableRandom random, TiffBuilder.Kind kind, int count) {
        int[] page = new int[count];
        for (int i = 0; i < count; i++) {
            page[i] = value(random, kind, i);
        }
        return page;
    }

    private static int value(SplittableRandom random, TiffBuilder.Kind kind, int i) {
        boolean flat = i / 37 % 3 == 0;
        return switch (kind) {
            case U8 -> flat ? 17 : random.nextInt(256);
            case U16 -> flat ? 1234 : random.nextInt(65536);
            case I32 -> flat ? 70_000 : random.nextInt(1 << 24);
            case F32 -> Float.floatToRawIntBits(flat ? 0.25f : (float) random.nextDouble());
        };
    }

    private static Plane plane(TiffBuilder.Kind kind, int[] raw) {
        switch (kind) {
            case U8 -> {
                byte[] samples = new byte[raw.length];
                for (int i = 0; i < raw.length; i++) {
                    samples[i] = (byte) raw[i];
                }
                return Plane.of(WIDTH, HEIGHT, samples);
            }
            case U16 -> {
                short[] samples = new short[raw.length];
                for (int i = 0; i < raw.length; i++) {
                    samples[i] = (short) raw[i];
                }
                return Plane.of(WIDTH, HEIGHT, samples);
            }
            case I32 -> {
                return Plane.of(WIDTH, HEIGHT, raw);
            }
            default -> {
                float[] samples = new float[raw.length];
                for (int i = 0; i < raw.length; i++) {
                    samples[i] = Float.intBitsToFloat(raw[i]);
                }
                return Plane.of(WIDTH, HEIGHT, samples);
            }
        }
    }

    private static void assertSame(Plane plane, int[] raw) {
        if (plane.type() == PixelType.F32) {
            float[] samples = plane.toFloats();
            for (int i = 0; i < raw.length; i++) {
                assertThat(Float.floatToRawIntBits(samples[i])).isEqualTo(raw[i]);
            }
        } else {
            assertThat(plane.toInts()).isEqualTo(raw);
        }
    }

    private static double resolutionSeenByTwelveMonkeys(byte[] file) throws IOException {
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            return ((Number) ((Directory) new TIFFReader().read(in))
                            .getEntryById(TIFF.TAG_X_RESOLUTION)
                            .getValue())
                    .doubleValue();
        }
    }

    /** TwelveMonkeys clips floats to 0..1, so the test images stay in that range. */
    private static void assertLikeTwelveMonkeys(byte[] file, int page, Plane plane) throws IOException {
        ImageReader reader = new TIFFImageReaderSpi().createReaderInstance();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in);
            Raster raster = reader.readAsRenderedImage(page, null).getData();
            float[] expected = raster.getSamples(0, 0, plane.width(), plane.height(), 0, (float[]) null);
            assertThat(plane.toFloats()).isEqualTo(expected);
        } finally {
            reader.dispose();
        }
    }
}
