package org.cellineage.jobs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopStorageTest {

    @TempDir
    Path folder;

    private final HadoopStorage storage = new HadoopStorage(UnreliableFileSystem.configuration());

    private Path write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    private void writeTree() throws IOException {
        for (String name : List.of(
                "b.tif",
                "a/10.tif",
                "a/9.tif",
                "a/.hidden.tif",
                ".cache/x.tif",
                "odd name %20 #1?.tif",
                "well:A01.tif",
                "_kept.tif")) {
            write(name, new byte[name.length()]);
        }
    }

    /** Hadoop alone would follow it until the system stops it. */
    @Test
    void aLinkThatLeadsBackIsLeftOut() throws IOException {
        writeTree();
        int files = storage.list(folder.toString()).size();
        Files.createSymbolicLink(folder.resolve("a/round"), folder);
        assertThat(storage.list(folder.toString())).hasSize(files);
        assertThat(storage.list("file:" + folder)).hasSize(files);
    }

    @Test
    void namesAndFindsWhatTheLocalStorageDoes() throws IOException {
        writeTree();
        LocalStorage local = new LocalStorage();
        String root = folder.toString();
        assertThat(storage.names(root, 100)).isEqualTo(local.names(root, 100)).contains("a/", "b.tif");
        for (String none : List.of("/b.tif", "/nothing", "/b.tif/x")) {
            assertThat(storage.names(root + none, 100)).isEmpty();
            assertThat(local.names(root + none, 100)).isEmpty();
        }
        assertThat(storage.names(root, 4)).isEmpty();
        for (String file : List.of("/b.tif", "/a/.hidden.tif", "/odd name %20 #1?.tif")) {
            assertThat(storage.find(root + file)).isPresent().isEqualTo(local.find(root + file));
        }
        for (String none : List.of("/a", "/nothing", "/b.tif/x")) {
            assertThat(storage.find(root + none)).isEmpty();
            assertThat(local.find(root + none)).isEmpty();
        }
    }

    @Test
    void listsWhatTheLocalStorageLists() throws IOException {
        writeTree();
        List<StoredFile> expected = new LocalStorage().list(folder.toString());
        assertThat(expected).hasSize(6);
        assertThat(storage.list(folder.toString())).isEqualTo(expected);
        assertThat(storage.list("file:" + folder)).isEqualTo(expected);
        assertThat(storage.list("file://" + folder)).isEqualTo(expected);
        assertThat(storage.list(folder + "/")).isEqualTo(expected);
    }

    @Test
    void filesUnderAFolderStartWithItsAbsoluteLocation() throws IOException {
        writeTree();
        for (String root : List.of(folder + "/./a/..", "unreliable://" + folder)) {
            String absolute = storage.absolute(root);
            assertThat(storage.list(root))
                    .isNotEmpty()
                    .allMatch(file -> file.location().startsWith(absolute + "/"));
        }
        assertThat(storage.absolute("x"))
                .isEqualTo(Path.of("x").toAbsolutePath().toString());
    }

    @Test
    void aFileIsListedAsItselfAndEveryListedLocationOpens() throws IOException {
        writeTree();
        for (String root : List.of(folder.toString(), "unreliable://" + folder)) {
            List<StoredFile> files = storage.list(root);
            assertThat(files).hasSize(6);
            for (StoredFile file : files) {
                assertThat(storage.list(file.location())).containsExactly(file);
                try (SeekableBytes bytes = storage.open(file.location())) {
                    assertThat(bytes.length()).isEqualTo(file.lengthBytes());
                }
            }
        }
    }

    @Test
    void unfinishedJobsAreLeftOutButNotWhatLiesAboveTheRoot() throws IOException {
        write("_temporary/0/part.tif", new byte[1]);
        write(".hidden/plate/a.tif", new byte[1]);
        assertThat(storage.list("unreliable://" + folder)).isEmpty();
        assertThat(storage.list("unreliable://" + folder + "/.hidden/plate")).hasSize(1);
    }

    @Test
    void aLinkedFolderIsFollowed() throws IOException {
        write("real/a.tif", new byte[3]);
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        assertThat(storage.list(folder + "/link")).extracting(StoredFile::name).containsExactly("a.tif");
    }

    @Test
    void whatTheUserCanMendIsBadInputWithTheRemedy() throws IOException {
        Map<String, String> remedies = Map.of(
                folder + "/nothing",
                "Check the spelling",
                "unreliable:///x/denied",
                "permission",
                "unreliable:///x/unreadable",
                "permission",
                "unreliable:///x/nobucket",
                "name of the bucket",
                "unreliable:///x/nokeys",
                "credentials",
                "abfs://container@account/x",
                "hadoop-azure",
                "htps://x/y",
                "Add one for htps",
                "hdfs://no-such-host.invalid/x",
                "can reach it",
                "  ",
                "s3a://bucket/folder");
        remedies.forEach((location, remedy) -> {
            BadInputException refused = catchThrowableOfType(BadInputException.class, () -> storage.list(location));
            assertThat(refused).as(location).isNotNull();
            assertThat(refused.problem().where()).contains(location);
            assertThat(refused.problem().remedy()).as(location).contains(remedy);
        });
        for (String denied : List.of("denied", "unreadable", "nobucket", "nokeys")) {
            assertThatThrownBy(() -> storage.open("unreliable:///x/" + denied)).isInstanceOf(BadInputException.class);
        }
    }

    @Test
    void whatARetryMayCureStaysAnIoExceptionAndAFaultAFault() {
        assertThatThrownBy(() -> storage.list("unreliable:///down")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> storage.open("unreliable:///down"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503");
        assertThatThrownBy(() -> storage.list("unreliable:///bug")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFileThatIsGoneOrAFolderIsNotFound() {
        assertThatThrownBy(() -> storage.open(folder + "/gone.tif")).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> storage.open(folder.toString())).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void onlyFilesOfThisMachineHaveALocalPath() throws IOException {
        assertThat(storage.localPath(folder.toString())).contains(folder);
        assertThat(storage.localPath("file:" + folder)).contains(folder);
        assertThat(storage.localPath("relative/a.tif")).contains(Path.of("relative/a.tif"));
        assertThat(storage.localPath("unreliable://" + folder)).isEmpty();
        assertThat(storage.localPath("s3a://b/c")).isEmpty();
        Configuration cluster = new Configuration();
        cluster.set("fs.defaultFS", "hdfs://name:8020");
        assertThat(new HadoopStorage(cluster).localPath("/data")).isEmpty();
    }

    @Test
    void whereThePlainPathWouldLieElsewhereLocalFilesKeepTheirScheme() throws IOException {
        write("a.tif", new byte[3]);
        Configuration cluster = UnreliableFileSystem.configuration();
        cluster.set("fs.defaultFS", "unreliable:///");
        HadoopStorage there = new HadoopStorage(cluster);
        String listed = there.list("file:" + folder).get(0).location();
        assertThat(listed).isEqualTo("file:" + folder + "/a.tif");
        assertThat(there.localPath(listed)).contains(folder.resolve("a.tif"));
        assertThat(there.list(folder.toString()).get(0).location()).startsWith("unreliable:/");
    }

    @Test
    void readsOfAnySizeAtAnyPlaceGiveTheFilesBytes() throws IOException {
        Random random = new Random(5);
        byte[] content = new byte[3 * HadoopSeekableBytes.FIRST_WINDOW_BYTES + 777];
        random.nextBytes(content);
        Path file = write("a.bin", content);
        try (SeekableBytes bytes = storage.open("unreliable://" + file)) {
            for (int round = 0; round < 4000; round++) {
                int position = random.nextInt(content.length);
                int most = random.nextInt(8) == 0 ? content.length : 300;
                int count = 1 + random.nextInt(Math.min(most, content.length - position));
                byte[] target = new byte[count + 2];
                bytes.readFully(position, target, 1, count);
                assertThat(Arrays.copyOfRange(target, 1, count + 1))
                        .isEqualTo(Arrays.copyOfRange(content, position, position + count));
                assertThat(target[0]).isZero();
                assertThat(target[count + 1]).isZero();
            }
            assertThat(bytes.read(content.length, new byte[1], 0, 1)).isEqualTo(-1);
            assertThat(bytes.read(content.length + 5L, new byte[1], 0, 1)).isEqualTo(-1);
            assertThat(bytes.read(content.length - 1L, new byte[9], 0, 9)).isEqualTo(1);
            assertThatThrownBy(() -> bytes.readFully(content.length - 1L, new byte[9], 0, 9))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void manySmallReadsAreOneReadOfTheFileSystem() throws IOException {
        Path file = write("a.bin", new byte[HadoopSeekableBytes.FIRST_WINDOW_BYTES]);
        long before = UnreliableFileSystem.getStatistics("unreliable", UnreliableFileSystem.class)
                .getBytesRead();
        try (SeekableBytes bytes = storage.open("unreliable://" + file)) {
            for (int position = 0; position < 60_000; position += 7) {
                bytes.readFully(position, new byte[12], 0, 12);
            }
        }
        long read = UnreliableFileSystem.getStatistics("unreliable", UnreliableFileSystem.class)
                        .getBytesRead()
                - before;
        assertThat(read).isEqualTo(HadoopSeekableBytes.FIRST_WINDOW_BYTES);
    }

    @Test
    void stripAfterStripNeedsFewRequestsAndEveryByteOnce() throws IOException {
        int length = 8 << 20;
        Path file = write("a.bin", new byte[length]);
        FileSystem.Statistics statistics = UnreliableFileSystem.getStatistics("unreliable", UnreliableFileSystem.class);
        long bytesBefore = statistics.getBytesRead();
        UnreliableFileSystem.reads = 0;
        try (SeekableBytes bytes = storage.open("unreliable://" + file)) {
            for (int position = 0; position < length; position += 8192) {
                bytes.readFully(position, new byte[8192], 0, 8192);
            }
        }
        assertThat(UnreliableFileSystem.reads).isLessThan(12);
        assertThat(statistics.getBytesRead() - bytesBefore).isEqualTo(length);
    }

    @Test
    void travelsToExecutorsWithItsSettingsAndShowsNoSecrets() throws Exception {
        Configuration configuration = UnreliableFileSystem.configuration();
        configuration.set("fs.s3a.secret.key", "hunter2");
        HadoopSettings settings = HadoopSettings.of(configuration);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
            out.writeObject(settings);
        }
        assertThat(sent.size()).isLessThan(4000);
        HadoopSettings received;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
            received = (HadoopSettings) in.readObject();
        }
        assertThat(received.configuration().get("fs.s3a.secret.key")).isEqualTo("hunter2");
        for (Map.Entry<String, String> entry : configuration) {
            assertThat(received.configuration().getRaw(entry.getKey())).isEqualTo(entry.getValue());
        }
        assertThat(received.toString()).doesNotContain("hunter2");
        write("a.tif", new byte[1]);
        assertThat(new HadoopStorage(received.configuration()).list("unreliable://" + folder))
                .hasSize(1);
    }
}
