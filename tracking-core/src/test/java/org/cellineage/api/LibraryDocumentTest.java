package org.cellineage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.cellineage.simulate.PlateSimulator;
import org.cellineage.simulate.SimulationOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/LIBRARY.md shows the example's code, and the example does what the page says. */
class LibraryDocumentTest {

    private static final Path EXAMPLE =
            Path.of("../examples/library/src/main/java/org/cellineage/examples/TrackStack.java");

    private static final Pattern CODE = Pattern.compile("(?<!-->\n)```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path temp;

    @Test
    void thePageShowsTheExample() throws IOException {
        Matcher code = CODE.matcher(Files.readString(Path.of("../docs/LIBRARY.md")));
        assertThat(code.find()).isTrue();
        assertThat(code.group(1)).isEqualTo(Files.readString(EXAMPLE));
        assertThat(code.find()).isFalse();
    }

    @Test
    void theExampleTracksAMovieAndScoresIt() throws Exception {
        SimulationOptions small = new SimulationOptions(
                96, 80, 6, 4, 20, 12, 0.15, 0.001, 1.2, 0.7, 0.2, 0.1, 0.2, 300, 1200, 0.25, 0.35, 0.002, 0.2, 1.0, 2,
                8, 1, 0, 0);
        new PlateSimulator(small, 5, 1, 1, false).write(0, this::create, () -> {});
        String movie = temp.resolve("A01_s1").toString();

        String printed = run(movie, temp.resolve("A01_s1_GT").toString());

        assertThat(printed).containsPattern("track 1: frames 0 to \\d, start to (end|division)");
        assertThat(printed).containsPattern("(?m)^\\(?1.*;$");
        Matcher score =
                Pattern.compile("SEG (\\d\\.\\d{3}) TRA (\\d\\.\\d{3})\n").matcher(printed);
        assertThat(score.find()).as(printed).isTrue();
        assertThat(Double.parseDouble(score.group(1))).isGreaterThan(0.7);
        assertThat(Double.parseDouble(score.group(2))).isGreaterThan(0.9);

        assertThat(run(temp.resolve("nothing").toString())).contains("There is no such file or folder.");
    }

    private OutputStream create(String path) throws IOException {
        Path file = temp.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.newOutputStream(file);
    }

    /** Compiles the example as its module does, and returns what its main method prints. */
    private String run(String... arguments) throws Exception {
        Path classes = Files.createDirectories(temp.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-d", classes.toString(), "-proc:none"),
                            null,
                            files.getJavaFileObjects(EXAMPLE))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {classes.toUri().toURL()});
                PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            loader.loadClass("org.cellineage.examples.TrackStack")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
