package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.export.Exporter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code export} and {@code evaluate} do with a plate: in parallel, and with movies that fail. */
class ExportTest {

    /** An exporter of somebody else, who has only this project's jar. */
    private static final String SITE_EXPORTER = """
            package ours;

            import java.nio.charset.StandardCharsets;
            import java.util.List;
            import org.cellineage.jobs.export.ExportMovie;
            import org.cellineage.jobs.export.ExportTarget;
            import org.cellineage.jobs.export.Exporter;
            import org.cellineage.jobs.published.MovieScope;

            public final class TrackCounts implements Exporter {
                public String name() { return "track-counts"; }
                public String summary() { return "tracks of each movie of a well"; }
                public MovieScope scope() { return MovieScope.WELL; }
                public List<String> export(List<ExportMovie> movies, ExportTarget target) throws java.io.IOException {
                    StringBuilder text = new StringBuilder();
                    for (ExportMovie movie : movies) {
                        text.append(movie.row().key().id()).append(' ')
                            .append(movie.labels().framesOfTrack().size()).append('\\n');
                    }
                    String name = movies.get(0).row().key().plate() + "/"
                            + movies.get(0).row().key().well() + ".counts.txt";
                    target.write(name, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
                    return List.of(name);
                }
            }
            """;

    @TempDir
    private static Path shared;

    @TempDir
    private Path temp;

    private static Path plate;
    private static Path tables;

    @BeforeAll
    static void publishAPlate() {
        Job.spark("local[2]");
        plate = Movies.plate(shared.resolve("plate"), 3, 2);
        tables = shared.resolve("tables");
        succeed("run", "-i", plate.toString(), "--tracks", plate.toString(), "-o", tables.toString());
    }

    private static Job.Result succeed(String... arguments) {
        Job.Result result = Job.run(arguments);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        return result;
    }

    private Job.Result export(String formats, Path output, String... more) {
        List<String> arguments = new ArrayList<>(List.of("export", "--lineage", tables.toString()));
        arguments.addAll(List.of("--format", formats, "-o", output.toString()));
        arguments.addAll(Arrays.asList(more));
        return Job.run(arguments.toArray(new String[0]));
    }

    private static Map<String, byte[]> files(Path folder) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static void assertSame(Map<String, byte[]> found, Map<String, byte[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        found.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
    }

    @Test
    void filesDoNotDependOnCoresOrOnWhatIsExportedWithThem() {
        String formats = "ctc,trk,trks,geff,ome-zarr";
        List<String> printed = new ArrayList<>();
        List<Map<String, byte[]>> written = new ArrayList<>();
        try {
            for (String master : List.of("local[1]", "local[4]")) {
                Job.spark(master);
                Path output = temp.resolve("exported");
                Job.Result result = export(formats, output);
                assertThat(result.code()).as(result.out() + result.err()).isZero();
                printed.add(result.out());
                written.add(files(output));
                Files.move(output, temp.resolve(master));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Job.spark("local[2]");
        }
        assertThat(printed.get(1)).isEqualTo(printed.get(0)).contains("plate/A02_s1_RES", "plate.trks", "6 movies");
        assertSame(written.get(1), written.get(0));
        Map<String, byte[]> inFiles = new TreeMap<>(written.get(0));
        inFiles.keySet().removeIf(name -> name.contains(".geff/") || name.contains(".zarr/"));
        inFiles.keySet().removeIf(name -> name.contains("_geff_") || name.contains("_ome-zarr"));
        assertThat(inFiles).hasSize(6 * (8 + 1) + 6 + 1 + (6 + 6 + 1));
        assertThat(written.get(0)).containsKeys("plate/A02_s1.geff/.zattrs", "plate.ome.zarr/A/3/2/.zattrs");

        Path apart = temp.resolve("apart");
        for (String movie : List.of("plate/A01", "plate/A02/1", "plate/A02/2", "plate/A03")) {
            assertThat(export("ctc,trk", apart, "--only", movie).code()).isZero();
        }
        Map<String, byte[]> together = new TreeMap<>(inFiles);
        together.remove("plate.trks");
        together.remove("plate_trks_provenance.json");
        assertSame(files(apart), together);
    }

    @Test
    void aMovieThatCannotBeWrittenDoesNotStopTheOthers() throws IOException {
        Path output = temp.resolve("ctc");
        Files.createDirectories(output.resolve("plate"));
        Files.writeString(output.resolve("plate/A02_s1_RES"), "in the way");
        Job.Result result = export("ctc", output);
        assertThat(result.code()).as(result.err()).isEqualTo(4);
        assertThat(result.out())
                .contains("5 movies", "1 of 6 failed:", "plate/A02/1: ", "Choose another location.")
                .doesNotContain("A02_s1_RES\n5 movies");
        assertThat(files(output)).hasSize(5 * (9 + 1) + 1).containsKey("plate/A03_s2_RES/res_track.txt");
    }

    @Test
    void aMovieWhoseImagesAreGoneIsToldAndTheOthersAreExported() throws IOException {
        Path images = plate.resolve("A03_s1");
        Path elsewhere = shared.resolve("elsewhere");
        Files.move(images, elsewhere);
        try {
            Path output = temp.resolve("trk");
            Job.Result result = export("trk,ctc", output);
            assertThat(result.code()).as(result.err()).isEqualTo(4);
            assertThat(result.out())
                    .contains("5 movies", "1 of 6 failed:", "plate/A03/1: ", "--format ctc", "6 movies");
            assertThat(files(output).keySet().stream().filter(file -> file.endsWith(".trk")))
                    .hasSize(5);
        } finally {
            Files.move(elsewhere, images);
        }
    }

    @Test
    void nothingExportedIsTheUsersToFix() throws IOException {
        Path output = temp.resolve("ctc");
        Files.createDirectories(output);
        Files.writeString(output.resolve("plate"), "in the way");
        Job.Result result = export("ctc", output);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).contains("0 movies", "6 of 6 failed:", "and 1 more");
    }

    @Test
    void aMovieThatIsNotThereIsTold() {
        Job.Result result = export("ctc", temp.resolve("ctc"), "--only", "plate/A01", "--only", "plate/Z99");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--only plate/Z99", "no movie of this name");
    }

    @Test
    void imagesAreReadAsTheRunReadThem() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("P8"));
        for (int z = 1; z <= 2; z++) {
            for (int t = 1; t <= 2; t++) {
                Movies.stack(folder.resolve("B02_s1_t%d_z%d.tif".formatted(t, z)), List.of(Movies.blank(16, 12)));
            }
        }
        Path output = temp.resolve("out");
        String layout = "pattern:{well}_s{site}_t{frame}_z{z}.tif";
        List<String> run = List.of("run", "-i", folder.toString(), "--layout", layout, "--z", "max", "-o");
        List<String> arguments = new ArrayList<>(run);
        arguments.addAll(List.of(output.toString(), "--set", "segmentation.method=classical"));
        succeed(arguments.toArray(new String[0]));
        Path exported = temp.resolve("trk");
        succeed("export", "--lineage", output.toString(), "--format", "trk", "-o", exported.toString());
        assertThat(exported.resolve("P8/B02_s1.trk")).isNotEmptyFile();
    }

    @Test
    void aSiteAddsAFormatWithAJar() throws Exception {
        URL jar = siteJar().toUri().toURL();
        SparkSession spark = Job.spark("local[2]");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader site = new URLClassLoader(new URL[] {jar}, before)) {
            Thread.currentThread().setContextClassLoader(site);
            // As --jars does it for the executors of a cluster.
            spark.sparkContext().addJar(jar.toString());
            assertThat(Job.run("export", "--help").out().replaceAll("\\s+", " "))
                    .contains("track-counts (tracks of each movie of a well)", "ctc (Cell Tracking Challenge results)");
            Path output = temp.resolve("counts");
            Job.Result result = export("track-counts,ctc", output);
            assertThat(result.code()).as(result.out() + result.err()).isZero();
            String counts = Files.readString(output.resolve("plate/A02.counts.txt"));
            assertThat(counts.lines()).hasSize(2).allMatch(line -> line.matches("plate/A02/[12] [1-9][0-9]*"));
            assertThat(output.resolve("plate/A02_s1_RES/res_track.txt")).exists();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            spark.stop();
        }
    }

    private Path siteJar() throws IOException {
        Path classes = Files.createDirectories(temp.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///ours/TrackCounts.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return SITE_EXPORTER;
                    }
                };
        boolean compiled = compiler.getTask(
                        null,
                        null,
                        null,
                        List.of("-d", classes.toString(), "-cp", ClassPaths.own(), "-proc:none"),
                        null,
                        List.of(source))
                .call();
        assertThat(compiled).isTrue();
        Path jar = temp.resolve("site.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("META-INF/services/" + Exporter.class.getName()));
            out.write("ours.TrackCounts\n".getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("ours/TrackCounts.class"));
            out.write(Files.readAllBytes(classes.resolve("ours/TrackCounts.class")));
        }
        return jar;
    }

    @Test
    void aMovieThatCannotBeEvaluatedDoesNotStopTheOthers() throws IOException {
        Path truth = temp.resolve("truth");
        try (Stream<Path> all = Files.walk(plate)) {
            for (Path file : all.sorted().toList()) {
                Path copy = truth.resolve(plate.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        Job.Result whole = succeed("evaluate", "--truth", truth.toString(), "--lineage", tables.toString());
        Files.writeString(truth.resolve("A02_s2_GT/TRA/man_track003.tif"), "no TIFF file");
        Path json = temp.resolve("figures.json");
        Job.Result part = Job.run(
                "evaluate", "--truth", truth.toString(), "--lineage", tables.toString(), "--json", json.toString());
        assertThat(part.code()).as(part.out() + part.err()).isEqualTo(4);
        assertThat(part.out()).contains("1 of 6 failed:", "plate/A02/2: ", "man_track003.tif");
        List<String> good = whole.out()
                .lines()
                .filter(line -> line.startsWith("plate/") && !line.startsWith("plate/A02/2"))
                .toList();
        assertThat(good).hasSize(5);
        assertThat(part.out()).contains(good);
        assertThat(Files.readString(json)).contains("plate/A03/2").doesNotContain("plate/A02/2");
    }
}
