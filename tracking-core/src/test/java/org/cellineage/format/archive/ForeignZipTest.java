package org.cellineage.format.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cellineage.format.LocalStorage;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives as Windows, macOS and large plates make them, byte by byte. */
class ForeignZipTest {

    private static final byte[] CONTENT = "the movie".getBytes(StandardCharsets.US_ASCII);
    private static final int UTF8 = 1 << 11;

    @TempDir
    Path temp;

    /** Writes members without compression, whatever they claim. */
    private static final class Zip {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
        private int members;

        private static ByteBuffer little(int bytes) {
            return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        Zip add(byte[] name, int flags, int method) {
            return add(name, flags, method, new byte[0], CONTENT.length);
        }

        /** With an extra field in the directory, and another size there. */
        Zip add(byte[] name, int flags, int method, byte[] extra, int size) {
            CRC32 sum = new CRC32();
            sum.update(CONTENT);
            int at = out.size();
            ByteBuffer local =
                    little(30).putInt(0x04034b50).putShort((short) 20).putShort((short) flags);
            local.putShort((short) method).putInt(0).putInt((int) sum.getValue());
            local.putInt(CONTENT.length).putInt(CONTENT.length).putShort((short) name.length);
            out.writeBytes(local.array());
            out.writeBytes(name);
            out.writeBytes(CONTENT);
            ByteBuffer record =
                    little(46).putInt(0x02014b50).putShort((short) 20).putShort((short) 20);
            record.putShort((short) flags).putShort((short) method).putInt(0).putInt((int) sum.getValue());
            record.putInt(size).putInt(size).putShort((short) name.length).putShort((short) extra.length);
            record.position(42).putInt(at);
            directory.writeBytes(record.array());
            directory.writeBytes(name);
            directory.writeBytes(extra);
            members++;
            return this;
        }

        byte[] bytes() {
            ByteBuffer end = little(22).putInt(0x06054b50).putInt(0);
            end.putShort((short) members).putShort((short) members);
            end.putInt(directory.size()).putInt(out.size());
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(out.toByteArray());
            all.writeBytes(directory.toByteArray());
            all.writeBytes(end.array());
            return all.toByteArray();
        }
    }

    private ZipArchive open(byte[] zip) throws IOException {
        return open(zip, ArchiveLimits.DEFAULTS);
    }

    private ZipArchive open(byte[] zip, ArchiveLimits limits) throws IOException {
        Path file = temp.resolve("P7.zip");
        Files.write(file, zip);
        return ZipArchive.open(new LocalStorage(), file.toString(), limits);
    }

    private void holds(byte[] zip, String... names) throws IOException {
        try (ZipArchive archive = open(zip)) {
            assertThat(archive.members()).extracting(ZipArchive.Member::name).containsExactlyInAnyOrder(names);
            for (String name : names) {
                try (TemporaryFile file = archive.unpack(name)) {
                    assertThat(Files.readAllBytes(file.path())).isEqualTo(CONTENT);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IBM437, 0, Grün/5µM_B02.tif",
        "IBM850, 0, Grün/5µM_B02.tif",
        "IBM850, 0, Øst/prøve_B02.tif",
        "IBM850, 0, São/B02.tif",
        "UTF-8, 2048, 細胞/B02.tif",
        "UTF-8, 0, 細胞/B02.tif",
        "UTF-8, 0, Zu\u0308rich/B02.tif",
    })
    void namesAreReadInTheCodePageTheyWereWrittenIn(String codePage, int flags, String name) throws IOException {
        holds(new Zip().add(name.getBytes(Charset.forName(codePage)), flags, 0).bytes(), name);
    }

    @Test
    void aNameInUnicodeBesideAnotherCounts() throws IOException {
        byte[] plain = "??_B02.tif".getBytes(StandardCharsets.US_ASCII);
        byte[] name = "細胞_B02.tif".getBytes(StandardCharsets.UTF_8);
        CRC32 sum = new CRC32();
        sum.update(plain);
        ByteBuffer extra = ByteBuffer.allocate(9 + name.length).order(ByteOrder.LITTLE_ENDIAN);
        extra.putShort((short) 0x7075).putShort((short) (5 + name.length)).put((byte) 1);
        extra.putInt((int) sum.getValue()).put(name);
        holds(new Zip().add(plain, 0, 0, extra.array(), CONTENT.length).bytes(), "細胞_B02.tif");
    }

    @Test
    void backslashesSeparateFolders() throws IOException {
        byte[] name = "P7\\B02_s1.tif".getBytes(StandardCharsets.US_ASCII);
        holds(new Zip().add(name, 0, 0).bytes(), "P7/B02_s1.tif");
    }

    @Test
    void whatMacOsKeepsBesideFilesIsNoMovie() throws IOException {
        Zip zip = new Zip();
        for (String name : new String[] {
            "__MACOSX/P7/._B02.tif", "P7/__MACOSX/B02.tif", "P7/._B02.tif", "P7/.DS_Store", "P7/", "P7/B02.tif"
        }) {
            zip.add(name.getBytes(StandardCharsets.UTF_8), UTF8, 0);
        }
        holds(zip.bytes(), "P7/B02.tif");
    }

    @ParameterizedTest
    @CsvSource({"9, Deflate64", "12, BZip2", "14, LZMA", "93, Zstandard", "99, AES", "77, number 77"})
    void otherMethodsAreRefusedByName(int method, String called) throws IOException {
        byte[] zip = new Zip()
                .add("a.tif".getBytes(StandardCharsets.US_ASCII), 0, method)
                .bytes();
        try (ZipArchive archive = open(zip)) {
            assertThatThrownBy(() -> archive.headers("a.tif"))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("P7.zip!a.tif")
                    .hasMessageContaining(called)
                    .hasMessageContaining("Deflate");
            assertThatThrownBy(() -> archive.content("a.tif")).isInstanceOf(BadInputException.class);
        }
    }

    @Test
    void encryptionIsNamed() throws IOException {
        byte[] zip =
                new Zip().add("a.tif".getBytes(StandardCharsets.US_ASCII), 1, 0).bytes();
        try (ZipArchive archive = open(zip)) {
            assertThatThrownBy(() -> archive.content("a.tif"))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("encrypted")
                    .hasMessageContaining("password");
        }
    }

    @Test
    void oneNameTwiceIsRefused() throws IOException {
        byte[] zip = new Zip()
                .add("P7/a.tif".getBytes(StandardCharsets.US_ASCII), 0, 0)
                .add("P7\\a.tif".getBytes(StandardCharsets.US_ASCII), 0, 0)
                .bytes();
        assertThatThrownBy(() -> open(zip))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("P7/a.tif")
                .hasMessageContaining("two");
    }

    @Test
    void sizesAreReadFromTheFieldForLargeArchives() throws IOException {
        ByteBuffer extra = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        extra.putShort((short) 1).putShort((short) 16).putLong(CONTENT.length).putLong(CONTENT.length);
        holds(
                new Zip()
                        .add("a.tif".getBytes(StandardCharsets.US_ASCII), 0, 0, extra.array(), -1)
                        .bytes(),
                "a.tif");
    }

    /** More members than the plain directory can count. */
    @Test
    void theDirectoryForLargeArchivesIsRead() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = 66_000;
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (int i = 0; i < count; i++) {
                ZipEntry entry = new ZipEntry(i + ".tif");
                entry.setSize(0);
                entry.setCrc(0);
                zip.putNextEntry(entry);
            }
        }
        byte[] large = out.toByteArray();
        try (ZipArchive archive = open(large, new ArchiveLimits(100_000, 1 << 20, 200, 1 << 20))) {
            assertThat(archive.members()).hasSize(count);
        }
        assertThatThrownBy(() -> open(large))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("66000 members");
    }

    @Test
    void whatStandsBeforeTheArchiveMovesItsPositions() throws IOException {
        byte[] zip =
                new Zip().add("a.tif".getBytes(StandardCharsets.US_ASCII), 0, 0).bytes();
        byte[] selfExtracting = new byte[1000 + zip.length];
        System.arraycopy(zip, 0, selfExtracting, 1000, zip.length);
        holds(selfExtracting, "a.tif");
    }
}
