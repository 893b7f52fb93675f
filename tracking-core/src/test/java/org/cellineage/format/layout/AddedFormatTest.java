package org.cellineage.format.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.format.CatalogRequest;
import org.cellineage.format.FormatMatch;
import org.cellineage.format.HeaderCache;
import org.cellineage.format.Headers;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Outline;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site adds a layout with a jar of its own, and nothing of the project is touched. */
class AddedFormatTest {

    @TempDir
    Path temp;

    /** Stacks that are called {@code WELL@SITE.site.tif}. */
    public static final class SiteFormat implements MovieFormat {

        @Override
        public String name() {
            return "our-site";
        }

        @Override
        public String summary() {
            return "stacks of our microscope: B02@1.site.tif";
        }

        @Override
        public Optional<FormatMatch> recognise(CatalogRequest request) {
            List<StoredFile> own = request.files().stream()
                    .filter(f -> f.name().endsWith(".site.tif"))
                    .toList();
            return own.isEmpty() ? Optional.empty() : Optional.of(new FormatMatch("names end in .site.tif", own));
        }

        @Override
        public Outline outline(CatalogRequest request) {
            return Outline.of(request.files().stream()
                    .map(file -> {
                        String[] parts = file.name().replace(".site.tif", "").split("@");
                        return new StackOutline(new MovieKey("ours", parts[0], parts[1]), file, "", List.of());
                    })
                    .toList());
        }
    }

    private ClassLoader jar(String provider) throws IOException {
        Map<String, byte[]> content = new LinkedHashMap<>();
        content.put("META-INF/services/" + MovieFormat.class.getName(), provider.getBytes(StandardCharsets.UTF_8));
        String path = SiteFormat.class.getName().replace('.', '/') + ".class";
        try (InputStream in = SiteFormat.class.getClassLoader().getResourceAsStream(path)) {
            content.put(path, in.readAllBytes());
        }
        Path jar = temp.resolve("ours.jar");
        Files.write(jar, MovieFolder.zip(content));
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
    }

    @Test
    void aJarAddsALayout() throws IOException {
        Map<String, MovieFormat> formats = MovieFormats.load(jar(SiteFormat.class.getName()));
        assertThat(formats).containsKeys("our-site", "stacks", "imagexpress");

        MovieFolder folder =
                new MovieFolder(temp.resolve("in")).tiff("B02@7.site.tif", 1, 2).tiff("control.tif", 3);
        LocalStorage storage = new LocalStorage();
        CatalogRequest request = new CatalogRequest(
                folder.root().toString(),
                storage.list(folder.root().toString()),
                new Headers(storage, HeaderCache.NONE, ReadOptions.DEFAULTS));
        List<LayoutOutline> parts = MovieFormats.recognise(request, formats.values());

        assertThat(parts).extracting(LayoutOutline::layout).containsExactly("our-site", "stacks");
        assertThat(new CatalogReader(storage).describe(parts).movies())
                .extracting(m -> m.key().id())
                .containsExactly("in/-/control", "ours/B02/7");
    }

    @Test
    void aJarThatNamesAClassThatIsNotThereIsNamed() throws IOException {
        ClassLoader jar = jar("ours.Missing");
        assertThatThrownBy(() -> MovieFormats.load(jar))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("ours.Missing");
    }
}
