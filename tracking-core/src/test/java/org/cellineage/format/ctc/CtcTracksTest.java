package org.cellineage.format.ctc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.TrackSpan;
import org.cellineage.problem.BadInputException;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CtcTracksTest {

    @TempDir
    Path temp;

    /** Counted with {@code wc -l} and {@code awk '$4 > 0'}. */
    @ParameterizedTest
    @CsvSource({
        "Fluo-N2DL-HeLa/02, 649, 408",
        "Fluo-N2DH-SIM+/01, 95, 59",
        "Fluo-N2DH-GOWT1/02, 45, 0",
        "PhC-C2DH-U373/02, 10, 3"
    })
    void realLineagesHaveTheirTracksAndComeBackByteForByte(String sequence, int tracks, int daughters)
            throws IOException {
        Path file = SharedData.require("movies/" + sequence + "_GT/TRA/man_track.txt");
        List<TrackSpan> spans = CtcTracks.read(new LocalStorage(), file.toString());
        assertThat(spans).hasSize(tracks);
        assertThat(spans).filteredOn(s -> s.parent() != TrackSpan.NO_PARENT).hasSize(daughters);
        assertThat(CtcTracks.format(spans).lines()).containsExactlyInAnyOrderElementsOf(Files.readAllLines(file));
    }

    @Test
    void windowsLinesTabsAndBlankLinesAreRead() {
        assertThat(CtcTracks.parse("1 0 4 0\r\n\r\n  2\t5 9   1\r\n", "x"))
                .containsExactly(new TrackSpan(1, 0, 4, 0), new TrackSpan(2, 5, 9, 1));
        assertThat(CtcTracks.parse("", "x")).isEmpty();
    }

    /** As numpy, Excel, Windows' editor and other programs write the same four tracks. */
    @Test
    void theSameTracksInEveryWritingAreTheSame() throws IOException {
        String plain = "1 0 3 0\n2 0 3 0\n7 4 7 1\n8 4 7 1\n";
        List<TrackSpan> right = CtcTracks.parse(plain, "x");
        assertThat(right).hasSize(4);
        String floats = plain.replaceAll("(\\d+)", "$1.000000000000000000e+00");
        List<String> writings = List.of(
                floats,
                plain.replace(" ", ","),
                plain.replace(" ", ", "),
                plain.replace(" ", ";"),
                plain.replaceAll("(\\d+) (\\d+) (\\d+) (\\d+)", "$1,0;$2,0;$3,0;$4,0"),
                plain.replace("\n", "\r\n"),
                plain.replace("\n", "\r"),
                plain.replace("\n", ",\n").replace(" ", ","),
                "L B E P\n" + plain,
                "# label begin end parent\n" + plain,
                "# written by hand\n" + plain,
                "\"label\",\"begin\",\"end\",\"parent\"\n" + plain.replace(" ", ","),
                plain.replace(" 0\n", " -1\n"),
                plain.replace(" 0\n", " nan\n"),
                plain.replace(" ", ",").replace(",0\n", ",\n"),
                plain.replace("1 0 3 0", "1 0 3 1").replace("2 0 3 0", "2 0 3 2"),
                plain.replaceAll("(\\d+) (\\d+) (\\d+) (\\d+)", "$4\t$1\t$2\t$3\tx")
                        .replaceFirst("^", "parent_id\tTrack ID\tfirst frame\tlast frame\tcolour\n"));
        for (String writing : writings) {
            assertThat(CtcTracks.parse(writing, "x")).as(writing).isEqualTo(right);
            Path file = Files.writeString(temp.resolve("bom.txt"), "\ufeff" + writing);
            assertThat(CtcTracks.read(new LocalStorage(), file.toString()))
                    .as(writing)
                    .isEqualTo(right);
            Files.writeString(file, "\ufeff" + writing, java.nio.charset.StandardCharsets.UTF_16LE);
            assertThat(CtcTracks.read(new LocalStorage(), file.toString()))
                    .as(writing)
                    .isEqualTo(right);
        }
    }

    @Test
    void aBadLineCostsNoOther() {
        GivenLineage given = CtcTracks.parseGiven("1 0 4 0\n2 0 x 0\n3 0 4 0 7\n1 5 6 0\n5 5 9 1\n", "x");
        assertThat(given.spans()).containsExactly(new TrackSpan(1, 0, 4, 0), new TrackSpan(5, 5, 9, 1));
        assertThat(given.flaws())
                .extracting(flaw -> flaw.problem().cause())
                .satisfiesExactly(
                        cause -> assertThat(cause).startsWith("Line 2 '2 0 x 0'"),
                        cause -> assertThat(cause).startsWith("Line 3 '3 0 4 0 7'"),
                        cause -> assertThat(cause).startsWith("Line 4 '1 5 6 0'"));
    }

    /** Columns in an order that nobody knows would make parents of frames. */
    @Test
    void aHeaderThatDoesNotNameTheColumnsIsRefused() {
        assertThatThrownBy(() -> CtcTracks.parseGiven("id t0 t1 mum\n1 0 4 0\n", "x"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("id t0 t1 mum")
                .hasMessageContaining("L, B, E and P");
    }

    @Test
    void tracksAreWrittenInOrder() {
        assertThat(CtcTracks.format(List.of(new TrackSpan(12, 3, 3, 2), new TrackSpan(2, 0, 2, 0))))
                .isEqualTo("2 0 2 0\n12 3 3 2\n");
    }

    @ParameterizedTest
    @CsvSource({
        "1 0 4, 3 numbers",
        "1 0 4 0 7, 5 numbers",
        "1 0 4 x, not a whole number",
        "1 0 4.5 0, not a whole number",
        "99999999999 0 4 0, not a whole number",
        "0 0 4 0, does not describe a track",
        "1 5 4 0, does not describe a track",
        "1 -1 4 0, does not describe a track",
        "1 0 4 -2, does not describe a track",
        "7 0 4 0, a second time"
    })
    void aBadLineIsNamedByItsNumber(String line, String cause) {
        assertThatThrownBy(() -> CtcTracks.parse("7 0 1 0\n\n" + line + "\n", "P/01_GT/TRA/man_track.txt"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("P/01_GT/TRA/man_track.txt")
                .hasMessageContaining("Line 3 '" + line + "'")
                .hasMessageContaining(cause);
    }
}
