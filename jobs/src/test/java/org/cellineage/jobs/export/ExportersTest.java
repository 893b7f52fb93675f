package org.cellineage.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.cellineage.problem.BadConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportersTest {

    @TempDir
    private Path temp;

    private ClassLoader jarNaming(String provider) throws IOException {
        Path jar = temp.resolve("site.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("META-INF/services/" + Exporter.class.getName()));
            out.write(provider.getBytes(StandardCharsets.UTF_8));
        }
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
    }

    /** Takes the name of a format of the project. */
    public static final class SecondCtc implements Exporter {
        @Override
        public String name() {
            return "ctc";
        }

        @Override
        public String summary() {
            return "";
        }

        @Override
        public List<String> export(List<ExportMovie> movies, ExportTarget target) {
            return List.of();
        }
    }

    @Test
    void theProjectsFormatsAreFoundAsServices() {
        assertThat(Exporters.all()).extracting(Exporter::name).contains("ctc", "trk", "trks");
        assertThat(Exporters.all()).allSatisfy(exporter -> {
            assertThat(exporter.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
            assertThat(exporter.summary()).isNotBlank();
        });
    }

    @Test
    void formatsComeInTheOrderInWhichTheyAreNamedAndOnce() {
        assertThat(Exporters.named(List.of("trk", "ctc", "trk")))
                .extracting(Exporter::name)
                .containsExactly("trk", "ctc");
    }

    @Test
    void anUnknownNameIsToldWithThoseThatThereAre() {
        assertThatThrownBy(() -> Exporters.named(List.of("ctc", "mastodon")))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("--format mastodon")
                .hasMessageContaining("ctc, ")
                .hasMessageContaining("trk, trks");
    }

    @Test
    void aJarThatNamesAClassThatIsNotThereIsNamed() throws IOException {
        ClassLoader jar = jarNaming("ours.Missing");
        assertThatThrownBy(() -> Exporters.load(jar))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("ours.Missing");
    }

    @Test
    void twoFormatsOfOneNameAreRefused() throws IOException {
        ClassLoader jar = jarNaming(SecondCtc.class.getName());
        assertThatThrownBy(() -> Exporters.load(jar))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining(SecondCtc.class.getName())
                .hasMessageContaining(CtcExporter.class.getName());
    }
}
