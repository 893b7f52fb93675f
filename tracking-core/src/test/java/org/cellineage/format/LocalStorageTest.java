package org.cellineage.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest {

    @TempDir
    Path folder;

    private final LocalStorage storage = new LocalStorage();

    @Test
    void listsFilesOfAllFoldersInOrderAndLeavesHiddenOnesOut() throws IOException {
        write("b/t001.tif");
        write("b/t000.tif");
        write("a.tif");
        write(".hidden.tif");
        write(".git/t002.tif");
        write("c d/µ.tif");
        assertThat(names(folder.toString())).containsExactly("a.tif", "b/t000.tif", "b/t001.tif", "c d/µ.tif");
        assertThat(storage.list(folder.toString()))
                .allSatisfy(f -> assertThat(f.lengthBytes()).isEqualTo(4));
    }

    @Test
    void aHiddenFolderThatIsAskedForIsListed() throws IOException {
        write(".cache/t000.tif");
        assertThat(storage.list(folder.resolve(".cache").toString())).hasSize(1);
    }

    @Test
    void pathsAndUrisMeanTheSame() throws IOException {
        write("c d/t000.tif");
        Path inner = folder.resolve("c d");
        List<StoredFile> byPath = storage.list(inner.toString());
        assertThat(storage.list(inner.toUri().toString())).isEqualTo(byPath);
        assertThat(storage.list("file:" + inner)).as("a space left as it is").isEqualTo(byPath);
        try (SeekableBytes bytes =
                storage.open(inner.resolve("t000.tif").toUri().toString())) {
            assertThat(bytes.length()).isEqualTo(4);
        }
    }

    @Test
    void linksToFoldersAndFilesAreFollowedAndCirclesLeftOut() throws IOException {
        write("plate/t000.tif");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("plate"));
        assertThat(storage.list(link.toString())).hasSize(1);
        Files.createSymbolicLink(folder.resolve("plate/t001.tif"), folder.resolve("plate/t000.tif"));
        Files.createSymbolicLink(folder.resolve("plate/broken.tif"), folder.resolve("nothing"));
        assertThat(storage.list(link.toString())).hasSize(2);
        Files.createSymbolicLink(folder.resolve("plate/round"), folder.resolve("plate"));
        Files.createDirectories(folder.resolve("plate/deep/deeper"));
        Files.createSymbolicLink(folder.resolve("plate/deep/deeper/up"), folder.resolve("plate/deep"));
        write("plate/t002.tif");
        List<Problem> leftOut = new ArrayList<>();
        assertThat(storage.list(link.toString(), leftOut::add))
                .extracting(StoredFile::name)
                .containsExactly("t000.tif", "t001.tif", "t002.tif");
        assertThat(leftOut)
                .extracting(Problem::where)
                .allMatch(where -> where.contains("round") || where.contains("up"));
        assertThat(leftOut).hasSize(2);
        assertThat(storage.list(link.toString())).hasSize(3);
    }

    @Test
    void whatIsNotThereOrCannotBeALocationIsSaid() {
        assertThatThrownBy(() -> storage.list(folder.resolve("none").toString()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> storage.list("a\0b")).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> storage.open(folder.resolve("none").toString()))
                .isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void bytesAreReadFromAnyPositionAndEndWhereTheFileEnds() throws IOException {
        write("a.tif");
        for (SeekableBytes bytes : List.of(
                storage.open(folder.resolve("a.tif").toString()),
                new ByteArraySeekableBytes(new byte[] {1, 2, 3, 4}))) {
            try (bytes) {
                byte[] target = new byte[6];
                bytes.readFully(1, target, 2, 3);
                assertThat(target).containsExactly(0, 0, 2, 3, 4, 0);
                assertThat(bytes.read(3, target, 0, 6)).isEqualTo(1);
                assertThat(bytes.read(4, target, 0, 1)).isEqualTo(-1);
                assertThat(bytes.read(1L << 40, target, 0, 1)).isEqualTo(-1);
                assertThatThrownBy(() -> bytes.readFully(2, target, 0, 3)).isInstanceOf(EOFException.class);
            }
        }
    }

    private List<String> names(String location) throws IOException {
        return storage.list(location).stream()
                .map(f -> folder.relativize(Path.of(f.location())).toString())
                .toList();
    }

    private void write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {1, 2, 3, 4});
    }
}
