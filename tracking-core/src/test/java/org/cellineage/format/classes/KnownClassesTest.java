package org.cellineage.format.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.MovieKey;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownClassesTest {

    private static final MovieKey MOVIE = new MovieKey("P1", "B02", "1");

    @TempDir
    private Path temp;

    private KnownClasses read(String text) throws IOException {
        Path file = temp.resolve("classes.csv");
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        return KnownClasses.read(new LocalStorage(), file.toString(), KnownClasses.CLASS);
    }

    private static Optional<String> name(Optional<KnownClasses.Known> known) {
        return known.map(KnownClasses.Known::name);
    }

    @Test
    void theMostParticularRowCounts() throws IOException {
        KnownClasses known = read("""
                movie,frame,track,class
                P1/B02/1,3,7,mitotic
                P1/B02/1,,7,odd
                P1/B02/1,3,,blurred
                P1/B02/1,,,usual
                """);
        KnownClasses.OfMovie movie = known.of(MOVIE);
        assertThat(name(movie.cell(3, 7))).contains("mitotic");
        assertThat(name(movie.cell(4, 7))).contains("odd");
        assertThat(name(movie.cell(3, 8))).contains("blurred");
        assertThat(name(movie.cell(4, 8))).contains("usual");
        assertThat(name(movie.frame(3))).contains("blurred");
        assertThat(name(movie.frame(4))).contains("usual");
        assertThat(known.of(new MovieKey("P1", "B03", "1")).isEmpty()).isTrue();
        assertThat(known.classes()).containsExactly("blurred", "mitotic", "odd", "usual");
    }

    /** As a plate map in a spreadsheet program of Europe, with another column for the class. */
    @Test
    void aPlateMapSaysWhatWholeWellsAre() throws IOException {
        Path file = temp.resolve("map.csv");
        Files.writeString(file, "\ufeffWell;Compound;Mechanism\r\nb2;taxol;microtubule\r\nB03;DMSO;\r\n");
        KnownClasses known = KnownClasses.read(new LocalStorage(), file.toString(), "mechanism");
        Optional<KnownClasses.Known> cell = known.of(MOVIE).cell(0, 1);
        assertThat(name(cell)).contains("microtubule");
        assertThat(cell.orElseThrow().groups()).isEqualTo(Map.of("compound", "taxol"));
        assertThat(name(known.of(new MovieKey("P9", "B02", "site 4")).frame(5))).contains("microtubule");
        assertThat(known.of(new MovieKey("P1", "B03", "1")).isEmpty()).isTrue();
    }

    @Test
    void tablesOfAFolderAreOne() throws IOException {
        Files.createDirectories(temp.resolve("some/inside"));
        Files.writeString(temp.resolve("some/a.csv"), "well,site,track,class\nB02,1,1,a\n");
        Files.writeString(temp.resolve("some/inside/b.tsv"), "well\tsite\tlabel\tclass\nB02\t1\t2\tb\n");
        Files.writeString(temp.resolve("some/notes.md"), "class");
        KnownClasses known =
                KnownClasses.read(new LocalStorage(), temp.resolve("some").toString(), KnownClasses.CLASS);
        assertThat(name(known.of(MOVIE).cell(0, 1))).contains("a");
        assertThat(name(known.of(MOVIE).cell(0, 2))).contains("b");
    }

    @Test
    void contradictionsAndWhatIsNoTableAreRefusedByLine() {
        assertThatThrownBy(() ->
                        read("movie,track,class\nP1/B02/1,1,a\nP1/B02/1,1,b\n").of(MOVIE))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("line 3")
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> read("movie,track\nP1/B02/1,1\n"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("'class'");
        assertThatThrownBy(() -> read("movie,track,class\nB02,1,a\n"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("plate/well/site");
        assertThatThrownBy(() -> read("frame,class\n-1,a\n"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("'-1'");
        assertThatThrownBy(() -> read("frame,class\n1,\n"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("the class of nothing");
    }
}
