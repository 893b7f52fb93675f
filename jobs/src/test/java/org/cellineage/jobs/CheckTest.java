package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} tells of inputs, to people and to programs. */
class CheckTest {

    private static final String CALIBRATED =
            "ImageJ=1.53t\nimages=3\nframes=3\nfinterval=300\nunit=micron\nspacing=1.0\n";

    @TempDir
    Path temporary;

    private record Outcome(int status, String out, String err) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    private static Outcome check(String... arguments) {
        List<String> command = new ArrayList<>(List.of("check"));
        command.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Cellineage.run(command.toArray(new String[0]), new PrintWriter(out), new PrintWriter(err));
        return new Outcome(status, out.toString(), err.toString());
    }

    private static void images(Path file, int pages, String description) throws IOException {
        Files.createDirectories(file.getParent());
        try (TiffWriter writer =
                new TiffWriter(Files.newOutputStream(file), pages, 64, TiffWriter.Compression.NONE, description)) {
            for (int page = 0; page < pages; page++) {
                writer.write(Plane.of(8, 4, new short[32]));
            }
        }
    }

    private static List<String> keys(JsonNode object) {
        return Lists.newArrayList(object.fieldNames());
    }

    @Test
    void theDocumentHoldsInputsMoviesFailuresAndWarnings() throws IOException {
        Path plate = temporary.resolve("P7");
        images(plate.resolve("B02_s1.tif"), 3, CALIBRATED);
        images(plate.resolve("B03_s2.tif"), 4, "");
        Files.writeString(plate.resolve("B04_s1.tif"), "no image");
        Outcome outcome = check("--input", plate.toString(), "--layout", "stacks", "--json");
        assertThat(outcome.status()).isEqualTo(4);
        JsonNode document = outcome.json();
        assertThat(keys(document)).containsExactly("inputs", "movies", "failures", "warnings");
        JsonNode input = document.get("inputs").get(0);
        assertThat(keys(input)).containsExactly("location", "layout", "why");
        assertThat(input.get("location").asText()).isEqualTo(plate.toString());
        assertThat(input.get("layout").asText()).isEqualTo("stacks");
        assertThat(document.get("movies")).hasSize(2);
        JsonNode first = document.get("movies").get(0);
        assertThat(keys(first))
                .containsExactly(
                        "plate",
                        "well",
                        "site",
                        "frames",
                        "frames_missing",
                        "width_px",
                        "height_px",
                        "pixel_type",
                        "channels",
                        "pixel_size_um",
                        "frame_interval_s",
                        "source");
        assertThat(first.get("plate").asText()).isEqualTo("P7");
        assertThat(first.get("well").asText()).isEqualTo("B02");
        assertThat(first.get("site").asText()).isEqualTo("1");
        assertThat(first.get("frames").asInt()).isEqualTo(3);
        assertThat(first.get("frames_missing").asInt()).isZero();
        assertThat(first.get("width_px").asInt()).isEqualTo(8);
        assertThat(first.get("height_px").asInt()).isEqualTo(4);
        assertThat(first.get("pixel_type").asText()).isEqualTo("u16");
        assertThat(first.get("channels").get(0).asText()).isEqualTo("channel0");
        assertThat(first.get("frame_interval_s").asDouble()).isEqualTo(300);
        assertThat(first.get("pixel_size_um").isNull()).isTrue();
        assertThat(first.get("source").asText()).endsWith("P7/B02_s1.tif");
        assertThat(document.get("movies").get(1).get("frame_interval_s").isNull())
                .isTrue();
        assertThat(document.get("failures")).hasSize(1);
        JsonNode failure = document.get("failures").get(0);
        assertThat(keys(failure)).containsExactly("movie", "frame", "where", "cause", "fix");
        assertThat(failure.get("movie").asText()).isEqualTo("P7/B04/1");
        assertThat(failure.get("frame").isNull()).isTrue();
        assertThat(failure.get("where").asText()).endsWith("P7/B04_s1.tif");
        assertThat(failure.get("cause").asText()).isNotEmpty();
        assertThat(failure.get("fix").asText()).isNotEmpty();
    }

    @Test
    void whatIsDoubtfulIsToldInTheDocumentAndInTheText() throws IOException {
        Path plate = temporary.resolve("many");
        for (int well = 1; well <= 6; well++) {
            images(plate.resolve("B0" + well + "_s1.tif"), 1, "");
        }
        Outcome json = check("--input", plate.toString(), "--layout", "stacks", "--json");
        assertThat(json.status()).isZero();
        JsonNode warning = json.json().get("warnings").get(0);
        assertThat(keys(warning)).containsExactly("movie", "frame", "where", "cause", "fix");
        Outcome text = check("--input", plate.toString(), "--layout", "stacks");
        assertThat(text.status()).isZero();
        assertThat(text.out())
                .contains("warning: ")
                .contains(warning.get("cause").asText());
    }

    @Test
    void anInputThatCannotBeUsedAtAllIsInTheDocumentAndInTheBox() throws IOException {
        String nowhere = temporary.resolve("nowhere").toString();
        Outcome outcome = check("--input", nowhere, "--json");
        assertThat(outcome.status()).isEqualTo(2);
        JsonNode failure = outcome.json().get("failures").get(0);
        assertThat(failure.get("movie").isNull()).isTrue();
        assertThat(failure.get("where").asText()).isEqualTo(nowhere);
        assertThat(outcome.json().get("movies")).isEmpty();
        assertThat(outcome.err()).contains("user action required", nowhere);
    }

    @Test
    void zPlanesAreReadAsTheOptionOrTheSettingSays() throws IOException {
        Path folder = temporary.resolve("z");
        for (int t = 1; t <= 3; t++) {
            for (int z = 1; z <= 2; z++) {
                images(folder.resolve("B02_t" + t + "_z" + z + ".tif"), 1, "");
            }
        }
        String[] plain = {"--input", folder.toString(), "--layout", "pattern:{well}_t{frame}_z{z}.tif", "--json"};
        assertThat(check(plain).json().get("movies")).isEmpty();
        for (String[] more : new String[][] {
            {"--z", "max"},
            {"--z", "2"},
            {"--set", "input.z_planes=mean"},
            {"--z", "max", "--set", "input.z_planes=refuse"}
        }) {
            List<String> arguments = new ArrayList<>(List.of(plain));
            arguments.addAll(List.of(more));
            JsonNode movies = check(arguments.toArray(new String[0])).json().get("movies");
            assertThat(movies).as(String.join(" ", more)).hasSize(1);
            assertThat(movies.get(0).get("frames").asInt()).isEqualTo(3);
        }
        Outcome wrong = check("--input", folder.toString(), "--z", "some");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("--z some", "max, mean, refuse");
        assertThat(check("--input", folder.toString(), "--rgb", "blue").err()).contains("channels or grey");
        assertThat(check("--input", folder.toString(), "--set", "input.z_planes=some")
                        .err())
                .contains("input.z_planes must be refuse, max, mean");
    }

    /** Label images are checked as the run would use them: found, missing, or laid on frames under other numbers. */
    @Test
    void givenLabelsAreCheckedWithTheMovies() throws IOException {
        Path images = temporary.resolve("given/images");
        Path masks = temporary.resolve("given/masks");
        for (int t = 1; t <= 4; t++) {
            images(images.resolve("img_000" + t + ".tif"), 1, "");
            images(masks.resolve("mask00" + (t - 1) + ".tif"), 1, "");
        }
        Outcome aligned = check("-i", images.toString(), "--labels", masks.toString(), "--json");
        assertThat(aligned.status()).isZero();
        assertThat(aligned.json().get("movies")).hasSize(1);
        JsonNode warning = aligned.json().get("warnings").get(0);
        assertThat(warning.get("cause").asText()).contains("Numbers differ by a constant");
        assertThat(warning.get("movie").asText()).isEqualTo("given/-/images");
        assertThat(check("-i", images.toString(), "--labels", masks.toString()).out())
                .contains("warning: ", "Numbers differ by a constant");
        Files.delete(masks.resolve("mask003.tif"));
        Outcome unclear = check("-i", images.toString(), "--tracks", masks.toString(), "--json");
        assertThat(unclear.status()).isEqualTo(2);
        assertThat(unclear.json().get("movies")).isEmpty();
        assertThat(unclear.json().get("failures").get(0).get("cause").asText()).contains("not clear");
        Files.delete(images.resolve("img_0001.tif"));
        Path named = temporary.resolve("given/named");
        for (int t = 3; t <= 4; t++) {
            images(named.resolve("img_000" + t + ".tif"), 1, "");
        }
        Outcome missing = check("-i", images.toString(), "--labels", named.toString(), "--json");
        assertThat(missing.status()).isEqualTo(4);
        assertThat(missing.json().get("failures")).hasSize(1);
        assertThat(missing.json().get("failures").get(0).get("frame").asInt()).isZero();
    }

    @Test
    void theSizingIsThatOfTheSegmenterThatIsSet() throws IOException {
        Path plate = temporary.resolve("sizes");
        images(plate.resolve("B02_s1.tif"), 3, "");
        assertThat(check("--input", plate.toString(), "--layout", "stacks").out())
                .contains("with the network segmenter");
        assertThat(check("--input", plate.toString(), "--layout", "stacks", "--set", "segmentation.method=classical")
                        .out())
                .contains("with the classical segmenter");
    }
}
