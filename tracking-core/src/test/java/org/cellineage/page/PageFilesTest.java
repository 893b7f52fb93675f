package org.cellineage.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages must open from a disk, reach for nothing beyond their folder, and run no script but those in it. */
class PageFilesTest {

    private static final Pattern SCRIPT = Pattern.compile("<script([^>]*)>([^<]*)</script>");
    private static final Pattern SOURCE = Pattern.compile("\\s*src=\"([^\"]+)\"");

    static List<String> names() {
        return PageFiles.NAMES;
    }

    static Stream<String> html() {
        return PageFiles.NAMES.stream().filter(name -> name.endsWith(".html"));
    }

    static Stream<String> scripts() {
        return PageFiles.NAMES.stream().filter(name -> name.endsWith(".js"));
    }

    private static String text(String name) {
        return new String(PageFiles.read(name), StandardCharsets.UTF_8);
    }

    @Test
    void everyFileOfTheFolderIsListed() throws IOException, URISyntaxException {
        Path folder = Path.of(
                Objects.requireNonNull(PageFiles.class.getResource("files")).toURI());
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(PageFiles.NAMES);
        }
    }

    @ParameterizedTest
    @MethodSource("html")
    void aPageForbidsWhatItDoesNotNeed(String name) {
        String page = text(name);
        assertThat(page).contains("<html lang=\"en\">", "default-src 'none'; script-src 'self' file:;", "<title>");
        assertThat(page).doesNotContain("unsafe", "http:", "https:", "style=").doesNotContainPattern("\\son[a-z]+=");
        List<MatchResult> scripts = SCRIPT.matcher(page).results().toList();
        assertThat(scripts).isNotEmpty();
        for (MatchResult script : scripts) {
            assertThat(script.group(2)).isBlank();
            var source = SOURCE.matcher(script.group(1));
            assertThat(source.matches()).isTrue();
            assertThat(PageFiles.NAMES).contains(source.group(1));
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aScriptMakesNoMarkupFromText(String name) {
        assertThat(text(name))
                .contains("\"use strict\"")
                .doesNotContain(
                        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function")
                .doesNotContain("fetch(", "XMLHttpRequest", "import(");
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingIsLoadedFromElsewhere(String name) {
        assertThat(text(name).replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http://", "https://", "@import");
    }
}
