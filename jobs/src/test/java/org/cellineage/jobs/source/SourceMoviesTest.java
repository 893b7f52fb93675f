package org.cellineage.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Movies are found again as their run read them. */
class SourceMoviesTest {

    private static final String LAYOUT = "pattern:{plate}/{well}_s{site}_z{z}_t{frame}.tif";

    @TempDir
    private Path temp;

    private final Storage storage = new HadoopStorage(new Configuration());
    private Path input = Path.of("");
    private OutputFolder lineage = OutputFolder.open(new Configuration(), "lineage");

    @BeforeEach
    void writePlate() throws IOException {
        input = temp.resolve("in");
        Files.createDirectories(input.resolve("P1"));
        for (int z = 1; z <= 2; z++) {
            for (int t = 0; t < 2; t++) {
                image(input.resolve("P1/A01_s1_z" + z + "_t" + t + ".tif"));
            }
        }
        lineage = OutputFolder.open(new Configuration(), temp.resolve("lineage").toString());
        Path runs = Files.createDirectories(temp.resolve("lineage/_runs"));
        Files.writeString(runs.resolve("planar.json"), "{\"input\": {\"z_planes\": \"2\"}}");
        Files.writeString(runs.resolve("strict.json"), "{\"input\": {\"z_planes\": \"refuse\"}}");
    }

    private static void image(Path file) throws IOException {
        try (TiffWriter writer = new TiffWriter(Files.newOutputStream(file), 1, 32, TiffWriter.Compression.NONE, "")) {
            writer.write(Plane.of(4, 4, new short[16]));
        }
    }

    private TableMovie movie(String run, String layout, String site) {
        return new TableMovie(
                new MovieKey("P1", "A01", site), input.toString(), layout, "", run, 2, 4, 4, 0, List.of(), "");
    }

    private SourceMovie only(TableMovie movie) throws IOException {
        return new SourceMovies(storage, lineage, "Look elsewhere.")
                .of(List.of(movie))
                .get(movie.key());
    }

    @Test
    void aMovieIsReadWithTheOptionsOfItsRun() throws IOException {
        Movie found = only(movie("planar", LAYOUT, "1")).require();
        assertThat(found.frames())
                .extracting(frame -> Path.of(frame.channels().get(0).describe())
                        .getFileName()
                        .toString())
                .containsExactly("A01_s1_z2_t0.tif", "A01_s1_z2_t1.tif");
    }

    @Test
    void aMovieThatIsNoLongerThereSaysWhatToDo() throws IOException {
        SourceMovie gone = only(movie("planar", LAYOUT, "7"));
        assertThat(gone.movie()).isEmpty();
        assertThatThrownBy(gone::require).isInstanceOfSatisfying(BadInputException.class, e -> {
            assertThat(e.problem().cause()).isEqualTo("Movie P1/A01/7 no longer exists.");
            assertThat(e.problem().remedy()).isEqualTo("Look elsewhere.");
        });
    }

    @Test
    void anInputThatIsGoneIsTheReasonForAllItsMovies() throws IOException {
        input = temp.resolve("moved");
        SourceMovies sources = new SourceMovies(storage, lineage, "Look elsewhere.");
        List<TableMovie> movies = List.of(movie("planar", LAYOUT, "1"), movie("planar", LAYOUT, "2"));
        assertThat(sources.of(movies).values()).allSatisfy(movie -> {
            assertThat(movie.movie()).isEmpty();
            assertThatThrownBy(movie::require).hasMessageContaining("moved");
        });
        assertThatThrownBy(() -> sources.at(input.toString(), movies)).hasMessageContaining("moved");
    }

    /** Automatic recognition names several layouts joined by plus signs; no layout has such a name. */
    @Test
    void layoutsThatWereRecognisedTogetherAreRecognisedAgain() throws IOException {
        Path stacks = temp.resolve("both/P1");
        Files.createDirectories(stacks);
        try (TiffWriter writer = new TiffWriter(
                Files.newOutputStream(stacks.resolve("A01_s1.tif")), 2, 32, TiffWriter.Compression.NONE, "")) {
            writer.write(Plane.of(4, 4, new short[16]));
            writer.write(Plane.of(4, 4, new short[16]));
        }
        input = stacks.getParent();
        assertThat(only(movie("strict", "stacks+zip", "1")).movie()).isPresent();
    }

    @Test
    void theOnlyMovieOfANamedFolderIsTaken() throws IOException {
        Path folder = temp.resolve("elsewhere");
        Files.createDirectories(folder);
        try (TiffWriter writer = new TiffWriter(
                Files.newOutputStream(folder.resolve("movie.tif")), 2, 32, TiffWriter.Compression.NONE, "")) {
            writer.write(Plane.of(4, 4, new short[16]));
            writer.write(Plane.of(4, 4, new short[16]));
        }
        TableMovie movie = movie("strict", LAYOUT, "1");
        SourceMovies sources = new SourceMovies(storage, lineage, "Look elsewhere.");
        assertThat(sources.at(folder.toString(), List.of(movie))
                        .get(movie.key())
                        .require()
                        .frames())
                .hasSize(2);
    }
}
