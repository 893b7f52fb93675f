package org.cellineage.format.trk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.LabelImage;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrkArchiveTest {

    private static final String TWO_TRACKS =
            "{\"1\": {\"label\": 1, \"frames\": [0, 1], \"daughters\": [2], \"capped\":"
                    + " true, \"frame_div\": 2, \"parent\": null}, \"2\": {\"label\": 2, \"frames\": [2], \"daughters\": [],"
                    + " \"capped\": false, \"frame_div\": null, \"parent\": 1}}";

    @TempDir
    Path temp;

    private TrkArchive open(byte[] content) throws IOException {
        Path file = temp.resolve("movie.trk");
        Files.write(file, content);
        return TrkArchive.open(new LocalStorage(), file.toString());
    }

    /** Sums and places that numpy finds in the same file, frames 0 and 7. */
    @Test
    void theFileThatDeepcellTrackingWroteReadsAsNumpyReadsIt() throws IOException {
        Path file = SharedData.require("trk/deepcell_0.6.5_synthetic.trk");
        try (TrkArchive archive = TrkArchive.open(new LocalStorage(), file.toString())) {
            assertThat(List.of(archive.movies(), archive.frames(), archive.height(), archive.width()))
                    .containsExactly(1, 12, 160, 160);
            assertThat(archive.channels()).isEqualTo(1);
            assertThat(archive.rawType()).isEqualTo(PixelType.F32);
            assertRaw(archive, 0, 304007.45704364136, 20371, 165.35182f);
            assertRaw(archive, 7, 272544.5302979426, 9575, 170.8316f);
            assertLabels(archive, 0, 14, 15523, 183);
            assertLabels(archive, 7, 15, 16134, 183);

            List<TrkTrack> tracks = archive.lineages().get(0);
            assertThat(tracks).extracting(TrkTrack::label).containsExactlyElementsOf(range(1, 18));
            assertThat(tracks.get(6))
                    .isEqualTo(new TrkTrack(
                            7, range(0, 4), List.of(17, 18), OptionalInt.empty(), OptionalInt.of(5), true));
            assertThat(tracks.get(15))
                    .isEqualTo(
                            new TrkTrack(16, range(3, 11), List.of(), OptionalInt.of(9), OptionalInt.empty(), false));
        }
    }

    @Test
    void theRealMovieReadsAsNumpyReadsItAndItsSpansCoverTheGap() throws IOException {
        Path file = SharedData.require("trk/real_gif_3t3.trk");
        try (TrkArchive archive = TrkArchive.open(new LocalStorage(), file.toString())) {
            assertThat(List.of(archive.movies(), archive.frames(), archive.height(), archive.width()))
                    .containsExactly(1, 30, 154, 182);
            assertRaw(archive, 0, 638292.0, 26992, 255f);
            assertRaw(archive, 7, 455957.0, 25890, 255f);
            assertLabels(archive, 0, 15, 67669, 176);
            assertLabels(archive, 7, 14, 70681, 230);

            List<TrkTrack> tracks = archive.lineages().get(0);
            assertThat(tracks).hasSize(17);
            assertThat(tracks).filteredOn(t -> !t.daughters().isEmpty()).hasSize(1);
            // Cell 14 is away for eight frames.
            assertThat(tracks.get(13).frames()).hasSize(22).startsWith(0).endsWith(28);
            assertThat(TrkLineages.spans(tracks))
                    .contains(new TrackSpan(14, 0, 28, 0), new TrackSpan(11, 0, 8, 0), new TrackSpan(12, 9, 29, 11));
            // What the lineage says of frames is what is painted.
            for (int t = 0; t < archive.frames(); t++) {
                int frame = t;
                List<Integer> painted = labels(archive, t)
                        .distinct()
                        .filter(l -> l > 0)
                        .sorted()
                        .boxed()
                        .toList();
                assertThat(tracks.stream()
                                .filter(k -> k.frames().contains(frame))
                                .map(TrkTrack::label))
                        .containsExactlyElementsOf(painted);
            }
        }
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    private static IntStream labels(TrkArchive archive, int frame) throws IOException {
        return Arrays.stream(archive.tracked(0, frame).toInts());
    }

    private static void assertRaw(TrkArchive archive, int frame, double sum, int brightest, float value)
            throws IOException {
        float[] samples = archive.raw(0, frame, 0).toFloats();
        double total = 0;
        int first = 0;
        for (int i = 0; i < samples.length; i++) {
            total += samples[i];
            first = samples[i] > samples[first] ? i : first;
        }
        assertThat(total).isCloseTo(sum, within(1e-6));
        assertThat(first).isEqualTo(brightest);
        assertThat(samples[first]).isCloseTo(value, within(1e-4f));
    }

    private static void assertLabels(TrkArchive archive, int frame, int cells, long sum, int pixelsOfCellOne)
            throws IOException {
        assertThat(labels(archive, frame).filter(l -> l > 0).distinct().count()).isEqualTo(cells);
        assertThat(labels(archive, frame).asLongStream().sum()).isEqualTo(sum);
        assertThat(labels(archive, frame).filter(l -> l == 1).count()).isEqualTo(pixelsOfCellOne);
    }

    @ParameterizedTest
    @CsvSource({
        "|u1, U8",
        "<u2, U16",
        ">u2, U16",
        "<i2, I32",
        ">i4, I32",
        "<i8, I32",
        ">i8, I32",
        "<u4, I32",
        "<f4, F32",
        ">f4, F32",
        "<f8, F32",
        ">f8, F32"
    })
    void everyNumberTypeIsReadToThePixel(String descr, PixelType type) throws IOException {
        // 2 frames of 3 x 4 pixels and 5 channels: 120 numbers, channel fastest.
        for (int version = 1; version <= 3; version++) {
            byte[] raw = TrkFiles.npy(version, descr, "(2, 3, 4, 5)", 120, 1);
            byte[] tracked = TrkFiles.npy(version, descr.contains("f") ? "<i4" : descr, "(2, 3, 4, 1)", 24, 1);
            byte[] tar = TrkFiles.tar(TrkFiles.members("lineage.json", TWO_TRACKS, raw, tracked));
            for (byte[] file : List.of(tar, TrkFiles.gzip(tar))) {
                try (TrkArchive archive = open(file)) {
                    assertThat(archive.rawType()).isEqualTo(type);
                    for (int t = 1; t >= 0; t--) {
                        for (int c = 0; c < 5; c++) {
                            int first = t * 60 + c;
                            assertThat(archive.raw(0, t, c).toInts())
                                    .containsExactly(IntStream.range(0, 12)
                                            .map(i -> first + 5 * i)
                                            .toArray());
                        }
                        int first = t * 12;
                        assertThat(archive.tracked(0, t).toInts())
                                .containsExactly(
                                        IntStream.range(first, first + 12).toArray());
                    }
                }
            }
        }
    }

    @Test
    void aPlaneLargerThanTheReadBufferIsWhole() throws IOException {
        int side = 700;
        byte[] raw = TrkFiles.npy(1, "<f4", "(1, 700, 700, 2)", 2L * side * side, 1);
        byte[] tracked = TrkFiles.npy(1, "<i4", "(1, 700, 700, 1)", (long) side * side, 1);
        try (TrkArchive archive = open(TrkFiles.tar(TrkFiles.members("lineage.json", "{}", raw, tracked)))) {
            assertThat(archive.raw(0, 0, 1).toInts())
                    .isEqualTo(
                            IntStream.range(0, side * side).map(i -> 2 * i + 1).toArray());
            assertThat(archive.lineages()).containsExactly(List.of());
        }
    }

    @Test
    void aBatchHasOneLineageAMovieUnderEitherName() throws IOException {
        byte[] raw = TrkFiles.npy(1, "|u1", "(2, 3, 2, 2, 1)", 24, 1);
        byte[] tracked = TrkFiles.npy(1, "<i4", "(2, 3, 2, 2, 1)", 24, 1);
        String lineages = "[" + TWO_TRACKS + ", {}]";
        for (String name : List.of("lineage.json", "lineages.json")) {
            try (TrkArchive archive = open(TrkFiles.tar(TrkFiles.members(name, lineages, raw, tracked)))) {
                assertThat(archive.movies()).isEqualTo(2);
                assertThat(archive.raw(1, 2, 0).toInts()).containsExactly(20, 21, 22, 23);
                assertThat(archive.lineages()).extracting(List::size).containsExactly(2, 0);
            }
        }
        byte[] oneLineage = TrkFiles.tar(TrkFiles.members("lineages.json", TWO_TRACKS, raw, tracked));
        try (TrkArchive archive = open(oneLineage)) {
            assertThatThrownBy(archive::lineages)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("2 movies, but 1 lineages");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3, 4, 1), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 4), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 3, 4, 1), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4, 3, 1), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3, 4, 1), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 4, 100000), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 2000000000, 2000000000, 9), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 4, 99999999999), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 4, -1), }",
                "{'descr': '<f99999999999', 'fortran_order': False, 'shape': (2, 3, 4, 1), }",
                "{'descr': '<f2', 'fortran_order': False, 'shape': (2, 3, 4, 1), }",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (2, 3, 4, 1), }",
                "{'descr': '|O', 'fortran_order': False, 'shape': (2, 3, 4, 1), }",
                "nonsense"
            })
    void aRawArrayThatCannotBeRightIsRefused(String header) {
        byte[] raw = TrkFiles.npy(1, header, new byte[96]);
        byte[] tracked = TrkFiles.npy(1, "<i4", "(2, 3, 4, 1)", 24, 1);
        byte[] tar = TrkFiles.tar(TrkFiles.members("lineage.json", TWO_TRACKS, raw, tracked));
        assertThatThrownBy(() -> open(tar))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("movie.trk");
    }

    @Test
    void labelsOfEveryTypeAreTheirWholeNumbersAndNothingElse() throws IOException {
        byte[] raw = TrkFiles.npy(1, "<f4", "(2, 3, 4, 1)", 24, 1);
        for (String type : List.of("|u1", "<u2", "<i2", "<i4", "<u4", "<i8", "<u8", "<f4", "<f8", ">i8")) {
            byte[] tracked = TrkFiles.npy(1, type, "(2, 3, 4, 1)", 24, 1);
            try (TrkArchive archive = open(TrkFiles.tar(TrkFiles.members("lineage.json", "{}", raw, tracked)))) {
                assertThat(archive.tracked(0, 1).toInts())
                        .as(type)
                        .containsExactly(12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
            }
        }
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 4, 1), }";
        java.nio.ByteBuffer half = java.nio.ByteBuffer.allocate(96).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        half.putFloat(60, 2.5f);
        byte[] floats = TrkFiles.npy(1, header, half.array());
        try (TrkArchive archive = open(TrkFiles.tar(TrkFiles.members("lineage.json", "{}", raw, floats)))) {
            assertThatThrownBy(() -> archive.tracked(0, 1))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("2.5");
        }
    }

    @Test
    void labelsBeyondIntAreRefused() throws IOException {
        byte[] raw = TrkFiles.npy(1, "<f4", "(2, 3, 4, 1)", 24, 1);
        byte[] wide = TrkFiles.npy(1, "<i8", "(2, 3, 4, 1)", 24, 1 << 28);
        try (TrkArchive archive = open(TrkFiles.tar(TrkFiles.members("lineage.json", "{}", raw, wide)))) {
            assertThatThrownBy(() -> archive.tracked(0, 1))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("number 3221225472");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "3",
                "[3]",
                "{\"1\": 3}",
                "{\"1\": {\"label\": 0, \"frames\": [0]}}",
                "{\"1\": {\"label\": 1, \"frames\": []}}",
                "{\"1\": {\"frames\": [0]}}"
            })
    void aLineageThatCannotBeRightIsRefused(String lineage) throws IOException {
        byte[] array = TrkFiles.npy(1, "|u1", "(2, 3, 4, 1)", 24, 1);
        try (TrkArchive archive = open(TrkFiles.tar(TrkFiles.members("lineage.json", lineage, array, array)))) {
            assertThatThrownBy(archive::lineages)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("movie.trk!lineage.json");
        }
    }

    @Test
    void missingMembersAreNamed() {
        byte[] array = TrkFiles.npy(1, "|u1", "(2, 3, 4, 1)", 24, 1);
        for (String missing : List.of("raw.npy", "tracked.npy")) {
            Map<String, byte[]> members =
                    new LinkedHashMap<>(TrkFiles.members("lineage.json", TWO_TRACKS, array, array));
            members.remove(missing);
            assertThatThrownBy(() -> open(TrkFiles.tar(members)))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("no " + missing);
        }
    }

    /** Cut anywhere or damaged anywhere, a file is refused by a message or read; nothing else happens. */
    @Test
    void damagedFilesAreRefusedOrReadButNeverCrash() {
        byte[] raw = TrkFiles.npy(1, "<f4", "(2, 3, 4, 1)", 24, 1);
        byte[] tracked = TrkFiles.npy(1, "<i4", "(2, 3, 4, 1)", 24, 1);
        byte[] tar = TrkFiles.tar(TrkFiles.members("lineage.json", TWO_TRACKS, raw, tracked));
        SplittableRandom random = new SplittableRandom(5);
        int refused = 0;
        for (byte[] whole : List.of(tar, TrkFiles.gzip(tar))) {
            for (int round = 0; round < 400; round++) {
                byte[] bad = round % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
                if (round % 2 == 1) {
                    bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                }
                try (TrkArchive archive = open(bad)) {
                    archive.lineages();
                    for (int t = 0; t < archive.frames(); t++) {
                        archive.raw(0, t, 0);
                        archive.tracked(0, t);
                    }
                } catch (BadInputException e) {
                    refused++;
                    assertThat(e.problem().where()).contains("movie.trk");
                } catch (IOException e) {
                    throw new AssertionError("round " + round + " of " + whole.length + " bytes", e);
                }
            }
        }
        assertThat(refused).isGreaterThan(300);
    }

    @Test
    void whatIsWrittenIsReadBackAndTwiceTheSameBytes() throws IOException {
        for (PixelType type : List.of(PixelType.U8, PixelType.U16, PixelType.F32)) {
            for (boolean batch : new boolean[] {false, true}) {
                TrkWriter.Shape shape = new TrkWriter.Shape(batch ? 3 : 1, batch, 4, 6, 5, 2, type);
                byte[] file = write(shape);
                assertThat(write(shape)).isEqualTo(file);
                try (TrkArchive archive = open(file)) {
                    assertThat(archive.movies()).isEqualTo(shape.movies());
                    assertThat(archive.rawType()).isEqualTo(type);
                    assertThat(archive.lineages()).containsExactlyElementsOf(lineages(shape));
                    for (int b = 0; b < shape.movies(); b++) {
                        for (int t = 0; t < 4; t++) {
                            for (int c = 0; c < 2; c++) {
                                assertThat(archive.raw(b, t, c).toInts()).containsExactly(samples(b * 4 + t, c));
                            }
                            assertThat(archive.tracked(b, t).toInts()).containsExactly(samples(b * 4 + t, 7));
                        }
                    }
                }
            }
        }
    }

    /** The bytes against the format's own description, not against our reader. */
    @Test
    void whatIsWrittenIsAGzippedTarOfOneJsonAndTwoNumpyArraysInTheirOrder() throws IOException {
        byte[] tar;
        try (GZIPInputStream in = new GZIPInputStream(
                new ByteArrayInputStream(write(new TrkWriter.Shape(1, false, 4, 6, 5, 2, PixelType.U16))))) {
            tar = in.readAllBytes();
        }
        assertThat(tar.length % 512).isZero();
        List<String> names = new ArrayList<>();
        Map<String, byte[]> members = new LinkedHashMap<>();
        for (int at = 0; tar[at] != 0; ) {
            String name = new String(tar, at, 100, StandardCharsets.US_ASCII).trim();
            int size = Integer.parseInt(new String(tar, at + 124, 11, StandardCharsets.US_ASCII), 8);
            assertThat(new String(tar, at + 257, 8, StandardCharsets.US_ASCII)).isEqualTo("ustar\00000");
            assertThat(new String(tar, at + 136, 11, StandardCharsets.US_ASCII)).isEqualTo("00000000000");
            names.add(name);
            members.put(name, Arrays.copyOfRange(tar, at + 512, at + 512 + size));
            at += 512 + (size + 511) / 512 * 512;
        }
        assertThat(names).containsExactly("lineage.json", "raw.npy", "tracked.npy");
        assertThat(new String(members.get("lineage.json"), StandardCharsets.UTF_8))
                .isEqualTo(TWO_TRACKS.replace(" ", ""));
        assertArray(members.get("raw.npy"), "{'descr': '<u2', 'fortran_order': False, 'shape': (4, 6, 5, 2), }", 480);
        assertArray(
                members.get("tracked.npy"), "{'descr': '<i4', 'fortran_order': False, 'shape': (4, 6, 5, 1), }", 480);
    }

    private static void assertArray(byte[] npy, String header, int dataBytes) {
        assertThat(Arrays.copyOf(npy, 8)).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
        int length = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
        String text = new String(npy, 10, length, StandardCharsets.US_ASCII);
        assertThat(text.strip()).isEqualTo(header);
        assertThat(text).endsWith("\n");
        assertThat((10 + length) % 64).isZero();
        assertThat(npy.length - 10 - length).isEqualTo(dataBytes);
    }

    @Test
    void aFileThatLacksFramesIsNotClosedInSilence() throws IOException {
        TrkWriter.Shape shape = new TrkWriter.Shape(1, false, 4, 6, 5, 2, PixelType.U16);
        TrkWriter writer = new TrkWriter(new ByteArrayOutputStream(), shape, lineages(shape));
        writer.writeRaw(planes(shape, 0));
        assertThatThrownBy(() -> writer.writeTracked(new LabelImage(5, 6, new int[30])))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::close).isInstanceOf(IOException.class).hasMessageContaining("1 raw");
    }

    private static byte[] write(TrkWriter.Shape shape) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TrkWriter writer = new TrkWriter(out, shape, lineages(shape))) {
            int frames = shape.movies() * shape.frames();
            for (int f = 0; f < frames; f++) {
                writer.writeRaw(planes(shape, f));
            }
            for (int f = 0; f < frames; f++) {
                writer.writeTracked(new LabelImage(5, 6, samples(f, 7)));
            }
        }
        return out.toByteArray();
    }

    private static List<List<TrkTrack>> lineages(TrkWriter.Shape shape) {
        List<TrkTrack> tracks = List.of(
                new TrkTrack(1, List.of(0, 1), List.of(2), OptionalInt.empty(), OptionalInt.of(2), true),
                new TrkTrack(2, List.of(2), List.of(), OptionalInt.of(1), OptionalInt.empty(), false));
        List<List<TrkTrack>> lineages = new ArrayList<>();
        for (int b = 0; b < shape.movies(); b++) {
            lineages.add(b == 1 ? List.of() : tracks);
        }
        return lineages;
    }

    private static int[] samples(int frame, int channel) {
        return IntStream.range(0, 30)
                .map(i -> (frame * 37 + channel * 101 + i * 3) % 251)
                .toArray();
    }

    private static List<Plane> planes(TrkWriter.Shape shape, int frame) {
        List<Plane> planes = new ArrayList<>();
        for (int c = 0; c < shape.channels(); c++) {
            int[] values = samples(frame, c);
            switch (shape.type()) {
                case U8 -> {
                    byte[] samples = new byte[30];
                    IntStream.range(0, 30).forEach(i -> samples[i] = (byte) values[i]);
                    planes.add(Plane.of(5, 6, samples));
                }
                case U16 -> {
                    short[] samples = new short[30];
                    IntStream.range(0, 30).forEach(i -> samples[i] = (short) values[i]);
                    planes.add(Plane.of(5, 6, samples));
                }
                case I32 -> planes.add(Plane.of(5, 6, values));
                case F32 -> {
                    float[] samples = new float[30];
                    IntStream.range(0, 30).forEach(i -> samples[i] = values[i]);
                    planes.add(Plane.of(5, 6, samples));
                }
            }
        }
        return planes;
    }

    /** NaN, a daughter without a record, one that does not know its mother, a record that is no track. */
    @Test
    void flawsOfALineageCostNoOtherTrack() {
        String json = "{\"1\": {\"label\": 1, \"frames\": [0, 1], \"daughters\": [2, 3, 50], \"frame_div\": 2,"
                + " \"parent\": null, \"capped\": true},"
                + " \"2\": {\"label\": 2.0, \"frames\": [2.0, 3.0], \"daughters\": [], \"frame_div\": NaN,"
                + " \"parent\": 1},"
                + " \"3\": {\"label\": 3, \"frames\": [2, 3], \"daughters\": [], \"frame_div\": null,"
                + " \"parent\": NaN},"
                + " \"4\": {\"label\": 4, \"frames\": [], \"daughters\": [], \"parent\": null},"
                + " \"5\": {\"label\": 5.5, \"frames\": [1], \"daughters\": [], \"parent\": null}}";
        TrkLineages.Lineage lineage = TrkLineages.parseGiven(json.getBytes(StandardCharsets.UTF_8), "m.trk")
                .get(0);
        assertThat(lineage.given().spans())
                .containsExactly(new TrackSpan(1, 0, 1, 0), new TrackSpan(2, 2, 3, 1), new TrackSpan(3, 2, 3, 1));
        assertThat(lineage.flaws())
                .extracting(flaw -> flaw.frame() + " " + flaw.problem().cause())
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text).startsWith("2 Track 1 names 50 as its daughter"),
                        text -> assertThat(text).startsWith("2 Track 1 names 3 as its daughter"),
                        text -> assertThat(text).startsWith("-1 A track has no positive label or no frames"),
                        text -> assertThat(text).startsWith("-1 A track has no positive label or no frames"));
    }
}
