package org.cellineage.format.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.cellineage.format.Catalog;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.zarr.ZarrBuilder;
import org.cellineage.format.zarr.ZarrBuilder.Storing;
import org.cellineage.image.PixelType;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZarrFormatTest {

    private static final Storing STORED = Storing.of("u2", 1, 1, 4, 4);
    private static final Storing FRAMES = Storing.of("u2", 1, 4, 4);

    /** Frame and channel can be told from a plane of axes t, c, y, x, and of t, y, x. */
    private static ToDoubleFunction<int[]> grey(int base) {
        return i -> base + 10 * i[0] + (i.length == 4 ? i[1] : 0);
    }

    @TempDir
    Path folder;

    private Catalog catalog(String name) throws IOException {
        return new CatalogReader(new LocalStorage()).read(folder.resolve(name).toString(), MovieFormats.AUTO);
    }

    private ZarrBuilder store(String name, int version) {
        return new ZarrBuilder(folder.resolve(name), version);
    }

    private static List<String> ids(Catalog catalog) {
        return catalog.movies().stream().map(movie -> movie.key().id()).toList();
    }

    private static List<String> warned(Catalog catalog) {
        return catalog.warnings().stream().map(w -> w.problem().cause()).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void anImageIsAMovieAtFullResolution(int version) throws IOException {
        store("film.ome.zarr", version)
                .image(
                        "",
                        "tcyx",
                        "5,1,650,650",
                        ",'omero':{'channels':[{'label':'DAPI'},{'label':'GFP'}]}",
                        List.of(3, 2, 6, 7),
                        STORED.packed("zstd"),
                        grey(100));
        Catalog catalog = catalog("film.ome.zarr");
        assertThat(catalog.layout()).isEqualTo("ome-zarr");
        assertThat(catalog.failures()).isEmpty();
        assertThat(catalog.warnings()).isEmpty();
        assertThat(catalog.movies()).hasSize(1);
        Movie movie = catalog.movies().get(0);
        assertThat(movie.key()).isEqualTo(new MovieKey("default", "-", "film"));
        assertThat(movie.channels()).containsExactly("DAPI", "GFP");
        assertThat(movie.pixelType()).isEqualTo(PixelType.U16);
        assertThat(movie.calibration().pixelSizeUm()).isEqualTo(0.65, within(1e-12));
        assertThat(movie.calibration().frameIntervalS()).isEqualTo(300);
        assertThat(MovieFolder.pixels(catalog))
                .containsOnly(
                        Map.entry("default/-/film", List.of(List.of(100, 101), List.of(110, 111), List.of(120, 121))));
    }

    @ParameterizedTest
    @CsvSource({"yx,1,1", "tyx,3,1", "cyx,1,3", "zyx,1,1", "tczyx,2,3", "qtyx,4,1", "ctyx,5,2"})
    void axesMayBeAnyOfThem(String axes, int frames, int channels) throws IOException {
        List<Integer> shape = new ArrayList<>();
        for (char axis : axes.toCharArray()) {
            shape.add(
                    switch (axis) {
                        case 't' -> frames;
                        case 'c' -> channels;
                        case 'q', 'z' -> 1;
                        default -> 4;
                    });
        }
        ToDoubleFunction<int[]> at = i -> 7
                + 10 * (axes.contains("t") ? i[axes.indexOf('t')] : 0)
                + (axes.contains("c") ? i[axes.indexOf('c')] : 0);
        Integer[] chunks = new Integer[axes.length()];
        Arrays.fill(chunks, 2);
        String scale = "1" + ",1".repeat(axes.length() - 1);
        store("a.zarr", 2).image("", axes, scale, shape, Storing.of("u1", chunks), at);
        List<List<Integer>> expected = new ArrayList<>();
        for (int t = 0; t < frames; t++) {
            List<Integer> planes = new ArrayList<>();
            for (int c = 0; c < channels; c++) {
                planes.add(7 + 10 * t + c);
            }
            expected.add(planes);
        }
        assertThat(MovieFolder.pixels(catalog("a.zarr"))).containsOnly(Map.entry("default/-/a", expected));
    }

    @Test
    void axesThatAreNoMovieAreRefused() throws IOException {
        store("z.zarr", 2).image("", "tzyx", "1,1,1,1", List.of(2, 3, 4, 4), STORED, grey(1));
        store("x.zarr", 2).image("", "txy", "1,1,1", List.of(2, 4, 4), FRAMES, grey(1));
        store("q.zarr", 2).image("", "qtyx", "1,1,1,1", List.of(2, 3, 4, 4), STORED, grey(1));
        store("n.zarr", 2).image("", "tyx", "1,1,1", List.of(2, 3, 4, 4), STORED, grey(1));
        store("good.zarr", 2).image("", "tyx", "1,1,1", List.of(2, 4, 4), FRAMES, grey(1));
        Catalog catalog = new CatalogReader(new LocalStorage()).read(folder.toString(), MovieFormats.AUTO);
        assertThat(ids(catalog)).hasSize(1).allMatch(id -> id.endsWith("/good"));
        assertThat(catalog.failures().stream().map(f -> f.problem().cause()))
                .hasSize(4)
                .anyMatch(cause -> cause.contains("3 z planes"))
                .anyMatch(cause -> cause.contains("[t, x, y]"))
                .anyMatch(cause -> cause.contains("axis 'q'"))
                .anyMatch(cause -> cause.contains("3 axes"));
    }

    /** A plate of the wells B2 and C11, two fields each, in one or two acquisitions. */
    private void plate(String name, int version, boolean twice) {
        ZarrBuilder plate = store(name, version);
        plate.group(
                "",
                "'plate':{'name':'Screen 1','rows':[{'name':'A'},{'name':'B'},{'name':'C'}],'columns':[{'name':'2'},"
                        + "{'name':'11'}]," + (twice ? "'acquisitions':[{'id':1},{'id':4}]," : "")
                        + "'wells':[{'path':'B/2','rowIndex':1,'columnIndex':0},"
                        + "{'path':'C/11','rowIndex':2,'columnIndex':1}]}");
        int n = 0;
        for (String well : List.of("B/2", "C/11")) {
            plate.group(
                    well,
                    "'well':{'images':[{'path':'0'" + (twice ? ",'acquisition':1" : "") + "},{'path':'1'"
                            + (twice ? ",'acquisition':4" : "") + "}]}");
            for (String field : List.of("0", "1")) {
                n++;
                plate.image(well + "/" + field, "tyx", "1,1,1", List.of(2, 5, 6), FRAMES.packed("gzip"), grey(100 * n));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aPlateHasWellsAndFields(int version) throws IOException {
        plate("p.zarr", version, false);
        Catalog catalog = catalog("p.zarr");
        assertThat(catalog.failures()).isEmpty();
        assertThat(MovieFolder.pixels(catalog))
                .containsOnly(
                        Map.entry("Screen 1/B02/0", List.of(List.of(100), List.of(110))),
                        Map.entry("Screen 1/B02/1", List.of(List.of(200), List.of(210))),
                        Map.entry("Screen 1/C11/0", List.of(List.of(300), List.of(310))),
                        Map.entry("Screen 1/C11/1", List.of(List.of(400), List.of(410))));
    }

    @Test
    void acquisitionsAreKeptApart() throws IOException {
        plate("p.zarr", 2, true);
        assertThat(ids(catalog("p.zarr")))
                .containsExactly(
                        "Screen 1/B02/acq1_0", "Screen 1/B02/acq4_1", "Screen 1/C11/acq1_0", "Screen 1/C11/acq4_1");
    }

    @Test
    void acquisitionsOfSingleFramesMayBeTimePoints() throws IOException {
        plate("p.zarr", 2, true);
        for (String field : List.of("B/2/0", "B/2/1", "C/11/0", "C/11/1")) {
            store("p.zarr", 2).array(field + "/0", List.of(1, 5, 6), FRAMES.packed("gzip"), grey(1));
        }
        assertThat(warned(catalog("p.zarr"))).anyMatch(cause -> cause.contains("2 acquisitions"));
    }

    @Test
    void whatThePlateListsButLacksIsAFailureOfThatMovieOnly() throws IOException {
        plate("p.zarr", 2, false);
        Files.delete(folder.resolve("p.zarr/B/2/1/0/.zarray"));
        Files.delete(folder.resolve("p.zarr/C/11/.zattrs"));
        Files.delete(folder.resolve("p.zarr/C/11/.zgroup"));
        Catalog catalog = catalog("p.zarr");
        assertThat(ids(catalog)).containsExactly("Screen 1/B02/0");
        assertThat(MovieFolder.failed(catalog)).containsExactly("Screen 1/B02/1@-1", "Screen 1/C11/-@-1");
        assertThat(catalog.failures()).allSatisfy(failure -> {
            assertThat(failure.problem().where()).contains("p.zarr/");
            assertThat(failure.problem().remedy()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({"../../etc", "/etc", "B/../..", "a//b"})
    void pathsThatLeadOutOfThePlateAreRefused(String path) throws IOException {
        store("p.zarr", 2).group("", "'plate':{'wells':[{'path':'" + path + "'}]}");
        Catalog catalog = catalog("p.zarr");
        assertThat(catalog.movies()).isEmpty();
        assertThat(catalog.failures())
                .singleElement()
                .satisfies(f -> assertThat(f.problem().cause()).contains("is not in its group"));
    }

    @Test
    void platesOfOneNameAreToldByTheirFolders() throws IOException {
        plate("monday/p.zarr", 2, false);
        plate("tuesday/p.zarr", 3, false);
        Catalog catalog = catalog("");
        assertThat(catalog.failures()).isEmpty();
        assertThat(ids(catalog)).hasSize(8).contains("monday_p/B02/0", "tuesday_p/C11/1");
    }

    @Test
    void seriesAreMoviesAndLabelsAreNot() throws IOException {
        ZarrBuilder series = store("s.zarr", 2).group("", "'bioformats2raw.layout':3");
        series.group("OME", "'series':['0','1']");
        for (String name : List.of("0", "1")) {
            series.image(name, "tyx", "1,1,1", List.of(2, 4, 4), FRAMES, grey(10));
            series.group(name + "/labels", "'labels':['cells']");
            series.image(
                    name + "/labels/cells", "tyx", "1,1,1", List.of(2, 4, 4), Storing.of("u4", 1, 4, 4), grey(500));
        }
        assertThat(ids(catalog("s.zarr"))).containsExactly("default/-/s_0", "default/-/s_1");
        String location = folder.resolve("s.zarr").toString();
        ZarrLabels labels = ZarrLabels.read(new LocalStorage(), location).orElseThrow();
        assertThat(labels.sets()).containsOnlyKeys("s_0", "s_1");
        assertThat(labels.files()).hasSize(2);
        try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage())) {
            assertThat(reader.read(labels.sets().get("s_1").planes().get(1)).toInts())
                    .containsOnly(510);
        }
        series.group("0/labels", "'labels':['cells','nuclei']");
        assertThatThrownBy(() -> ZarrLabels.read(new LocalStorage(), location))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("cells, nuclei")
                .hasMessageContaining("…/labels/cells");
        ZarrLabels named =
                ZarrLabels.read(new LocalStorage(), location + "/labels/cells").orElseThrow();
        assertThat(named.sets()).isEqualTo(labels.sets());
        assertThatThrownBy(() -> ZarrLabels.read(new LocalStorage(), location + "/labels/mitos"))
                .hasMessageContaining("No image of " + location + " has label images called 'mitos'");
    }

    @Test
    void labelsThatAreInNoImageAreReadByTheirOwnLocation() throws IOException {
        store("x.zarr", 3)
                .image("labels/cells", "tyx", "1,1,1", List.of(2, 4, 4), Storing.of("u4", 1, 4, 4), grey(500));
        ZarrLabels labels = ZarrLabels.read(
                        new LocalStorage(),
                        folder.resolve("x.zarr/labels/cells").toString())
                .orElseThrow();
        assertThat(labels.sets()).containsOnlyKeys("x");
        assertThat(labels.sets().get("x").planes()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"p.zarr.zip,''", "p.ozx,''", "p.zip,p.zarr/", "p.ome.zarr.zip,p.zarr/"})
    void archivesAreReadInPlace(String name, String inside) throws IOException {
        plate("p.zarr", 3, false);
        Map<String, List<List<Integer>>> expected = MovieFolder.pixels(catalog("p.zarr"));
        for (boolean deflated : new boolean[] {false, true}) {
            store("p.zarr", 3).zip(folder.resolve(name), inside, deflated);
            Catalog catalog = catalog(name);
            assertThat(catalog.layout()).isEqualTo("ome-zarr");
            assertThat(MovieFolder.pixels(catalog)).isEqualTo(expected);
        }
    }

    @Test
    void aDamagedArchiveIsRefusedWithItsName() throws IOException {
        plate("p.zarr", 2, false);
        Path archive = store("p.zarr", 2).zip(folder.resolve("p.ozx"), "", true);
        byte[] content = Files.readAllBytes(archive);
        for (int length : new int[] {0, 10, content.length / 2, content.length - 1}) {
            Files.write(archive, Arrays.copyOf(content, length));
            assertThatThrownBy(() -> catalog("p.ozx"))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("p.ozx");
        }
    }

    /** Counts what is asked of it. */
    private static final class Counting implements Storage {
        private static final long serialVersionUID = 1L;

        private final LocalStorage files = new LocalStorage();
        private final List<String> opened = Collections.synchronizedList(new ArrayList<>());
        private final List<String> named = Collections.synchronizedList(new ArrayList<>());
        private int finds;

        @Override
        public List<StoredFile> list(String location) {
            throw new AssertionError(location + " is listed");
        }

        @Override
        public List<String> names(String location, int most) throws IOException {
            named.add(location);
            return files.names(location, most);
        }

        @Override
        public synchronized Optional<StoredFile> find(String location) {
            finds++;
            return files.find(location);
        }

        @Override
        public SeekableBytes open(String location) throws IOException {
            opened.add(location.substring(location.lastIndexOf('/') + 1));
            return files.open(location);
        }
    }

    @Test
    void aPlateIsKnownFromItsMetadataAlone() throws IOException {
        plate("p.zarr", 2, false);
        // The array says that it has a million chunks; few of them are there, and nobody looks.
        for (String field : List.of("B/2/0", "B/2/1", "C/11/0", "C/11/1")) {
            store("p.zarr", 2)
                    .text(
                            field + "/0/.zarray",
                            "{'zarr_format':2,'shape':[10000,40,40],'chunks':[1,4,4],'dtype':'<u2','fill_value':0,"
                                    + "'compressor':{'id':'gzip'},'order':'C','dimension_separator':'/'}");
        }
        Counting storage = new Counting();
        CatalogReader.Listing listing =
                new CatalogReader(storage).readListing(folder.resolve("p.zarr").toString(), MovieFormats.AUTO);
        assertThat(listing.catalog().movies())
                .hasSize(4)
                .allMatch(movie -> movie.frames().size() == 10_000);
        assertThat(storage.opened).allMatch(name -> name.startsWith(".z") || name.equals("zarr.json"));
        assertThat(storage.named).isEmpty();
        assertThat(storage.finds).isLessThan(40);
        assertThat(listing.files()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void changesOfMetadataAndOfTheFirstAndLastFrameShow(int version) throws IOException {
        store("a.zarr", version).image("", "tyx", "1,1,1", List.of(5, 4, 4), FRAMES, grey(1));
        Path root = folder.resolve("a.zarr");
        List<Path> watched = version == 3
                ? List.of(
                        root.resolve("zarr.json"),
                        root.resolve("0/zarr.json"),
                        root.resolve("0/c/0/0/0"),
                        root.resolve("0/c/4/0/0"))
                : List.of(
                        root.resolve(".zattrs"),
                        root.resolve("0/.zarray"),
                        root.resolve("0/0/0/0"),
                        root.resolve("0/4/0/0"));
        String before = version(root);
        assertThat(version(root)).isEqualTo(before);
        for (Path file : watched) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
            String after = version(root);
            assertThat(after).as(file.toString()).isNotEqualTo(before);
            before = after;
        }
    }

    private static String version(Path root) throws IOException {
        CatalogReader.Listing listing =
                new CatalogReader(new LocalStorage()).readListing(root.toString(), MovieFormats.AUTO);
        String location = listing.catalog()
                .movies()
                .get(0)
                .frames()
                .get(0)
                .channels()
                .get(0)
                .location();
        assertThat(listing.files())
                .singleElement()
                .satisfies(file -> assertThat(file.location()).isEqualTo(location));
        return listing.files().get(0).version();
    }

    @Test
    void anAcquisitionThatStoppedEarlyIsTold() throws IOException {
        store("a.zarr", 2)
                .image("", "tyx", "1,1,1", List.of(5, 4, 4), FRAMES.withoutChunksOf(0), i -> i[0] < 3 ? 9 : 0);
        assertThat(warned(catalog("a.zarr"))).singleElement().asString().contains("the last lacks its first chunk");
    }

    @Test
    void unitsThatAreNotWrittenAreNotGuessed() throws IOException {
        String axes = "{'name':'t','type':'time'},{'name':'y','type':'space','unit':'pixel'},"
                + "{'name':'x','type':'space','unit':'pixel'}";
        store("a.zarr", 2)
                .group(
                        "",
                        "'multiscales':[{'axes':[" + axes + "],'datasets':[{'path':'0','coordinateTransformations':"
                                + "[{'type':'scale','scale':[5,0.5,0.5]}]}]}]")
                .array("0", List.of(2, 4, 4), FRAMES, grey(1));
        Catalog catalog = catalog("a.zarr");
        assertThat(catalog.movies().get(0).calibration().hasPixelSize()).isFalse();
        assertThat(catalog.movies().get(0).calibration().hasFrameInterval()).isFalse();
        assertThat(warned(catalog)).hasSize(2).allMatch(cause -> cause.contains("is unknown"));
    }

    @Test
    void olderAndNewerVersionsAreReadOrRefusedByName() throws IOException {
        store("old.zarr", 2)
                .group("", "'multiscales':[{'version':'0.1','datasets':[{'path':'0'}]}]")
                .array("0", List.of(2, 1, 1, 4, 4), Storing.of("u2", 1, 1, 1, 4, 4), i -> 5 + i[0]);
        store("words.zarr", 2)
                .group("", "'multiscales':[{'version':'0.3','axes':['t','y','x'],'datasets':[{'path':'0'}]}]")
                .array("0", List.of(2, 4, 4), FRAMES, i -> 5 + i[0]);
        store("new.zarr", 3).group("", "'multiscales':[{'coordinateSystems':[{}],'datasets':[{'path':'0'}]}]");
        Catalog catalog = catalog("");
        assertThat(MovieFolder.pixels(catalog).values())
                .containsExactly(List.of(List.of(5), List.of(6)), List.of(List.of(5), List.of(6)));
        assertThat(catalog.failures())
                .singleElement()
                .satisfies(f -> assertThat(f.problem().cause()).contains("newer than 0.5"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'multiscales':[]}|empty",
                "{'multiscales':[{'version':'0.4','datasets':[{'path':'0'}]}]}|axes",
                "{'multiscales':[{'axes':['y','x']}]}|datasets",
                "{'multiscales':[{'axes':['y','x'],'datasets':[{'path':'../0'}]}]}|is not in its group",
                "{'multiscales':[{'axes':['y','x'],'datasets':[{'path':'0','coordinateTransformations':"
                        + "[{'type':'scale','scale':[1]}]}]}]}|scale",
                "{'multiscales':[{'axes':['y','x'],'datasets':[{'path':'0'}]}]}|array is missing",
                "{'multiscales':[{'axes':['t','y','x'],'datasets':[{'path':'long'}]}]}|2000000000 planes",
                "{'plate':{}}|no wells",
                "{'plate':|JSON",
                "{'other':1}|none of its groups"
            })
    void metadataThatCannotBeReadIsToldWithItsCause(String attributes, String cause) throws IOException {
        store("a.zarr", 2)
                .text(".zgroup", "{'zarr_format':2}")
                .text(".zattrs", attributes)
                .text(
                        "long/.zarray",
                        "{'zarr_format':2,'shape':[2000000000,4,4],'chunks':[1,4,4],'dtype':'|u1','compressor':null}");
        List<String> told = new ArrayList<>();
        try {
            Catalog catalog = catalog("a.zarr");
            assertThat(catalog.movies()).isEmpty();
            catalog.failures().forEach(f -> told.add(f.problem().toString()));
        } catch (BadInputException e) {
            told.add(e.problem().toString());
        }
        assertThat(told).singleElement().asString().contains("a.zarr").contains(cause);
    }

    @Test
    void damagedMetadataIsReadOrRefusedButNeverAnythingElse() throws IOException {
        Random random = new Random(3);
        for (int version = 2; version <= 3; version++) {
            String name = "p" + version + ".zarr";
            plate(name, version, false);
            Path root = folder.resolve(name);
            for (String key : version == 3
                    ? List.of("zarr.json", "B/2/zarr.json", "B/2/0/zarr.json", "B/2/0/0/zarr.json")
                    : List.of(".zattrs", "B/2/.zattrs", "B/2/0/.zattrs", "B/2/0/0/.zarray")) {
                Path file = root.resolve(key);
                byte[] content = Files.readAllBytes(file);
                for (int n = 0; n < 15; n++) {
                    byte[] damaged = content.clone();
                    damaged[random.nextInt(damaged.length)] = (byte) "0129-{}[],:\"ax".charAt(random.nextInt(14));
                    Files.write(file, damaged);
                    try {
                        MovieFolder.pixels(catalog(name));
                    } catch (BadInputException e) {
                        assertThat(e.problem().where()).contains(name);
                    } catch (AssertionError sizes) {
                        throw new AssertionError(new String(damaged, StandardCharsets.UTF_8), sizes);
                    }
                }
                Files.write(file, content);
            }
        }
    }

    @Test
    void aDamagedDirectoryOfAnArchiveIsReadOrRefused() throws IOException {
        Random random = new Random(4);
        plate("p.zarr", 2, false);
        Path archive = store("p.zarr", 2).zip(folder.resolve("p.ozx"), "", true);
        byte[] content = Files.readAllBytes(archive);
        int refused = 0;
        for (int n = 0; n < 60; n++) {
            byte[] damaged = content.clone();
            damaged[damaged.length - 1 - random.nextInt(n % 2 == 0 ? 22 : damaged.length / 2)] =
                    (byte) random.nextInt(256);
            Files.write(archive, damaged);
            try {
                Catalog catalog = catalog("p.ozx");
                refused += catalog.failures().size();
                MovieFolder.pixels(catalog);
            } catch (BadInputException e) {
                refused++;
                assertThat(e.problem().where()).contains("p.ozx");
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aStoreWithoutItsHiddenFilesIsTold() throws IOException {
        store("a.zarr", 2).image("", "tyx", "1,1,1", List.of(2, 4, 4), FRAMES, grey(1));
        for (String hidden : List.of(".zgroup", ".zattrs", "0/.zarray")) {
            Files.delete(folder.resolve("a.zarr").resolve(hidden));
        }
        assertThatThrownBy(() -> catalog("a.zarr"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("hidden");
    }

    @Test
    void whatLiesBesideIsLeftOutAndTold() throws IOException {
        store("d/B02_s1.zarr", 2).image("", "tyx", "1,1,1", List.of(2, 4, 4), FRAMES, grey(1));
        Files.write(folder.resolve("d/flat.tif"), "x".getBytes(StandardCharsets.UTF_8));
        Catalog catalog = catalog("d");
        assertThat(ids(catalog)).containsExactly("d/B02/1");
        assertThat(warned(catalog)).singleElement().asString().contains("flat.tif");
    }

    @Test
    void oneWellOfAPlateKeepsItsName() throws IOException {
        plate("p.zarr", 2, false);
        assertThat(ids(catalog("p.zarr/C/11")))
                .allMatch(id -> id.contains("/C11/"))
                .hasSize(2);
    }

    @Test
    void everyStorageGivesTheSameCatalog() throws IOException {
        plate("d/p.zarr", 2, false);
        store("d/film.zarr", 3).image("", "tyx", "1,1,1", List.of(2, 4, 4), FRAMES, grey(1));
        store("d/p.zarr", 2).zip(folder.resolve("d/q.ozx"), "", false);
        Catalog local = catalog("d");
        assertThat(local.movies()).hasSize(9);
        for (long seed = 0; seed < 3; seed++) {
            Catalog other = new CatalogReader(new MovieFolder.Shuffled(seed))
                    .read(folder.resolve("d").toString(), MovieFormats.AUTO);
            assertThat(other).isEqualTo(local);
        }
    }

    @Test
    void aFolderOfTiffFilesIsNoZarr() throws IOException {
        new MovieFolder(folder).tiff("d/B02_s1.tif", 1, 2, 3);
        assertThat(catalog("d").layout()).isEqualTo("stacks");
    }
}
