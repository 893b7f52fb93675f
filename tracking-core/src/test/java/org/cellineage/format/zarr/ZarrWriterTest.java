package org.cellineage.format.zarr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.PlaneRef;
import org.cellineage.image.Halving;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ZarrWriterTest {

    @TempDir
    private Path folder;

    private final List<String> order = new ArrayList<>();

    private ZarrWriter writer(ZarrVersion version) {
        return new ZarrWriter(
                (key, content) -> {
                    order.add(key);
                    Path file = folder.resolve(key);
                    Files.createDirectories(file.getParent());
                    Files.write(file, content);
                },
                version);
    }

    private ZarrStore store() {
        return new FolderStore(new LocalStorage(), folder.toString());
    }

    private ZarrColumn column(String path) throws IOException {
        return ZarrColumn.find(store(), path).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(ZarrVersion.class)
    void whatIsWrittenAsAWholeIsReadAgain(ZarrVersion version) throws IOException {
        ZarrWriter writer = writer(version);
        // More than one chunk, the last of which is not full.
        double[] numbers = new Random(1).doubles(1_500_000).toArray();
        numbers[7] = Double.NaN;
        numbers[8] = Double.NEGATIVE_INFINITY;
        writer.write("g/numbers", ZarrValues.of(numbers));
        writer.write("g/ints", ZarrValues.of(new int[] {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE}));
        writer.write("g/truths", ZarrValues.of(new boolean[] {true, false, true}));
        writer.write(
                "g/pairs",
                ZarrValues.unsigned(new long[] {1, 2, 3, Long.MAX_VALUE}).inRowsOf(2));
        assertThat(column("g/numbers").doubles()).isEqualTo(numbers);
        assertThat(column("g/numbers").isStored()).isTrue();
        assertThat(column("g/ints").longs()).containsExactly(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE);
        assertThat(column("g/truths").longs()).containsExactly(1, 0, 1);
        assertThat(column("g/pairs").longs()).containsExactly(1, 2, 3, Long.MAX_VALUE);
        assertThat(column("g/pairs").columns()).isEqualTo(2);
        assertThat(column("g/pairs").rows()).isEqualTo(2);
        String metadata = version == ZarrVersion.V2 ? ".zarray" : "zarr.json";
        assertThat(order.indexOf("g/numbers/" + metadata))
                .as("the metadata come last")
                .isEqualTo(order.indexOf("g/numbers/" + (version == ZarrVersion.V2 ? "1" : "c/1")) + 1);
    }

    @ParameterizedTest
    @EnumSource(ZarrVersion.class)
    void anEmptyArrayHasNoChunks(ZarrVersion version) throws IOException {
        writer(version).write("ids", ZarrValues.unsigned(new long[0]));
        writer(version).write("edges", ZarrValues.unsigned(new long[0]).inRowsOf(2));
        assertThat(order).hasSize(2);
        assertThat(column("ids").longs()).isEmpty();
        assertThat(column("edges").longs()).isEmpty();
        assertThat(column("edges").columns()).isEqualTo(2);
        assertThat(column("edges").isStored()).isTrue();
    }

    @Test
    void aFileThatIsMissingIsNoticedWhereItMatters() throws IOException {
        writer(ZarrVersion.V2).write("ids", ZarrValues.of(new int[] {4, 5}));
        Files.delete(folder.resolve("ids/0"));
        assertThat(column("ids").isStored()).isFalse();
        assertThat(column("ids").longs()).containsExactly(0, 0);
    }

    @ParameterizedTest
    @EnumSource(ZarrVersion.class)
    void everyResolutionHoldsItsPlanes(ZarrVersion version) throws IOException {
        int width = 1030;
        int height = 515;
        short[] samples = new short[width * height];
        for (int p = 0; p < samples.length; p++) {
            samples[p] = (short) (p * 31);
        }
        Plane plane = Plane.of(width, height, samples);
        PyramidWriter pyramid = new PyramidWriter(
                writer(version), "image", SampleType.U16, NgffWriter.Grid.axes(true), List.of(2, 2, height, width));
        pyramid.image(List.of(1, 0), plane);
        pyramid.describe();
        assertThat(pyramid.levels()).isEqualTo(4);
        Plane expected = plane;
        for (int level = 0; level < 4; level++) {
            expected = level == 0 ? plane : Halving.mean(expected);
            try (ZarrArray array = ZarrArray.open(
                    new LocalStorage(),
                    new PlaneRef(
                            PlaneRef.Encoding.ZARR,
                            folder.resolve("image/" + level).toString(),
                            "",
                            0))) {
                assertThat(array.read(2).toInts()).isEqualTo(expected.toInts());
                assertThat(array.read(2).type()).isEqualTo(plane.type());
                assertThat(array.read(1).toInts()).as("not written").containsOnly(0);
            }
        }
        assertThat(expected.width()).isEqualTo(129);
    }

    /** By hand, with an odd column and row. */
    @Test
    void blocksBecomePixels() {
        byte[] samples = {(byte) 250, (byte) 251, 3, 0, 1, 7, 10, 20, (byte) 255};
        assertThat(Halving.mean(Plane.of(3, 3, samples)).toInts()).containsExactly(126, 5, 15, 255);
        float[] floats = {1, 2, 3, Float.NaN};
        assertThat(Halving.mean(Plane.of(2, 2, floats)).toFloats()).containsExactly(Float.NaN);
        assertThat(Halving.mean(Plane.of(2, 2, new int[] {-1, -1, -1, 0})).toInts())
                .containsExactly(-1);
        assertThat(Halving.mean(Plane.of(2, 2, new short[] {-1, -1, -1, -1})).toInts())
                .containsExactly(65_535);
        int[] labels = {0, 7, 5, 7, 7, 9, 1, 0, 0, 0, 3, 3};
        assertThat(Halving.mostFrequent(new LabelImage(4, 3, labels)).labels()).containsExactly(7, 5, 0, 3);
    }
}
