package org.cellineage.format.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cellineage.format.ByteArraySeekableBytes;
import org.cellineage.format.Catalog;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.TiffOptions;
import org.cellineage.format.ZPlanes;
import org.cellineage.format.archive.ArchiveLimits;
import org.cellineage.format.archive.TemporaryFile;
import org.cellineage.format.archive.ZipArchive;
import org.cellineage.format.tiff.FuzzFiles;
import org.cellineage.format.tiff.OmeSet;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged headers, texts, archives and names: every one is read, or refused in words that say what to do. Nothing
 * crashes, hangs, or takes memory for what a header merely claims.
 *
 * <p>The same {@value #TRIALS} inputs each time. A longer run: {@code mvn -pl tracking-core test
 * -Dtest=FormatFuzzTest -DargLine="-Dcellineage.fuzz.trials=2000000 -Dcellineage.fuzz.seed=7"}.
 */
class FormatFuzzTest {

    private static final int TRIALS = 21_000;
    private static final int ALL = Integer.getInteger("cellineage.fuzz.trials", TRIALS);
    private static final long SEED = Long.getLong("cellineage.fuzz.seed", 20_261_129L);

    /** For files of a few KiB: the most planes that OME-XML may plan take 32 MiB, and copies of them as much again. */
    private static final long FEW_BYTES = 128L << 20;

    /** A byte that zstd stored may rightly become 32 KiB. */
    private static final long PER_BYTE = 1 << 15;

    private static final MovieKey KEY = new MovieKey("P", MovieKey.NO_WELL, "m");

    @TempDir
    Path temp;

    private int refused;
    private int read;

    @Test
    @Timeout(600)
    void damagedTiffHeadersAreReadOrRefusedInWords() {
        fuzzTiff(ALL / 3, false, new SplittableRandom(SEED));
        assertThat(refused).isBetween(ALL / 3 / 20, ALL / 3);
        assertThat(read).isBetween(ALL / 3 / 20, ALL / 3);
    }

    @Test
    @Timeout(600)
    void damagedDescriptionsAreReadOrRefusedInWords() {
        fuzzTiff(ALL / 3, true, new SplittableRandom(SEED + 1));
        assertThat(refused).isBetween(ALL / 3 / 20, ALL / 3);
        assertThat(read).isBetween(ALL / 3 / 20, ALL / 3);
    }

    @Test
    @Timeout(600)
    void damagedZipDirectoriesAreReadOrRefusedInWords() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED + 2);
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("B02_s1.tif", MovieFolder.tiffBytes("", 7, 5, 1, 2));
        members.put("a/b.tif", MovieFolder.tiffBytes("", 7, 5, 5, 6));
        byte[] good = MovieFolder.zip(members);
        Path file = temp.resolve("in.zip");
        for (int trial = 0; trial < ALL / 6; trial++) {
            byte[] zip = good.clone();
            FuzzFiles.damage(zip, random);
            Files.write(file, zip);
            long before = allocated();
            try (ZipArchive archive = ZipArchive.open(new LocalStorage(), file.toString(), ArchiveLimits.DEFAULTS)) {
                for (ZipArchive.Member member : archive.members()) {
                    try (TemporaryFile unpacked = archive.unpack(member.name())) {
                        assertThat(Files.size(unpacked.path())).isLessThan(1 << 20);
                    }
                }
                read++;
            } catch (BadInputException e) {
                assertActionable(e.problem());
            } catch (IOException e) {
                refused++;
            }
            assertThat(allocated() - before).as("trial %d", trial).isLessThan(FEW_BYTES);
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    @Timeout(600)
    void damagedNamesAreReadOrRefusedInWords() {
        SplittableRandom random = new SplittableRandom(SEED + 3);
        String[] names = {
            "in/B02_s1_t001.tif",
            "in/TimePoint_1/E_B02_s1_w1.TIF",
            "in/01/t000.tif",
            "in/01_GT/TRA/man_track000.tif",
            "in/img_000000001_GFP_000.tif",
            "in/Pos0/run_MMStack_Pos0_1.ome.tif",
            "in/r01c02f03p01-ch1sk1fk1fl1.tiff",
            "in/VID7_phase_A1_1_00d04h00m.tif",
            "in/movie.trk",
            "in/plate.zip",
            "in/a.companion.ome"
        };
        byte[] image = MovieFolder.tiffBytes("", 7, 5, 1);
        for (int trial = 0; trial < ALL / 6; trial++) {
            Map<String, byte[]> files = new TreeMap<>();
            String name = names[random.nextInt(names.length)];
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                String damaged = random.nextInt(4) == 0
                        ? name
                        : "in/" + FuzzFiles.damaged(name.substring(3), random).replace('\0', '_');
                files.put(damaged, random.nextInt(8) == 0 ? new byte[] {1, 2, 3} : image);
            }
            long before = allocated();
            try {
                Catalog catalog = new CatalogReader(new Held(files)).read("in", MovieFormats.AUTO);
                catalog.failures().forEach(failure -> assertActionable(failure.problem()));
                catalog.warnings().forEach(warning -> assertActionable(warning.problem()));
                read++;
            } catch (BadInputException e) {
                assertActionable(e.problem());
            } catch (IOException e) {
                refused++;
            }
            assertThat(allocated() - before)
                    .as("trial %d %s", trial, files.keySet())
                    .isLessThan(FEW_BYTES);
        }
        assertThat(read).isPositive();
    }

    private void fuzzTiff(int trials, boolean text, SplittableRandom random) {
        for (int trial = 0; trial < trials; trial++) {
            int kind = trial % FuzzFiles.kinds();
            byte[] file = FuzzFiles.file(kind, random, text);
            if (!text) {
                FuzzFiles.damage(file, random);
            }
            byte[] beside = FuzzFiles.file(random.nextInt(FuzzFiles.kinds()), random, false);
            Map<String, byte[]> folder = Map.of("in/a.ome.tif", file, "in/b.ome.tif", beside);
            long before = allocated();
            try {
                readAll(folder, random.nextBoolean());
                read++;
            } catch (BadInputException e) {
                assertActionable(e.problem());
            } catch (IOException e) {
                refused++;
            }
            assertThat(allocated() - before)
                    .as("bytes taken in trial %d", trial)
                    .isLessThan(FEW_BYTES + PER_BYTE * file.length);
        }
    }

    private void readAll(Map<String, byte[]> files, boolean grey) throws IOException {
        Storage storage = new Held(files);
        TiffOptions options = grey ? new TiffOptions(TiffOptions.Rgb.GREY) : TiffOptions.DEFAULTS;
        OmeSet.Folder folder = new StackFolder(storage, "in/a.ome.tif", List.of("a.ome.tif", "b.ome.tif"));
        StackMovies found;
        try (TiffFile tiff = TiffFile.open(storage.open("in/a.ome.tif"), "in/a.ome.tif")) {
            found = new StackFile(PlaneRef.Encoding.TIFF, "in/a.ome.tif", "")
                    .movies(KEY, tiff, folder, new ReadOptions(ZPlanes.REFUSE, options));
        }
        found.failures().forEach(failure -> assertActionable(failure.problem()));
        found.warnings().forEach(warning -> assertActionable(warning.problem()));
        try (StoragePlaneReader reader = new StoragePlaneReader(storage)) {
            for (Movie movie :
                    found.movies().subList(0, Math.min(2, found.movies().size()))) {
                for (PlaneRef plane : movie.frames().get(0).channels().subList(0, 1)) {
                    assertThat(reader.read(plane).size()).isEqualTo(movie.width() * movie.height());
                }
            }
        }
    }

    private void assertActionable(Problem problem) {
        refused++;
        assertThat(problem.where()).isNotBlank();
        assertThat(problem.cause()).endsWith(".").hasSizeGreaterThan(10).doesNotContain("null");
        assertThat(problem.remedy()).endsWith(".").hasSizeGreaterThan(10);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** Files that are held in memory. */
    private record Held(Map<String, byte[]> files) implements Storage {

        @Override
        public List<StoredFile> list(String location) {
            List<StoredFile> all = new ArrayList<>();
            new TreeMap<>(files).forEach((name, bytes) -> {
                if (name.equals(location) || name.startsWith(location.endsWith("/") ? location : location + "/")) {
                    all.add(new StoredFile(name, bytes.length, 0));
                }
            });
            return all;
        }

        @Override
        public SeekableBytes open(String location) throws IOException {
            byte[] bytes = files.get(location);
            if (bytes == null) {
                throw new FileNotFoundException(location);
            }
            return new ByteArraySeekableBytes(bytes);
        }

        @Override
        public Optional<Path> localPath(String location) {
            return Optional.empty();
        }
    }
}
