package org.cellineage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles read from folders, written to them and told apart by their hash. */
class ModelFilesTest {

    private static ModelFiles files(Map<String, String> contents) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        contents.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return new ModelFiles("mine", files);
    }

    private static final ModelFiles SOME =
            files(Map.of("model.json", "{}", "saved_model.pb", "pb", "variables/variables.index", "", "a b/c", "\0\1"));

    private static void assertSameFiles(ModelFiles actual, ModelFiles expected) {
        assertThat(actual.files().keySet()).isEqualTo(expected.files().keySet());
        expected.files()
                .forEach((path, content) ->
                        assertThat(actual.file(path)).as(path).isEqualTo(content));
        assertThat(actual.hash()).isEqualTo(expected.hash());
    }

    @Test
    void whatIsWrittenIsReadAgainHoweverTheFolderIsNamed(@TempDir Path temporary) throws IOException {
        Path folder = temporary.resolve("models/mine");
        SOME.writeTo(folder);
        Files.writeString(folder.resolve(".hidden"), "x");
        Files.writeString(temporary.resolve("models/mine too"), "not of this bundle");
        Path here = Path.of("").toAbsolutePath();
        String relative = here.relativize(folder.toAbsolutePath()).toString();
        assertThat(relative).startsWith("..");
        for (String location : new String[] {
            folder.toString(), folder + "/", folder + "/../mine", "file:" + folder, relative, "./" + relative + "/"
        }) {
            ModelFiles read = ModelFiles.read(new LocalStorage(), location);
            assertThat(read.where()).isEqualTo(location);
            assertSameFiles(read, SOME);
        }
    }

    @Test
    void aFileOrNothingIsNoBundle(@TempDir Path folder) throws IOException {
        SOME.writeTo(folder);
        assertThatThrownBy(() -> ModelFiles.read(new LocalStorage(), folder + "/model.json"))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("There is no model.json in this folder.");
        assertThatThrownBy(() -> ModelFiles.read(new LocalStorage(), folder + "/none"))
                .isInstanceOf(BadInputException.class);
    }

    /** A plate that is given for a model by mistake may hold terabytes. */
    @Test
    void nothingIsReadOfAFolderThatIsNoBundle(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("below"));
        Files.writeString(folder.resolve("below/model.json"), "{}");
        LocalStorage local = new LocalStorage();
        Storage unread = new Storage() {
            private static final long serialVersionUID = 1L;

            @Override
            public List<StoredFile> list(String location) throws IOException {
                return local.list(location);
            }

            @Override
            public SeekableBytes open(String location) {
                throw new AssertionError(location + " is read");
            }
        };
        assertThatThrownBy(() -> ModelFiles.read(unread, folder.toString()))
                .isInstanceOf(BadConfigurationException.class);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> SOME.file("labels.txt"))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageStartingWith("mine/labels.txt: ");
    }

    @Test
    void anyChangeOfAPathOrAContentChangesTheHash() {
        Map<String, String> before = Map.of("a", "xy", "b", "z");
        assertThat(files(new TreeMap<>(before)).hash()).isEqualTo(files(before).hash());
        assertThat(new ModelFiles("elsewhere", files(before).files()).hash())
                .isEqualTo(files(before).hash());
        assertThat(Stream.of(
                                before,
                                Map.of("a", "xz", "b", "z"),
                                Map.of("a", "x", "b", "yz"),
                                Map.of("a", "xyz", "b", ""),
                                Map.of("a", "xyz"),
                                Map.of("a", "xy", "c", "z"),
                                Map.of("a", "z", "b", "xy"),
                                Map.of("a", "xyb\n1\nz"),
                                Map.of("a", "xybz"),
                                Map.of("axy", "", "b", "z"))
                        .map(contents -> files(contents).hash())
                        .distinct())
                .hasSize(10);
    }

    /** The sum of "abc" in FIPS 180-2. */
    @Test
    void checksumsAreThoseOfTheStandard() {
        assertThat(ModelFiles.sha256("abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
