package org.cellineage.format.ctc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.TrackSpan;
import org.cellineage.problem.BadInputException;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CtcTracksTest {

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

    @Test
    void tracksAreWrittenInOrder() {
        assertThat(CtcTracks.format(List.of(new TrackSpan(12, 3, 3, 2), new TrackSpan(2, 0, 2, 0))))
                .isEqualTo("2 0 2 0\n12 3 3 2\n");
    }

    @ParameterizedTest
    @CsvSource({
        "1 0 4, 3 numbers",
        "1 0 4 0 7, 5 numbers",
        "1 0 4 x, no whole number",
        "1 0 4.0 0, no whole number",
        "99999999999 0 4 0, no whole number",
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
