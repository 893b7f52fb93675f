package org.cellineage.format.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cellineage.format.Catalog;
import org.cellineage.format.HeaderCache;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.ZPlanes;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several z planes of a frame are refused, projected, or one of them is taken; they are never time points. */
class ZPlanesTest {

    @TempDir
    Path temp;

    private static Catalog read(MovieFolder folder, String z) throws IOException {
        ReadOptions options = ReadOptions.of(ZPlanes.parse(z));
        return new CatalogReader(new LocalStorage(), HeaderCache.NONE, options)
                .read(folder.root().toString(), MovieFormats.AUTO);
    }

    /** Two frames of three planes; the values of frame t are 10 t + 1, 10 t + 5, 10 t + 3. */
    private MovieFolder phenix() {
        MovieFolder folder = new MovieFolder(temp.resolve("PL"));
        int[] values = {1, 5, 3};
        for (int t = 1; t <= 2; t++) {
            for (int z = 1; z <= 3; z++) {
                folder.tiff("Images/r02c03f01p0" + z + "-ch1sk" + t + "fk1fl1.tiff", 10 * t + values[z - 1]);
            }
        }
        return folder;
    }

    private static Map<String, List<List<Integer>>> grey(int... frames) {
        return Map.of(
                "PL/B03/1", java.util.Arrays.stream(frames).mapToObj(List::of).toList());
    }

    @Test
    void planesOfFilesBecomeOneImage() throws IOException {
        assertThat(MovieFolder.pixels(read(phenix(), "max"))).isEqualTo(grey(15, 25));
        assertThat(MovieFolder.pixels(read(phenix(), "mean"))).isEqualTo(grey(13, 23));
        assertThat(MovieFolder.pixels(read(phenix(), "3"))).isEqualTo(grey(13, 23));
        assertThat(MovieFolder.pixels(read(phenix(), "1"))).isEqualTo(grey(11, 21));
    }

    @Test
    void withoutASettingTheyAreRefusedAndItIsNamed() throws IOException {
        Catalog catalog = read(phenix(), "refuse");
        assertThat(catalog.movies()).isEmpty();
        assertThat(MovieFolder.failed(catalog)).containsExactly("PL/B03/1@-1");
        assertThat(catalog.failures().get(0).problem().toString()).contains("3 z planes", "--z max");
        assertThat(MovieFolder.failed(read(phenix(), "4"))).containsExactly("PL/B03/1@-1");
    }

    @Test
    void aFrameThatLacksAPlaneIsNamed() throws IOException {
        MovieFolder folder = phenix();
        folder.put("Images/r02c03f01p02-ch1sk2fk1fl1.tiff", new byte[0]);
        Catalog catalog = read(folder, "max");
        assertThat(MovieFolder.failed(catalog)).containsExactly("PL/B03/1@1");
        assertThat(MovieFolder.pixels(catalog)).isEqualTo(grey(15));
    }

    @Test
    void pagesOfAFrameBecomeOneImage() throws IOException {
        MovieFolder folder =
                new MovieFolder(temp.resolve("D")).tiff("01/t000.tif", 1, 9, 2).tiff("01/t001.tif", 11, 19, 12);
        assertThat(MovieFolder.failed(read(folder, "refuse"))).containsExactly("D/-/01@-1");
        assertThat(MovieFolder.pixels(read(folder, "max")))
                .isEqualTo(Map.of("D/-/01", List.of(List.of(9), List.of(19))));
        assertThat(MovieFolder.pixels(read(folder, "2"))).isEqualTo(Map.of("D/-/01", List.of(List.of(9), List.of(19))));
        assertThat(MovieFolder.pixels(read(folder, "mean")))
                .isEqualTo(Map.of("D/-/01", List.of(List.of(4), List.of(14))));
    }

    /** Numbers after z are planes in plain names too. */
    @Test
    void plainNamesWithZAreNoTime() throws IOException {
        MovieFolder folder = new MovieFolder(temp.resolve("cells"));
        for (int z = 1; z <= 4; z++) {
            folder.tiff("cell_z0" + z + ".tif", z);
        }
        Catalog refused = read(folder, "refuse");
        assertThat(refused.movies()).isEmpty();
        assertThat(refused.failures()).hasSize(1);
        assertThat(refused.failures().get(0).problem().toString()).contains("4 z planes", "--z");
        Catalog projected = read(folder, "max");
        assertThat(projected.movies()).hasSize(1);
        assertThat(projected.movies().get(0).frameCount()).isEqualTo(1);
    }

    @Test
    void noNumberCountsInNoProjection() {
        float nan = Float.NaN;
        PlaneProjection max =
                new PlaneProjection(PlaneRef.Projection.MAXIMUM, Plane.of(2, 2, new float[] {nan, 1, -3, nan}));
        max.add(Plane.of(2, 2, new float[] {2, nan, -1, nan}), "b");
        assertThat(max.result().toFloats()).containsExactly(2, 1, -1, nan);
        PlaneProjection mean = new PlaneProjection(PlaneRef.Projection.MEAN, Plane.of(2, 1, new float[] {nan, 1}));
        mean.add(Plane.of(2, 1, new float[] {2, 4}), "b");
        assertThat(mean.result().toFloats()).containsExactly(2, 2.5f);
    }

    @Test
    void unsignedSamplesStayUnsigned() {
        PlaneProjection max =
                new PlaneProjection(PlaneRef.Projection.MAXIMUM, Plane.of(2, 1, new short[] {(short) 60000, 1}));
        max.add(Plane.of(2, 1, new short[] {2, (short) 65535}), "b");
        assertThat(max.result().toInts()).containsExactly(60000, 65535);
        PlaneProjection mean = new PlaneProjection(PlaneRef.Projection.MEAN, Plane.of(1, 1, new byte[] {(byte) 255}));
        mean.add(Plane.of(1, 1, new byte[] {(byte) 254}), "b");
        assertThat(mean.result().toInts()).containsExactly(255);
        assertThatThrownBy(() -> mean.add(Plane.of(1, 1, new short[] {1}), "c.tif"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("c.tif");
    }

    @Test
    void theSettingIsReadAndWritten() {
        for (String text : List.of("max", "mean", "refuse", "1", "17")) {
            assertThat(ZPlanes.parse(text).toString()).isEqualTo(text);
        }
        for (String text : List.of("0", "-1", "maximum", "", "1.5")) {
            assertThatThrownBy(() -> ZPlanes.parse(text)).as(text).isInstanceOf(BadConfigurationException.class);
        }
    }
}
