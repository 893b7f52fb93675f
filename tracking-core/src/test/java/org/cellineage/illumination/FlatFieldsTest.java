package org.cellineage.illumination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.Calibration;
import org.cellineage.format.FrameRef;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlatFieldsTest {

    @TempDir
    private Path temp;

    private void write(String name, Plane plane) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        TiffWriter.write(Files.newOutputStream(file), plane);
    }

    private static Plane plane(int... values) {
        short[] shorts = new short[values.length];
        for (int p = 0; p < values.length; p++) {
            shorts[p] = (short) values[p];
        }
        return Plane.of(values.length / 2, 2, shorts);
    }

    private FlatFields read(String folder) throws IOException {
        return FlatFields.read(new LocalStorage(), temp.resolve(folder).toString());
    }

    @Test
    void whatTheFieldDidIsUndone() throws IOException {
        write("flat/channel1.tif", plane(100, 200, 300, 400));
        write("flat/dark1.tif", plane(20, 20, 20, 20));
        FlatFields fields = read("flat");
        // A cell of the same intensity everywhere, 1000 above the dark where the gain is 1.
        double mean = (80 + 180 + 280 + 380) / 4.0;
        short[] seen = new short[4];
        for (int p = 0; p < 4; p++) {
            seen[p] = (short) Math.round(20 + 1000 * (80 + 100 * p) / mean);
        }
        Plane other = plane(1, 2, 3, 4);
        List<Plane> corrected = fields.correct(List.of(other, Plane.of(2, 2, seen)));
        assertThat(corrected.get(0)).isSameAs(other);
        for (float value : corrected.get(1).toFloats()) {
            assertThat(value).isCloseTo(1000, offset(3f));
        }
        assertThat(FlatFields.NONE.correct(corrected)).isSameAs(corrected);
    }

    @Test
    void theHashIsOfTheCorrectionsAlone() throws IOException {
        write("one/channel0.tif", plane(100, 200, 300, 400));
        write("two/CHANNEL0.TIFF", Plane.of(2, 2, new float[] {1, 2, 3, 4}));
        write("two/notes/channel0.tif", plane(1, 1, 1, 1));
        write("three/channel1.tif", plane(100, 200, 300, 400));
        write("four/channel0.tif", plane(100, 200, 300, 400));
        write("four/dark0.tif", plane(1, 1, 1, 1));
        assertThat(read("two").hash()).isEqualTo(read("one").hash()).hasSize(64);
        assertThat(read("three").hash()).isNotEqualTo(read("one").hash());
        assertThat(read("four").hash()).isNotEqualTo(read("one").hash());
        assertThat(FlatFields.read(new LocalStorage(), "")).isSameAs(FlatFields.NONE);
        assertThat(FlatFields.NONE.hash()).isEmpty();
    }

    @Test
    void whereThereIsNoLightNothingIsMeasured() {
        float[] flat = new float[40];
        Arrays.fill(flat, 100);
        flat[3] = 1;
        flat[4] = Float.NaN;
        Plane corrected = FlatField.of(Plane.of(20, 2, flat), Optional.empty(), "flat.tif")
                .correct(Plane.of(20, 2, new byte[40]));
        assertThat(corrected.toFloats()[3]).isNaN();
        assertThat(corrected.toFloats()[4]).isNaN();
        assertThat(corrected.toFloats()[5]).isZero();
    }

    @Test
    void whatCannotBeAFlatFieldIsRefused() throws IOException {
        assertThatThrownBy(() -> FlatField.of(plane(0, 0, 0, 0), Optional.empty(), "black.tif"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("black.tif");
        assertThatThrownBy(() -> FlatField.of(plane(900, 0, 900, 0), Optional.empty(), "half.tif"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("50 %");
        assertThatThrownBy(() -> FlatField.of(plane(5, 5, 5, 5), Optional.of(plane(1, 1)), "flat.tif"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("1 x 2");
        write("dark/channel0.tif", plane(1, 1, 1, 1));
        write("dark/dark1.tif", plane(1, 1, 1, 1));
        assertThatThrownBy(() -> read("dark"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("dark1");
        write("empty/other.tif", plane(1, 1, 1, 1));
        assertThatThrownBy(() -> read("empty"))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("channel0.tif");
        write("two/channel0.tif", plane(1, 1, 1, 1));
        write("two/channel0.tiff", plane(1, 1, 1, 1));
        assertThatThrownBy(() -> read("two"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("another image");
        assertThatThrownBy(() -> read("nowhere")).isInstanceOf(BadInputException.class);
    }

    @Test
    void aMovieThatTheFieldsDoNotFitIsRefused() throws IOException {
        write("flat/channel1.tif", plane(1, 1, 1, 1));
        FlatFields fields = read("flat");
        fields.requireFits("movie", 2, 2, 2);
        assertThatThrownBy(() -> fields.requireFits("movie", 2, 3, 2))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("2 x 2")
                .hasMessageContaining("2 x 3");
        assertThatThrownBy(() -> fields.requireFits("movie", 2, 2, 1))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("channel 1");
    }

    private static Movie movie(String site, int width, int frames) {
        List<FrameRef> refs = new ArrayList<>();
        for (int t = 0; t < frames; t++) {
            refs.add(new FrameRef(t, List.of(PlaneRef.tiff(site, t))));
        }
        return new Movie(
                new MovieKey("P", "A01", site),
                site,
                width,
                8,
                PixelType.U16,
                List.of("c"),
                Calibration.UNKNOWN,
                frames,
                refs);
    }

    @Test
    void framesAreSpreadOverMoviesAndTime() {
        List<Movie> movies = new ArrayList<>();
        for (int site = 1; site <= 6; site++) {
            movies.add(movie("" + site, 8, 50));
        }
        movies.add(movie("odd", 9, 50));
        FieldSample sample = FieldSample.of(movies, 14);
        assertThat(sample.others()).extracting(Movie::source).containsExactly("odd");
        assertThat(sample.frames()).hasSize(14).doesNotHaveDuplicates();
        for (int site = 1; site <= 6; site++) {
            String own = "" + site;
            assertThat(sample.frames().stream()
                            .filter(f -> f.channels().get(0).location().equals(own)))
                    .hasSizeBetween(2, 3);
        }
        assertThat(sample.frames().stream().map(FrameRef::frame).distinct().count())
                .isGreaterThan(10);
        Collections.reverse(movies);
        assertThat(FieldSample.of(movies, 14)).isEqualTo(sample);
        assertThat(FieldSample.of(movies, 1000).frames()).hasSize(300).doesNotHaveDuplicates();
    }
}
