package org.cellineage.jobs.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
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
            try (TiffWriter writer = new TiffWriter(
                    Files.newOutputStream(file), 1, width * 8L, TiffWriter.Compression.NONE, "")) {
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
        return InputCatalog.read(storage, request, Optional.empty(), kept);
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
}
