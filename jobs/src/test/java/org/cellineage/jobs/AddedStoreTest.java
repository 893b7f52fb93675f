package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.cellineage.jobs.store.LineageStoreProvider;
import org.cellineage.jobs.store.LineageStores;
import org.cellineage.problem.BadConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site keeps its tables in a store of its own: a jar on the class path and a setting, and nothing of the project. */
class AddedStoreTest {

    @TempDir
    static Path temp;

    private static Path jar;

    private final ClassLoader own = Thread.currentThread().getContextClassLoader();
    private Path plate;

    @BeforeAll
    static void makeJar() throws IOException {
        Job.spark("local[2]");
        jar = jar("json.jar", "site.store.JsonStoreProvider", "site-store");
    }

    @BeforeEach
    void makePlate() throws IOException {
        plate = Files.createDirectories(Files.createTempDirectory(temp, "plate").resolve("P7"));
        for (String movie : List.of("A01_s1", "A02_s1")) {
            Movies.stack(plate.resolve(movie + ".tif"), movie.hashCode());
        }
    }

    @AfterEach
    void restoreClassPath() {
        Thread.currentThread().setContextClassLoader(own);
    }

    /** Compiles sources, which no class path of the tests holds, into a jar with its service file. */
    private static Path jar(String name, String provider, String sources) throws IOException {
        Path classes = Files.createTempDirectory(temp, "classes");
        Path folder = Path.of("src/test/resources", sources);
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "-classpath", ClassPaths.own(), "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(folder)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        assertThat(code).as("javac").isZero();
        Path target = temp.resolve(name);
        try (OutputStream file = Files.newOutputStream(target);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> compiled = Files.walk(classes)) {
            out.putNextEntry(new JarEntry("META-INF/services/" + LineageStoreProvider.class.getName()));
            out.write(provider.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (Path path : compiled.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                out.write(Files.readAllBytes(path));
            }
        }
        return target;
    }

    private ClassLoader with(Path... jars) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path path : jars) {
            urls.add(path.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(new URL[0]), own);
    }

    private Job.Result run(Path output, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i", plate.toString(), "-o", output.toString()));
        arguments.addAll(Job.WITHOUT_NETWORKS);
        arguments.addAll(List.of(more));
        return Job.run(arguments.toArray(new String[0]));
    }

    @Test
    void everyCommandWorksOnIt() throws IOException {
        Path parquet = plate.resolveSibling("parquet");
        Path json = plate.resolveSibling("json");
        assertThat(run(parquet).code()).isZero();
        Map<String, List<String>> expected = Job.contents(parquet);
        assertThat(expected.get("cells")).isNotEmpty();

        Thread.currentThread().setContextClassLoader(with(jar));
        Job.Result first = run(json, "--set", "execution.store=json");
        assertThat(first.code()).as(first.out() + first.err()).isZero();
        assertThat(Job.contents(json)).isEqualTo(expected);
        assertThat(json.resolve("_published")).doesNotExist();

        // A run sees what it published, and keeps the rows of the movies that it does not process again.
        Movies.stack(plate.resolve("A02_s2.tif"), 9);
        Path map = Files.writeString(plate.resolveSibling("map.csv"), "well,compound,dose\nA01,x,1\nA02,y,2\n");
        assertThat(run(parquet).code()).isZero();
        Job.Result second = run(json, "--set", "execution.store=json", "--plate-map", map.toString());
        assertThat(second.code()).as(second.out() + second.err()).isZero();
        assertThat(second.out()).contains("1 movie");
        assertThat(Job.contents(json)).isEqualTo(Job.contents(parquet));

        // Whoever reads need not be told.
        Job.Result asked = Job.run(
                "sql",
                "--lineage",
                json.toString(),
                "--format",
                "csv",
                "-e",
                "select well, count(*) as movies, max(dose) as dose from movies join conditions using (plate, well)"
                        + " group by well order by well");
        assertThat(asked.out())
                .as(asked.err())
                .isEqualToNormalizingNewlines("well,movies,dose\nA01,1,1.0\nA02,2,2.0\n");
        Path tracks = plate.resolveSibling("ctc");
        Job.Result exported =
                Job.run("export", "--lineage", json.toString(), "--format", "ctc", "-o", tracks.toString());
        assertThat(exported.code()).as(exported.out() + exported.err()).isZero();
        assertThat(tracks).isNotEmptyDirectory();
    }

    @Test
    void anOutputKeepsItsFirstStore() throws IOException {
        Path output = plate.resolveSibling("lineages");
        Thread.currentThread().setContextClassLoader(with(jar));
        assertThat(run(output, "--set", "execution.store=json").code()).isZero();
        assertThat(run(output).code())
                .as("whoever says nothing gets the output's")
                .isZero();
        Job.Result other = run(output, "--set", "execution.store=parquet");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("kept in the store json").contains("execution.store=json");

        Path first = plate.resolveSibling("parquet");
        assertThat(run(first).code()).isZero();
        Job.Result late = run(first, "--set", "execution.store=json");
        assertThat(late.code()).isEqualTo(2);
        assertThat(late.err()).contains("kept in the store parquet");

        // Without the jar, the error says what is missing.
        Thread.currentThread().setContextClassLoader(own);
        Job.Result asked = Job.run("sql", "--lineage", output.toString(), "-e", "select 1");
        assertThat(asked.code()).isEqualTo(2);
        assertThat(asked.err()).contains("'json'").contains("parquet").contains("jar");
    }

    @Test
    void anUnknownStoreIsRefusedWithTheKnownOnesBeforeAnythingIsDone() {
        Path output = plate.resolveSibling("lineages");
        Job.Result result = run(output, "--set", "execution.store=excel");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("execution.store").contains("'excel'").contains("parquet");
        assertThat(output.resolve("_segmented")).doesNotExist();
    }

    @Test
    void aJarThatCannotBeLoadedAndANameThatIsTakenTwiceAreRefused() throws IOException {
        ClassLoader broken = with(jar("broken.jar", "site.store.Missing", "site-store"));
        assertThatThrownBy(() -> LineageStores.load(broken))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("site.store.Missing");
        ClassLoader twice =
                with(jar("twice.jar", "site.store.JsonStoreProvider\nsite.store.SecondProvider", "site-store"));
        assertThatThrownBy(() -> LineageStores.load(twice))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("two stores called json");
    }
}
