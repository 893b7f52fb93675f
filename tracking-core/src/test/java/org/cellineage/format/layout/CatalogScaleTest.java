package org.cellineage.format.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellineage.format.ByteArraySeekableBytes;
import org.cellineage.format.Catalog;
import org.cellineage.format.Description;
import org.cellineage.format.HeaderCache;
import org.cellineage.format.Headers;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.MovieOutline;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much is opened, listed and held for a catalog. */
class CatalogScaleTest {

    private static final int FRAMES = 6;

    @TempDir
    Path temp;

    private MovieFolder plate() {
        MovieFolder folder = new MovieFolder(temp.resolve("PL"));
        for (int t = 1; t <= FRAMES; t++) {
            for (String movie : List.of("B02_s1", "B02_s2", "C03_s1")) {
                folder.tiff("TimePoint_" + t + "/E_" + movie + "_w1.TIF", t)
                        .tiff("TimePoint_" + t + "/E_" + movie + "_w2.TIF", 100 + t);
            }
        }
        return folder.put(
                "PL.HTD",
                "\"WaveName1\", \"DAPI\"\r\n\"WaveName2\", \"Cy5\"\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aMovieCostsTwoOpensAtMostAndARerunNone() throws IOException {
        String root = plate().root().toString();
        CountingStorage storage = new CountingStorage();
        HeaderCache cache = new KeptHeaders();
        CatalogReader reader = new CatalogReader(storage, cache, ReadOptions.DEFAULTS);

        Catalog first = reader.read(root, MovieFormats.AUTO);

        assertThat(first.movies()).hasSize(3);
        assertThat(first.movies().get(0).channels()).containsExactly("w1_DAPI", "w2_Cy5");
        assertThat(storage.lists()).isEqualTo(1);
        long images = storage.opens().keySet().stream()
                .filter(f -> f.endsWith(".TIF"))
                .count();
        assertThat(images).isEqualTo(3);

        storage.reset();
        assertThat(reader.read(root, MovieFormats.AUTO)).isEqualTo(first);
        assertThat(storage.opens()).isEmpty();
        assertThat(storage.lists()).isEqualTo(1);
        // Whether the input is OME-Zarr, which must be known before a listing: of the root and four of its folders.
        assertThat(storage.finds()).isLessThanOrEqualTo(30);

        // The header of one movie changes: it alone is looked at again.
        new MovieFolder(temp.resolve("PL")).put("TimePoint_1/E_C03_s1_w1.TIF", MovieFolder.tiffBytes("", 9, 4, 5));
        storage.reset();
        Catalog changed = reader.read(root, MovieFormats.AUTO);
        assertThat(storage.opens().keySet())
                .allSatisfy(file -> assertThat(file).endsWithIgnoringCase("E_C03_s1_w1.TIF"));
        assertThat(changed.movies().get(2).width()).isEqualTo(9);
    }

    @Test
    void stacksZipsAndTrackFilesAreOpenedOnceAndThenKept() throws IOException {
        MovieFolder folder = new MovieFolder(temp.resolve("in"))
                .tiff("B02_s1.tif", 1, 2)
                .text("broken.tif")
                .put("Z.zip", MovieFolder.zip(Map.of("B02_s1.tif", MovieFolder.tiffBytes("", 7, 5, 1, 2))));
        CountingStorage storage = new CountingStorage();
        CatalogReader reader = new CatalogReader(storage, new KeptHeaders(), ReadOptions.DEFAULTS);
        Catalog first = reader.read(folder.root().toString(), MovieFormats.AUTO);
        assertThat(first.movies()).extracting(m -> m.key().id()).containsExactly("Z/B02/1", "in/B02/1");
        assertThat(MovieFolder.failed(first)).containsExactly("in/-/broken@-1");
        assertThat(storage.allOpens()).isLessThanOrEqualTo(4);

        storage.reset();
        assertThat(reader.read(folder.root().toString(), MovieFormats.AUTO)).isEqualTo(first);
        assertThat(storage.opens()).isEmpty();
    }

    @Test
    void whatAStorageDoesNotGiveOutIsTriedAgain() throws IOException {
        MovieFolder folder = new MovieFolder(temp.resolve("in")).tiff("B02_s1.tif", 1, 2);
        HeaderCache cache = new KeptHeaders();
        Storage refusing = new Storage() {
            @Override
            public List<StoredFile> list(String location) throws IOException {
                return new LocalStorage().list(location);
            }

            @Override
            public SeekableBytes open(String location) throws IOException {
                throw new IOException("503 Slow Down");
            }

            @Override
            public Optional<StoredFile> find(String location) throws IOException {
                return new LocalStorage().find(location);
            }
        };
        String root = folder.root().toString();
        Catalog refused = new CatalogReader(refusing, cache, ReadOptions.DEFAULTS).read(root, MovieFormats.AUTO);
        assertThat(refused.failures().get(0).problem().cause()).contains("503 Slow Down");

        Catalog again =
                new CatalogReader(new LocalStorage(), cache, ReadOptions.DEFAULTS).read(root, MovieFormats.AUTO);
        assertThat(again.failures()).isEmpty();
        assertThat(again.movies()).hasSize(1);
    }

    /** Outlines go to other machines: they describe the same there. */
    @Test
    void anOutlineDescribesTheSameElsewhere() throws IOException {
        String root = plate().root().toString();
        Storage storage = new LocalStorage();
        CatalogReader reader = new CatalogReader(storage);
        List<LayoutOutline> parts = reader.outline(root, storage.list(root), MovieFormats.AUTO);
        List<Description> elsewhere = new ArrayList<>();
        for (LayoutOutline part : parts) {
            for (MovieOutline movie : part.outline().movies()) {
                MovieOutline sent = (MovieOutline) KeptHeaders.read(KeptHeaders.write(movie));
                elsewhere.add(sent.describe(new Headers(storage, HeaderCache.NONE, ReadOptions.DEFAULTS)));
            }
        }
        assertThat(CatalogReader.assemble(parts, elsewhere)).isEqualTo(reader.describe(parts));
    }

    /** A storage of files that are nowhere; every file has the same content. */
    private record MadeStorage(List<StoredFile> files, byte[] content, AtomicInteger opened) implements Storage {
        @Override
        public List<StoredFile> list(String location) {
            return files;
        }

        @Override
        public SeekableBytes open(String location) {
            opened.incrementAndGet();
            return new ByteArraySeekableBytes(content);
        }

        @Override
        public List<String> names(String folder, int most) {
            return List.of();
        }

        @Override
        public Optional<StoredFile> find(String location) {
            return Optional.empty();
        }
    }

    /** A twentieth of a plate of 384 wells, 4 sites, 300 frames, 2 channels must take a twentieth of 1 GB. */
    @Test
    void aLargePlateFitsTheDriver() throws IOException {
        int wells = 19;
        List<StoredFile> files = new ArrayList<>();
        for (int well = 0; well < wells; well++) {
            for (int site = 1; site <= 4; site++) {
                for (int t = 1; t <= 300; t++) {
                    for (int w = 1; w <= 2; w++) {
                        files.add(new StoredFile(
                                String.format(
                                        Locale.ROOT,
                                        "s3a://screen/2026/P7/TimePoint_%d/P7_%c%02d_s%d_w%d.TIF",
                                        t,
                                        'A' + well % 16,
                                        1 + well / 16,
                                        site,
                                        w),
                                8_400_000,
                                1_700_000_000_000L + t));
                    }
                }
            }
        }
        AtomicInteger opened = new AtomicInteger();
        Storage storage = new MadeStorage(files, MovieFolder.tiffBytes("", 7, 5, 1), opened);
        long before = used();
        Catalog catalog = new CatalogReader(storage).read("s3a://screen/2026/P7", MovieFormats.AUTO);
        long bytesAFile = (used() - before) / files.size();

        assertThat(catalog.failures()).isEmpty();
        assertThat(catalog.movies()).hasSize(wells * 4);
        assertThat(catalog.movies().get(0).frames()).hasSize(300);
        assertThat(opened.get()).isLessThanOrEqualTo(2 * wells * 4);
        // 921,600 files, their listing (some 200 bytes a file) and their catalog within 1 GB.
        assertThat(bytesAFile).isLessThan(900);
        Reference.reachabilityFence(catalog);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
