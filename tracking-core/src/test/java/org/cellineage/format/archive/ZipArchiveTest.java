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
import java.util.SplittableRandom;
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
                "a\\..\\..\\movie.tif",
                "\\server\\movie.tif",
                "C:/movie.tif",
                "C:\\movie.tif",
                "C:movie.tif"
            })
    void namesThatPointOutsideAreRefused(String name) throws IOException {
        byte[] zip = zip(name, noise(10));
        assertThatThrownBy(() -> open(zip, ArchiveLimits.DEFAULTS))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("in.zip")
                .hasMessageContaining(name.replace('\\', '/'))
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

    /** Of an archive in a bucket, the directory and what is asked for are read; nothing is left on the local disk. */
    @Test
    void anArchiveInABucketIsNotCopied() throws IOException {
        for (int method : new int[] {ZipOutputStream.STORED, ZipOutputStream.DEFLATED}) {
            Map<String, byte[]> movies = new LinkedHashMap<>();
            for (int i = 0; i < 20; i++) {
                movies.put("m" + i + ".tif", noise(300_000 + i));
            }
            Bucket bucket = new Bucket(zip(movies, method));
            int before = TemporaryFile.open();
            try (ZipArchive archive = ZipArchive.open(bucket, "s3a://b/in.zip", ArchiveLimits.DEFAULTS)) {
                assertThat(bucket.read).isLessThan(70_000);
                byte[] header = new byte[100];
                for (ZipArchive.Member member : archive.members()) {
                    try (SeekableBytes bytes = archive.headers(member.name())) {
                        assertThat(bytes.length()).isEqualTo(movies.get(member.name()).length);
                        bytes.readFully(0, header, 0, header.length);
                        assertThat(header).isEqualTo(Arrays.copyOf(movies.get(member.name()), header.length));
                    }
                }
                // The directory, and at most one buffer of each movie.
                assertThat(bucket.read).isLessThan(70_000 + 20 * 70_000);
                assertThat(TemporaryFile.open()).isEqualTo(before);
                bucket.read = 0;
                try (SeekableBytes bytes = archive.content("m3.tif")) {
                    byte[] all = new byte[(int) bytes.length()];
                    bytes.readFully(0, all, 0, all.length);
                    assertThat(all).isEqualTo(movies.get("m3.tif"));
                }
                assertThat(bucket.read).isLessThan(2 * 300_000 + 70_000);
            }
            assertThat(TemporaryFile.open()).isEqualTo(before);
        }
    }

    /** Any part in any order, whether it lies in memory or on the disk by then. */
    @Test
    void aMemberThatIsUnpackedAsItIsReadGivesTheSameBytes() throws IOException {
        byte[] content = noise(700_001);
        try (ZipArchive archive = open(zip("a.tif", content), ArchiveLimits.DEFAULTS);
                SeekableBytes bytes = archive.headers("a.tif")) {
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < 200; i++) {
                int from = random.nextInt(content.length);
                int count = random.nextInt(Math.min(50_000, content.length - from) + 1);
                byte[] part = new byte[count];
                bytes.readFully(from, part, 0, count);
                assertThat(part).isEqualTo(Arrays.copyOfRange(content, from, from + count));
            }
            assertThat(bytes.read(content.length, new byte[1], 0, 1)).isEqualTo(-1);
        }
    }

    @Test
    void filesThatAreGoneAreNotRemembered() throws IOException {
        int before = TemporaryFile.open();
        for (int i = 0; i < 50; i++) {
            TemporaryFile.create().close();
        }
        assertThat(TemporaryFile.open()).isEqualTo(before);
    }

    /** A storage of one object, not on this machine, that counts what is read of it. */
    private static final class Bucket implements Storage {
        private static final long serialVersionUID = 1L;

        private final byte[] object;
        private long read;

        Bucket(byte[] object) {
            this.object = object;
        }

        @Override
        public List<StoredFile> list(String location) {
            return List.of(new StoredFile(location, object.length, 0));
        }

        @Override
        public SeekableBytes open(String location) {
            SeekableBytes bytes = new ByteArraySeekableBytes(object);
            return new SeekableBytes() {
                @Override
                public long length() throws IOException {
                    return bytes.length();
                }

                @Override
                public int read(long position, byte[] target, int offset, int count) throws IOException {
                    int n = bytes.read(position, target, offset, count);
                    read += Math.max(0, n);
                    return n;
                }

                @Override
                public void close() throws IOException {
                    bytes.close();
                }
            };
        }
    }
}
