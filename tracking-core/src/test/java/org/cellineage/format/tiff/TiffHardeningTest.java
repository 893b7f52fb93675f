package org.cellineage.format.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.format.ByteArraySeekableBytes;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are damaged, cut off or made to do harm: refused in words, without taking memory for what they claim. */
class TiffHardeningTest {

    /** More than any of the small files here can rightly need: they hold a few KiB, and deflate expands at most 1100 times. */
    private static final long FEW_BYTES = 24L << 20;

    @Test
    void aClaimedGiantIsRefusedBeforeMemoryIsTakenForItEvenIfNobodyAskedForTheExtent() {
        for (int side : new int[] {30_000, 46_340}) {
            TiffBuilder builder = tiny();
            builder.overrides.put(256, List.of((long) side));
            builder.overrides.put(257, List.of((long) side));
            builder.overrides.put(278, List.of((long) side));
            builder.overrides.put(279, List.of((long) side * side));
            byte[] file = builder.build(4, 4, List.of(new int[16]));
            assertThat(file.length).isLessThan(300);
            refusedCheaply(file, tiff -> tiff.read(0), "cut off");
            refusedCheaply(file, TiffFile::checkExtent, "cut off");
        }
    }

    @Test
    void aColumnOfTwoThousandMillionPixelsIsRefused() {
        TiffBuilder builder = tiny();
        builder.overrides.put(256, List.of(1L));
        builder.overrides.put(257, List.of(Integer.MAX_VALUE - 20L));
        builder.overrides.put(278, List.of(Integer.MAX_VALUE - 20L));
        refusedCheaply(builder.build(4, 4, List.of(new int[16])), tiff -> tiff.read(0), "pixels");
    }

    @Test
    void anImageJHeaderThatClaimsAThousandMillionPlanesIsRefused() {
        TiffBuilder builder = tiny();
        builder.description = "ImageJ=1.54f\nimages=1000000000\nframes=1000000000\n";
        byte[] file = builder.build(4, 4, List.of(new int[16]));
        refusedCheaply(file, TiffFile::stack, "cut off");
        refusedCheaply(file, tiff -> tiff.read(999_999_999), "cut off");
        refusedCheaply(file, TiffFile::checkExtent, "cut off");
    }

    @Test
    void anOmeHeaderThatClaimsManyGiantImagesIsRefused() {
        TiffBuilder builder = tiny();
        String image = "<Image><Pixels DimensionOrder=\"XYCZT\" SizeC=\"1\" SizeZ=\"1\" SizeT=\"16000000\"/></Image>";
        builder.description = "<OME>" + image.repeat(200) + "</OME>";
        byte[] file = builder.build(4, 4, List.of(new int[16]));
        long before = allocated();
        try (TiffFile tiff = open(file)) {
            assertThatThrownBy(tiff::stack)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("OME-XML");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(allocated() - before).isLessThan(200L << 20);
    }

    @ParameterizedTest
    @CsvSource({"FirstC,-1", "FirstC,7", "FirstZ,-3", "FirstT,-2147483648", "IFD,-9", "IFD,2147483647", "PlaneCount,-1"
    })
    void omePlanesOutsideTheMovieAreTakenAsMissing(String attribute, String value) throws IOException {
        TiffBuilder builder = tiny();
        builder.description =
                "<OME><Image><Pixels DimensionOrder=\"XYCZT\" SizeC=\"2\" SizeZ=\"1\" SizeT=\"1\"><TiffData "
                        + (attribute.equals("IFD") ? "" : "IFD=\"0\" ") + attribute + "=\"" + value
                        + "\"/></Pixels></Image></OME>";
        try (TiffFile tiff = open(builder.build(4, 4, List.of(new int[16], new int[16])))) {
            TiffStack stack = tiff.stack();
            assertThat(Arrays.stream(stack.planes()).boxed().toList()).isSubsetOf(TiffStack.MISSING, 0, 1);
            assertThat(stack.planes()).contains(TiffStack.MISSING);
        }
    }

    @Test
    void omeEntitiesAreNotExpanded() {
        TiffBuilder builder = tiny();
        builder.description = "<?xml version=\"1.0\"?><!DOCTYPE OME [<!ENTITY n SYSTEM \"file:///etc/hostname\">"
                + "<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
                + "<OME><Image><Pixels SizeC=\"1\" SizeZ=\"1\" SizeT=\"1\"><Channel Name=\"&b;\"/></Pixels></Image></OME>";
        refusedCheaply(builder.build(4, 4, List.of(new int[16])), TiffFile::stack, "OME-XML");
    }

    @Test
    void pagesWithFewerSamplesThanTheFirstAreRefused() throws IOException {
        TiffBuilder builder = tiny();
        builder.samples = 3;
        byte[] file = builder.build(4, 4, List.of(new int[48], new int[48]));
        // Page 1 now claims one sample a pixel, as a grey thumbnail behind a colour page would.
        ByteBuffer patch = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int first = patch.getInt(4);
        int second = patch.getInt(first + 2 + 12 * patch.getShort(first));
        for (int i = 0; i < patch.getShort(second); i++) {
            if (patch.getShort(second + 2 + 12 * i) == 277) {
                patch.putInt(second + 2 + 12 * i + 8, 1);
            }
        }
        try (TiffFile tiff = open(file)) {
            assertThatCode(() -> tiff.read(2)).doesNotThrowAnyException();
            for (int plane = 3; plane < 6; plane++) {
                int p = plane;
                assertThatThrownBy(() -> tiff.read(p))
                        .isInstanceOf(BadInputException.class)
                        .hasMessageContaining("samples");
            }
            assertThatThrownBy(tiff::checkExtent).isInstanceOf(BadInputException.class);
        }
    }

    @Test
    void pagesInACircleAndPagesBeyondTheEndAreRefused() {
        for (boolean big : new boolean[] {false, true}) {
            TiffBuilder builder = tiny();
            builder.big = big;
            byte[] file = builder.build(4, 4, List.of(new int[16], new int[16]));
            ByteBuffer patch = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            int linkAt = file.length - (big ? 8 : 4);
            long first = big ? patch.getLong(8) : patch.getInt(4);
            if (big) {
                patch.putLong(linkAt, first);
            } else {
                patch.putInt(linkAt, (int) first);
            }
            assertThatThrownBy(() -> open(file))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("circle");
            for (long place : new long[] {file.length, file.length - 1L, 0x7fffffffL, 0xffffffffL, Long.MIN_VALUE}) {
                if (big) {
                    patch.putLong(linkAt, place);
                } else if (place != Long.MIN_VALUE) {
                    patch.putInt(linkAt, (int) place);
                }
                assertThatThrownBy(() -> open(file)).isInstanceOf(BadInputException.class);
            }
        }
    }

    /** Tag, value, and a word that the message must hold. */
    @ParameterizedTest
    @CsvSource({
        "258, 1, 1-bit",
        "258, 12, 12-bit",
        "258, 24, 24-bit",
        "259, 7, JPEG (scheme 7)",
        "259, 4, scheme 4",
        "259, 34712, JPEG 2000 (scheme 34712)",
        "259, 34887, LERC",
        "259, 50001, WebP",
        "262, 6, YCbCr",
        "32997, 4, volume",
        "339, 5, complex",
        "339, 6, complex",
        "317, 3, predictor 3",
        "277, 0, samples per pixel",
        "277, 5000, samples per pixel",
        "256, 0, 0 x 4 pixels"
    })
    void whatCannotBeReadIsNamed(int tag, long value, String word) {
        TiffBuilder builder = tiny();
        builder.overrides.put(tag, List.of(value));
        assertThatThrownBy(() -> open(builder.build(4, 4, List.of(new int[16]))))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("test.tif")
                .hasMessageContaining(word);
    }

    /** JPEG-LS has no number in TIFF: programs write it under JPEG's, or one of their own. */
    @ParameterizedTest
    @ValueSource(ints = {7, 34892, 65001})
    void jpegLsIsNamedByItsDataWhateverItsNumber(int scheme) {
        TiffBuilder builder = tiny();
        builder.kind = TiffBuilder.Kind.U8;
        builder.overrides.put(259, List.of((long) scheme));
        int[] stream = {0xff, 0xd8, 0xff, 0xe0, 0, 4, 9, 9, 0xff, 0xf7, 0, 11, 8, 0, 4, 0};
        assertThatThrownBy(() -> open(builder.build(4, 4, List.of(stream))))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("JPEG-LS (scheme " + scheme + ")")
                .hasMessageContaining("Save the movie again without compression");
        int[] plain = {0xff, 0xd8, 0xff, 0xe0, 0, 4, 0xff, 0xf7, 0xff, 0xc0, 0, 11, 8, 0, 4, 0};
        assertThatThrownBy(() -> open(builder.build(4, 4, List.of(plain))))
                .isInstanceOf(BadInputException.class)
                .hasMessageNotContaining("JPEG-LS");
    }

    @Test
    void anUnsignedNumberThatNoIntHoldsIsRefusedOnlyWhereItStands() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.kind = TiffBuilder.Kind.I32;
        int[] good = {0, 1, Integer.MAX_VALUE, 7};
        int[] bad = {0, 1, Integer.MIN_VALUE, 7};
        try (TiffFile tiff = open(builder.build(2, 2, List.of(good, bad)))) {
            assertThat(tiff.read(0).toInts()).isEqualTo(good);
            assertThatThrownBy(() -> tiff.read(1))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("2147483648");
        }
    }

    @Test
    void lzwFromBeforeTiff6IsRefusedRatherThanMisread() throws IOException {
        TiffBuilder builder = tiny();
        builder.compression = 5;
        byte[] file = builder.build(4, 4, List.of(new int[16]));
        // The only strip begins behind the header; the old kind begins with its clear code, low bits first.
        file[8] = 0;
        file[9] = 1;
        try (TiffFile tiff = open(file)) {
            assertThatThrownBy(() -> tiff.read(0))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("before TIFF 6.0");
        }
    }

    @Test
    void aCutAnywhereIsFoundWithoutReadingPixels() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        // Hardest where directories stand in front, so that they survive the cut.
        builder.compression = 8;
        byte[] file = pixelsLast(builder.build(31, 29, List.of(noise(31 * 29, 1))));
        try (TiffFile tiff = open(file)) {
            tiff.checkExtent();
        }
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> {
                        try (TiffFile tiff = open(cut)) {
                            tiff.checkExtent();
                        }
                    })
                    .isInstanceOf(BadInputException.class);
        }
    }

    @Test
    void damagedHeadersNeitherEscapeAsOtherErrorsNorTakeMemory() {
        SplittableRandom random = new SplittableRandom(20_261_121);
        List<byte[]> seeds = seeds();
        int[] harsh = {0x00, 0x01, 0x7f, 0x80, 0xff};
        int refused = 0;
        int trials = 6000;
        for (int trial = 0; trial < trials; trial++) {
            byte[] file = seeds.get(trial % seeds.size()).clone();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                // Headers stand behind the pixels in these files; aim there, at whole fields as well as at bytes.
                int at = random.nextInt(file.length * 2 / 3, file.length);
                int run = random.nextInt(4) == 0 ? 4 : 1;
                byte value = (byte) (random.nextBoolean() ? harsh[random.nextInt(harsh.length)] : random.nextInt(256));
                Arrays.fill(file, at, Math.min(file.length, at + run), value);
            }
            long before = allocated();
            try (TiffFile tiff = open(file)) {
                if (random.nextBoolean()) {
                    tiff.checkExtent();
                }
                tiff.stacks();
                for (int p = 0; p < Math.min(tiff.planes(), 4); p++) {
                    tiff.read(p);
                }
            } catch (BadInputException | IOException e) {
                refused++;
            }
            assertThat(allocated() - before)
                    .as("bytes taken in trial %d", trial)
                    .isLessThan(FEW_BYTES);
        }
        assertThat(refused).isBetween(trials / 10, trials * 99 / 100);
    }

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            TiffBuilder builder = new TiffBuilder();
            builder.big = (i & 1) == 1;
            builder.order = (i & 2) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            builder.tile = (i & 4) == 0 ? 0 : 16;
            builder.samples = i % 5 == 4 ? 3 : 1;
            builder.planar = i % 10 == 4;
            builder.compression = new int[] {1, 5, 8, 32773}[i / 4];
            builder.rowsPerStrip = 7;
            int count = 19 * 17 * builder.samples;
            if (i % 4 == 2) {
                builder.description = "ImageJ=1.54f\nimages=2\nchannels=1\nslices=1\nframes=2\n";
            } else if (i % 4 == 3) {
                builder.description =
                        "<OME><Image><Pixels DimensionOrder=\"XYZCT\" SizeC=\"2\" SizeZ=\"1\" SizeT=\"1\">"
                                + "<TiffData IFD=\"0\" FirstC=\"0\" PlaneCount=\"2\"/></Pixels></Image></OME>";
            }
            seeds.add(builder.build(19, 17, List.of(noise(count, i), noise(count, i + 100))));
        }
        return seeds;
    }

    private static int[] noise(int count, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] samples = new int[count];
        Arrays.setAll(samples, i -> i % 50 < 20 ? 3 : random.nextInt(65536));
        return samples;
    }

    private static TiffBuilder tiny() {
        TiffBuilder builder = new TiffBuilder();
        builder.kind = TiffBuilder.Kind.U8;
        return builder;
    }

    /** A classic one-page file with its directory and lists moved in front of the strips. */
    private static byte[] pixelsLast(byte[] file) {
        ByteBuffer old = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int directory = old.getInt(4);
        int entries = old.getShort(directory);
        int offsetsAt = 0;
        int count = 0;
        int headerFrom = Integer.MAX_VALUE;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if (old.getInt(entry + 4) > 1) {
                headerFrom = Math.min(headerFrom, old.getInt(entry + 8));
            }
            if (old.getShort(entry) == 273) {
                offsetsAt = old.getInt(entry + 8);
                count = old.getInt(entry + 4);
            }
        }
        int headerBytes = file.length - headerFrom;
        int pixelBytes = headerFrom - 8;
        // What stood at p >= headerFrom now stands at p - pixelBytes; pixels move back by headerBytes.
        for (int i = 0; i < count; i++) {
            old.putInt(offsetsAt + 4 * i, old.getInt(offsetsAt + 4 * i) + headerBytes);
        }
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if (old.getInt(entry + 4) > 1) {
                old.putInt(entry + 8, old.getInt(entry + 8) - pixelBytes);
            }
        }
        old.putInt(4, directory - pixelBytes);
        // The builder pads every strip to an even place; the last pad byte is no pixel and may be lost.
        int countsAt = offsetsAt;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if (old.getShort(entry) == 279) {
                countsAt = old.getInt(entry + 8) + pixelBytes;
            }
        }
        int end = old.getInt(offsetsAt + 4 * (count - 1)) + old.getInt(countsAt + 4 * (count - 1));
        byte[] turned = new byte[file.length];
        System.arraycopy(file, 0, turned, 0, 8);
        System.arraycopy(file, headerFrom, turned, 8, headerBytes);
        System.arraycopy(file, 8, turned, 8 + headerBytes, pixelBytes);
        return Arrays.copyOf(turned, end);
    }

    private interface Use {
        void on(TiffFile tiff) throws IOException;
    }

    /** Opening and using the file fails in words, and takes no memory worth the name. */
    private static void refusedCheaply(byte[] file, Use use, String word) {
        long before = allocated();
        assertThatThrownBy(() -> {
                    try (TiffFile tiff = open(file)) {
                        use.on(tiff);
                    }
                })
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(word);
        assertThat(allocated() - before).isLessThan(FEW_BYTES);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static TiffFile open(byte[] file) throws IOException {
        return TiffFile.open(new ByteArraySeekableBytes(file), "test.tif");
    }
}
