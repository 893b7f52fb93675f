package org.cellineage.format.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cellineage.format.Catalog;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Movie;
import org.cellineage.format.PlaneRef;
import org.cellineage.image.PixelType;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real plates and movies; what must come out was counted by hand from the folders. */
class RealPlateTest {

    private static Catalog read(Path path) throws IOException {
        return new CatalogReader(new LocalStorage()).read(path.toString(), MovieFormats.AUTO);
    }

    private static List<String> ids(Catalog catalog) {
        return catalog.movies().stream().map(m -> m.key().id()).toList();
    }

    @Test
    void anImageXpressPlateWithTimePointsAndWavelengths() throws IOException {
        Path plate = SharedData.require("plates/imagexpress/9987_Plate_3435");
        Catalog catalog = read(plate);

        assertThat(catalog.layout()).isEqualTo("imagexpress");
        assertThat(catalog.failures()).isEmpty();
        assertThat(ids(catalog))
                .containsExactly(
                        "9987_Plate_3435/B02/1",
                        "9987_Plate_3435/B02/2",
                        "9987_Plate_3435/B03/1",
                        "9987_Plate_3435/B03/2");
        for (Movie movie : catalog.movies()) {
            assertThat(movie.channels()).containsExactly("w1_DAPI", "w2_FITC");
            assertThat(movie.frameCount()).isEqualTo(2);
            assertThat(List.of(movie.width(), movie.height())).containsExactly(256, 256);
            assertThat(movie.pixelType()).isEqualTo(PixelType.U16);
            for (int t = 0; t < 2; t++) {
                for (int w = 0; w < 2; w++) {
                    PlaneRef plane = movie.frames().get(t).channels().get(w);
                    assertThat(Path.of(plane.location()))
                            .isEqualTo(plate.resolve("TimePoint_" + (t + 1) + "/9987_"
                                    + movie.key().well() + "_s" + movie.key().site() + "_w" + (w + 1) + ".TIF"));
                }
            }
        }
    }

    @Test
    void anImageXpressTreeWithZStepsThumbnailsAndUniqueNames() throws IOException {
        Path tree = SharedData.require("plates/imagexpress/SingleChannel");
        Catalog catalog = read(tree);

        assertThat(catalog.layout()).isEqualTo("imagexpress");
        assertThat(catalog.failures()).isEmpty();
        String plate = "SingleChannel_2023-02-21_1334";
        assertThat(ids(catalog))
                .containsExactly(plate + "/E07/1", plate + "/E07/2", plate + "/E08/1", plate + "/E08/2");
        assertThat(catalog.movies()).allSatisfy(movie -> {
            assertThat(movie.frameCount()).isEqualTo(1);
            assertThat(movie.channels()).hasSize(1);
            assertThat(List.of(movie.width(), movie.height())).containsExactly(512, 512);
            assertThat(movie.frames().get(0).channels().get(0).location())
                    .doesNotContain("thumb")
                    .doesNotContain("ZStep");
        });
        // Given from further down, the movies are the same.
        assertThat(read(tree.resolve("2023-02-21/1334")).movies()).isEqualTo(catalog.movies());
    }

    @ParameterizedTest
    @CsvSource({
        "Fluo-N2DL-HeLa, 02, 29, 1100, 700, U16",
        "Fluo-N2DH-GOWT1, 02, 60, 1024, 1024, U8",
        "Fluo-C2DL-MSC, 01, 20, 992, 832, U16",
        "PhC-C2DH-U373, 02, 60, 696, 520, U8"
    })
    void aCtcDatasetAndOneOfItsSequencesAreTheSameMovie(
            String dataset, String sequence, int frames, int width, int height, PixelType type) throws IOException {
        Path folder = SharedData.require("movies/" + dataset);
        Catalog catalog = read(folder);

        assertThat(catalog.layout()).isEqualTo("ctc");
        assertThat(catalog.failures()).isEmpty();
        assertThat(ids(catalog)).containsExactly(dataset + "/-/" + sequence);
        Movie movie = catalog.movies().get(0);
        assertThat(movie.frames()).hasSize(frames).hasSize(movie.frameCount());
        assertThat(List.of(movie.width(), movie.height())).containsExactly(width, height);
        assertThat(movie.pixelType()).isEqualTo(type);
        assertThat(read(folder.resolve(sequence)).movies()).isEqualTo(catalog.movies());
    }

    @Test
    void aDatasetHasAllItsSequences() throws IOException {
        Catalog catalog = read(SharedData.require("movies/Fluo-N2DH-SIM+"));
        assertThat(ids(catalog)).containsExactly("Fluo-N2DH-SIM+/-/01", "Fluo-N2DH-SIM+/-/02");
        assertThat(catalog.movies()).extracting(Movie::frameCount).containsExactly(65, 55);
        assertThat(catalog.movies()).extracting(Movie::width).containsExactly(628, 739);
    }

    @Test
    void aFolderOfMasksIsAMovieOfFrames() throws IOException {
        Catalog catalog = read(SharedData.require("ctc-evaluation/01_RES"));
        assertThat(catalog.layout()).isEqualTo("frames");
        assertThat(catalog.failures()).isEmpty();
        assertThat(ids(catalog)).containsExactly("ctc-evaluation/-/01_RES");
        assertThat(catalog.movies().get(0).frames()).hasSize(48);
    }

    @Test
    void trkFilesAreMovies() throws IOException {
        Catalog catalog = read(SharedData.require("trk"));
        assertThat(catalog.layout()).isEqualTo("trk");
        assertThat(catalog.failures()).isEmpty();
        assertThat(catalog.movies())
                .extracting(m -> m.key().site().replaceAll("^trk_", ""))
                .containsExactly("deepcell_0.6.5_synthetic", "real_gif_3t3");
        Movie real = catalog.movies().get(1);
        assertThat(real.frames()).hasSize(30);
        assertThat(List.of(real.width(), real.height())).containsExactly(182, 154);
        try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage())) {
            float[] samples =
                    reader.read(real.frames().get(7).channels().get(0)).toFloats();
            double sum = 0;
            for (float sample : samples) {
                sum += sample;
            }
            // As numpy adds them.
            assertThat(sum).isEqualTo(455957.0);
        }
        // A single file is the same movie.
        Catalog one = read(SharedData.require("trk/real_gif_3t3.trk"));
        assertThat(one.movies().get(0).key().site()).isEqualTo("real_gif_3t3");
        assertThat(one.movies().get(0).frames()).isEqualTo(real.frames());
    }
}
