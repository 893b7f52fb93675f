package org.cellineage.format.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cellineage.format.ByteArraySeekableBytes;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zip archives, honest ones and attacks. */
class ZipArchiveTest {

    private static final ArchiveLimits STRICT = new ArchiveLimits(5, 1 << 20, 20, 1 << 14);

    @TempDir
    Path temp;

    private ZipArchive open(byte[] zip, ArchiveLimits limits) throws IOException {
        Path file = temp.resolve("in.zip");
        Files.write(file, zip);
        return ZipArchive.open(new LocalStorage(), file.toString(), limits);
    }

    private static byte[] zip(Map<String, byte[]> members, int method) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(method);
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                ZipEntry entry = new ZipEntry(member.getKey());
                CRC32 sum = new CRC32();
                sum.update(member.getValue());
                entry.setSize(member.getValue().length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(member.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        return zip(Map.of(name, content), ZipOutputStream.DEFLATED);
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    /** Where the first central directory record starts; its sizes stand 20 and 24 bytes on, its flags 8. */
    private static int directoryRecord(byte[] zip) {
        for (int at = zip.length - 46; at >= 0; at--) {
            if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 1 && zip[at + 3] == 2) {
                return at;
            }
        }
        throw new AssertionError("no directory");
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void storedAndDeflatedMembersComeOutAsTheyWentIn() throws IOException {
        for (int method : new int[] {ZipOutputStream.STORED, ZipOutputStream.DEFLATED}) {
            Map<String, byte[]> members = new LinkedHashMap<>();
            members.put("b/two.tif", noise(70_001));
            members.put("a.tif", noise(3));
            members.put("empty.tif", new byte[0]);
            try (ZipArchive archive = open(zip(members, method), ArchiveLimits.DEFAULTS)) {
                assertThat(archive.members())
                        .extracting(ZipArchive.Member::name)
                        .containsExactly("a.tif", "b/two.tif", "empty.tif");
                for (Map.Entry<String, byte[]> member : members.entrySet()) {
                    Path path;
                    try (TemporaryFile file = archive.unpack(member.getKey())) {
                        path = file.path();
                        assertThat(Files.readAllBytes(path)).isEqualTo(member.getValue());
                    }
                    assertThat(path).doesNotExist();
                }
            }
        }
    }

    @Test
    void foldersHiddenFilesAndMacLeftoversAreNoMembers() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        for (String name : List.of("x/", "x/.DS_Store", "__MACOSX/x/._m.tif", "x/m.tif")) {
            members.put(name, new byte[0]);
        }
        try (ZipArchive archive = open(zip(members, ZipOutputStream.DEFLATED), ArchiveLimits.DEFAULTS)) {
            assertThat(archive.members()).extracting(ZipArchive.Member::name).containsExactly("x/m.tif");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../movie.tif",
                "a/../../movie.tif",
                "a/..",
                "..",
                "/etc/movie.tif",
                "..\\movie.tif",
                "a\\movie.tif",
                "C:/movie.tif",
                "C:movie.tif"
            })
    void namesThatPointOutsideAreRefused(String name) throws IOException {
        byte[] zip = zip(name, noise(10));
        assertThatThrownBy(() -> open(zip, ArchiveLimits.DEFAULTS))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("in.zip")
                .hasMessageContaining(name)
                .hasMessageContaining("outside");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..movie.tif", "a/movie..tif", "a...b/c.tif", "well B02 (1)/mövie.tif"})
    void dotsWithinNamesAreNoAttack(String name) throws IOException {
        try (ZipArchive archive = open(zip(name, noise(10)), ArchiveLimits.DEFAULTS);
                TemporaryFile file = archive.unpack(name)) {
            assertThat(Files.readAllBytes(file.path())).isEqualTo(noise(10));
        }
    }

    @Test
    void anArchiveThatSaysItIsABombIsRefusedUnread() throws IOException {
        byte[] ratio = zip("a.tif", new byte[1 << 19]);
        assertThatThrownBy(() -> open(ratio, STRICT))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("zip bomb")
                .hasMessageContaining("a.tif");

        Map<String, byte[]> large = new LinkedHashMap<>();
        large.put("a.tif", noise(600_000));
        large.put("b.tif", noise(600_001));
        byte[] total = zip(large, ZipOutputStream.DEFLATED);
        assertThatThrownBy(() -> open(total, STRICT))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("1200001 bytes");

        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 6; i++) {
            many.put(i + ".tif", new byte[1]);
        }
        byte[] members = zip(many, ZipOutputStream.DEFLATED);
        assertThatThrownBy(() -> open(members, STRICT))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("6 members");
    }

    @Test
    void aBombThatDeclaresASmallSizeIsStoppedWhileItUnpacks() throws IOException {
        byte[] zip = zip("a.tif", new byte[1 << 19]);
        little(zip).putInt(directoryRecord(zip) + 24, 100);
        try (ZipArchive archive = open(zip, STRICT)) {
            assertThat(archive.members().get(0).declaredBytes()).isEqualTo(100);
            assertThatThrownBy(() -> archive.unpack("a.tif"))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("zip bomb");
        }
        // Small for its ratio, too large for the archive's total.
        byte[] dense = zip("a.tif", noise((1 << 20) + 1));
        little(dense).putInt(directoryRecord(dense) + 24, 100);
        try (ZipArchive archive = open(dense, STRICT)) {
            assertThatThrownBy(() -> archive.unpack("a.tif"))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("more than 1048576 bytes");
        }
    }

    @Test
    void blankImagesAreNoBomb() throws IOException {
        byte[] blank = new byte[20 << 20];
        try (ZipArchive archive = open(zip("a.tif", blank), ArchiveLimits.DEFAULTS);
                TemporaryFile file = archive.unpack("a.tif")) {
            assertThat(Files.size(file.path())).isEqualTo(blank.length);
        }
    }

    @Test
    void anEncryptedMemberIsRefused() throws IOException {
        byte[] zip = zip("a.tif", noise(100));
        zip[directoryRecord(zip) + 8] |= 1;
        assertThatThrownBy(() -> {
                    try (ZipArchive archive = open(zip, ArchiveLimits.DEFAULTS)) {
                        archive.unpack("a.tif").close();
                    }
                })
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("in.zip");
    }

    /** Whatever byte of the archive is damaged: either the right pixels come out, or an error that says so. */
    @Test
    void aDamagedByteIsNeverReadAsPixels() throws IOException {
        byte[] content =
                "frames of a movie, frames of a movie, and so on".repeat(3).getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int method : new int[] {ZipOutputStream.STORED, ZipOutputStream.DEFLATED}) {
            byte[] whole = zip(Map.of("a.tif", content), method);
            for (int at = 0; at < whole.length; at++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= 0x15;
                try (ZipArchive archive = open(damaged, ArchiveLimits.DEFAULTS)) {
                    for (ZipArchive.Member member : archive.members()) {
                        try (TemporaryFile file = archive.unpack(member.name())) {
                            assertThat(Files.readAllBytes(file.path()))
                                    .as("method %d, byte %d", method, at)
                                    .isEqualTo(content);
                        }
                    }
                } catch (BadInputException e) {
                    refused++;
                    assertThat(e.problem().where()).contains("in.zip");
                }
            }
        }
        assertThat(refused).isGreaterThan(content.length);
    }

    @Test
    void aCutOffArchiveIsRefused() throws IOException {
        byte[] whole = zip("a.tif", noise(500));
        for (int length = 0; length < whole.length; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> open(cut, ArchiveLimits.DEFAULTS))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("in.zip");
        }
    }

    /** An archive on a bucket is copied to the local disk; the copy must go, whether it was good or bad. */
    @Test
    void noCopyOfAnArchiveFromABucketIsLeftBehind() throws IOException {
        for (String name : List.of("good.tif", "../bad.tif")) {
            byte[] zip = zip(name, noise(777));
            try (ZipArchive archive = ZipArchive.open(new Bucket(zip), "s3a://b/in.zip", ArchiveLimits.DEFAULTS)) {
                assertThat(copies(zip)).hasSize(1);
                archive.unpack("good.tif").close();
            } catch (BadInputException e) {
                assertThat(e).hasMessageContaining("bad.tif").hasMessageContaining("s3a://b/in.zip");
            }
            assertThat(copies(zip)).isEmpty();
        }
    }

    private static List<Path> copies(byte[] zip) throws IOException {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith("cellineage-"))
                    .filter(f -> {
                        try {
                            return Arrays.equals(Files.readAllBytes(f), zip);
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .toList();
        }
    }

    /** A storage of one object, not on this machine. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Bucket(byte[] object) implements Storage {
        @Override
        public List<StoredFile> list(String location) {
            return List.of(new StoredFile(location, object.length, 0));
        }

        @Override
        public SeekableBytes open(String location) {
            return new ByteArraySeekableBytes(object);
        }

        @Override
        public Optional<Path> localPath(String location) {
            return Optional.empty();
        }
    }
}
