package org.cellineage.format.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.cellineage.problem.BadConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternSchemeTest {

    private static Optional<ImageName> read(String pattern, String path) {
        return NamingSchemes.pattern(pattern).parse(path);
    }

    private static String facts(ImageName image) {
        MovieName m = image.movie();
        return m.plate().orElse("-") + " " + m.well().orElse("-") + " "
                + m.site().orElse("-") + " "
                + image.channel().map(ChannelName::key).orElse("-") + " "
                + (image.z().isPresent() ? image.z().getAsInt() : "-") + " "
                + image.time().map(t -> t.kind() + ":" + t.value()).orElse("-");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{plate}/{well}_s{site}_w{channel}_t{frame}.tif; a/P1/B2_s03_wGFP_t012.tif; P1 B02 3 GFP - INDEX:12",
                "{plate}/r{row}c{col}_{channel}_z{z}_{time}.tif; P1/r02c11_Cy5_z04_7.tif; P1 B11 - Cy5 4 INDEX:7",
                "{row}{col}_{frame}.tif; B11_7.tif; - B11 - - - INDEX:7",
                "{well}.tif; x/B02.tif; - B02 - - - -",
                "{well}*_{frame}.tif; B02 drug_0004.tif; - B02 - - - INDEX:4",
                "*{frame}.tif; abc0012.tif; - - - - - INDEX:12",
                "{plate}_{well}.tif; siRNA_M2_B02.tif; siRNA_M2 B02 - - - -",
                "{well}/{time}.tif; ctrl/5.tif; - ctrl - - - INDEX:5",
                "{well}_{time}.tif; B02_00d04h00m.tif; - B02 - - - ELAPSED:14400000",
                "{well}_{time}.tif; B02_1h30m.tif; - B02 - - - ELAPSED:5400000",
                "{well}_{time}.tif; B02_90min.tif; - B02 - - - ELAPSED:5400000",
                "{well}_{time}.tif; B02_15s.tif; - B02 - - - ELAPSED:15000",
                "{well}_{time}.tif; B02_2025y04m12d_06h30m.tif; - B02 - - - CLOCK:1744439400000",
                "{well}_{time}.tif; B02_2025-04-12_06-30-00.tif; - B02 - - - CLOCK:1744439400000",
                "a.b(c)_{frame}.tif; a.b(c)_7.tif; - - - - - INDEX:7"
            })
    void aPatternReadsWhatItSays(String pattern, String path, String expected) {
        assertThat(read(pattern, path)).map(PatternSchemeTest::facts).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{well}_t{frame}.tif; B02_tx.tif",
                "{well}_t{frame}.tif; B02/s1_t1.TIF",
                "a.b_{frame}.tif; axb_7.tif",
                "{row}{col}_{frame}.tif; Q99_7.tif",
                "{well}_{time}.tif; B02_2025y14m12d_06h30m.tif",
                "{plate}/{well}_{frame}.tif; B02_1.tif"
            })
    void whatDoesNotFitIsNoImage(String pattern, String path) {
        assertThat(read(pattern, path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{wel}_{frame}.tif; {wel} is not a group",
                "{well}_{well}_{frame}.tif; stands there twice",
                "{well_{frame}.tif; A brace is open",
                "{}_{frame}.tif; is not a group",
                "{row}_{frame}.tif; {row} and {col} go together",
                "{well}_{row}{col}.tif; say the same",
                "{well}_{time}_{frame}.tif; say the same",
                "{plate}{well}.tif; stand side by side",
                "*{well}.tif; stand side by side",
                "{site}{frame}.tif; stand side by side",
                "movie.tif; no group",
                "{well}/; names no file"
            })
    void aWrongPatternIsExplained(String pattern, String message) {
        assertThatThrownBy(() -> NamingSchemes.pattern(pattern))
                .isInstanceOfSatisfying(BadConfigurationException.class, e -> {
                    assertThat(e.problem().where()).isEqualTo("--layout pattern:" + pattern);
                    assertThat(e.problem().cause()).contains(message);
                    assertThat(e.problem().remedy()).isNotBlank();
                });
    }

    @Test
    void whatTheUserAsksForIsNeverLeftOut() {
        assertThat(read("MAX_{well}_{frame}.tif", "MAX_B02_1.tif"))
                .map(ImageName::isImage)
                .contains(true);
        assertThat(NamingSchemes.pattern("{well}.tif").hasTime()).isFalse();
        assertThat(NamingSchemes.pattern("{well}_{frame}.tif").hasTime()).isTrue();
    }
}
