package org.cellineage.jobs.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.cellineage.format.MovieKey;
import org.cellineage.format.layout.HeaderThreads;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.run.RunRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of an input is opened for its catalog. */
class InputCatalogTest {

    private static final MovieSelection FORCED = new MovieSelection(List.of(), true, false);

    @TempDir
    private Path temp;

    private CountingStorage storage;
    private OutputFolder output;
    private Path plate;

    @BeforeEach
    void makePlate() {
        Configuration hadoop = new Configuration();
        storage = new CountingStorage(new HadoopStorage(hadoop));
        output = OutputFolder.open(hadoop, temp.resolve("lineages").toString());
        plate = temp.resolve("P7");
        for (int t = 1; t <= 5; t++) {
            for (String site : List.of("B02_s1", "B02_s2", "C03_s1")) {
                tiff("TimePoint_" + t + "/E_" + site + "_w1.TIF", 6);
                tiff("TimePoint_" + t + "/E_" + site + "_w2.TIF", 6);
            }
        }
    }

    private Path tiff(String name, int width) {
        Path file = plate.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            try (TiffWriter writer =
                    new TiffWriter(Files.newOutputStream(file), 1, width * 8L, TiffWriter.Compression.NONE, "")) {
                writer.write(Plane.of(width, 4, new short[width * 4]));
            }
            return file;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private InputCatalog catalog(MovieSelection selection, Optional<OutputFolder> kept) throws IOException {
        storage.forget();
        RunRequest request = new RunRequest(
                List.of(plate.toString()),
                "auto",
                Optional.empty(),
                Optional.empty(),
                selection,
                PipelineConfiguration.DEFAULTS);
        CatalogSource source = new CatalogSource(storage, kept, new HeaderThreads());
        return InputCatalog.read(source, request, Optional.empty(), selection::names);
    }

    private InputCatalog catalog() throws IOException {
        return catalog(MovieSelection.CHANGED, Optional.of(output));
    }

    @Test
    void aMovieCostsTwoOpensAtMostAnUnchangedOneNoneAndAChangedOneItsOwn() throws IOException {
        InputCatalog first = catalog();
        assertThat(first.movies()).hasSize(3);
        assertThat(storage.opens()).hasSizeBetween(3, 6);

        InputCatalog again = catalog();
        assertThat(storage.opens()).isEmpty();
        assertThat(again).isEqualTo(first);

        tiff("TimePoint_1/E_C03_s1_w1.TIF", 9);
        InputCatalog changed = catalog();
        assertThat(storage.opens()).isNotEmpty().allMatch(file -> file.startsWith("E_C03_s1"));
        assertThat(changed.movies().get(2).width()).isEqualTo(9);
        assertThat(changed.movies().subList(0, 2)).isEqualTo(first.movies().subList(0, 2));

        // Of the same size, at another time.
        Files.setLastModifiedTime(
                plate.resolve("TimePoint_1/E_B02_s1_w1.TIF"), FileTime.fromMillis(1_600_000_000_000L));
        assertThat(catalog().movies()).isEqualTo(changed.movies());
        assertThat(storage.opens()).isNotEmpty().allMatch(file -> file.startsWith("E_B02_s1"));
    }

    @Test
    void whatIsForcedOrHasNoOutputReadsAllHeaders() throws IOException {
        catalog();
        catalog(FORCED, Optional.of(output));
        assertThat(storage.opens()).hasSize(3);
        catalog();
        assertThat(storage.opens()).isEmpty();
        catalog(MovieSelection.CHANGED, Optional.empty());
        assertThat(storage.opens()).hasSize(3);
    }

    @Test
    void ofAPlateOnlyTheMoviesThatWereNamedAreLookedAt() throws IOException {
        InputCatalog whole = catalog(MovieSelection.CHANGED, Optional.empty());
        InputCatalog one = catalog(only("P7/B02/2"), Optional.empty());
        assertThat(storage.opens()).containsExactly("E_B02_s2_w1.TIF");
        assertThat(one.movies()).containsExactly(whole.movies().get(1));
        assertThat(one.infos().get(whole.movies().get(1).key()))
                .isEqualTo(whole.infos().get(whole.movies().get(1).key()));
        assertThat(one.leftOut()).extracting(MovieKey::id).containsExactly("P7/B02/1", "P7/C03/1");

        assertThat(catalog(only("P7/B02"), Optional.empty()).movies()).hasSize(2);
        assertThat(storage.opens()).hasSize(2);
        InputCatalog none = catalog(only("P7/H12"), Optional.empty());
        assertThat(storage.opens()).isEmpty();
        assertThat(none.leftOut()).hasSize(3);
    }

    private static MovieSelection only(String name) {
        return new MovieSelection(List.of(name), false, false);
    }

    /** Positions of a file have keys of their own, which its name does not tell. */
    @Test
    void aFileThatMayHoldOtherMoviesIsLookedAtWhateverItIsCalled() throws IOException {
        plate = temp.resolve("stacks");
        tiff("A01_s1.tif", 6);
        tiff("A02_s1.tif", 6);
        InputCatalog one = catalog(only("stacks/A01/1"), Optional.of(output));
        assertThat(storage.opens()).containsExactlyInAnyOrder("A01_s1.tif", "A02_s1.tif");
        assertThat(one.leftOut()).isEmpty();
        catalog(only("stacks/A02/1"), Optional.of(output));
        assertThat(storage.opens()).isEmpty();
    }

    @Test
    void whatArrivesBesideAMovieChangesNeitherItsNameNorItsHash() throws IOException {
        for (String input : List.of("P7", "stacks")) {
            plate = temp.resolve(input);
            tiff("B05_s1.tif", 6);
            InputCatalog before = catalog(MovieSelection.CHANGED, Optional.empty());
            tiff("B06_s1.tif", 6);
            tiff("more/movie.tif", 6);
            tiff("frames/img_0001.tif", 6);
            tiff("frames/img_0002.tif", 6);
            tiff("day 2/TimePoint_1/E_D04_s1_w1.TIF", 6);
            tiff("day 2/TimePoint_2/E_D04_s1_w1.TIF", 6);
            zip("packed.zip");
            InputCatalog after = catalog(MovieSelection.CHANGED, Optional.empty());
            assertThat(after.layouts()).isNotEqualTo(before.layouts());
            assertThat(after.movies())
                    .hasSizeGreaterThan(before.movies().size())
                    .containsAll(before.movies());
            before.infos()
                    .forEach((key, info) ->
                            assertThat(after.infos().get(key).inputHash()).isEqualTo(info.inputHash()));
        }
    }

    private void zip(String name) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(plate.resolve(name)))) {
            zip.putNextEntry(new ZipEntry("C09_s1.tif"));
            zip.write(Files.readAllBytes(plate.resolve("B05_s1.tif")));
        }
    }
}
