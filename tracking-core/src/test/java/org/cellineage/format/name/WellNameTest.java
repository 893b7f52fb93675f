package org.cellineage.format.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WellNameTest {

    @ParameterizedTest
    @CsvSource({
        "A01, A01",
        "A1, A01",
        "a001, A01",
        "A - 1, A01",
        "A-01, A01",
        "B 02, B02",
        "b_2, B02",
        "Well B02, B02",
        "wellB2, B02",
        "r01c01, A01",
        "R2C11, B11",
        "r2 c11, B11",
        "Row 2 Col 11, B11",
        "AF48, AF48",
        "AA1, AA01",
        "H12, H12",
        "' C7 ', C07"
    })
    void aWellIsReadHoweverItIsWritten(String text, String canonical) {
        assertThat(WellName.parse(text)).map(WellName::toString).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "1",
                "A0",
                "A00",
                "A49",
                "AG1",
                "ZZ9",
                "r33c1",
                "r1c49",
                "A1B",
                "A123",
                "siRNA-M2",
                "B02_s1"
            })
    void whatIsNoWellIsNone(String text) {
        assertThat(WellName.parse(text)).isEmpty();
    }

    @Test
    void everyWellComesBackFromItsNameItsNumbersAndItsIndex() {
        int index = 1;
        for (int row = 1; row <= WellName.MAX_ROW; row++) {
            for (int column = 1; column <= WellName.MAX_COLUMN; column++) {
                WellName well = new WellName(row, column);
                assertThat(WellName.parse(well.toString())).contains(well);
                assertThat(WellName.parse("r" + row + "c" + column)).contains(well);
                assertThat(WellName.parse(well.rowLetters(), Integer.toString(column)))
                        .contains(well);
                assertThat(WellName.ofIndex(index++, 1536)).contains(well);
            }
        }
    }

    @Test
    void anIndexNeedsThePlate() {
        assertThat(WellName.ofIndex(13, 96)).map(WellName::toString).contains("B01");
        assertThat(WellName.ofIndex(25, 384)).map(WellName::toString).contains("B01");
        assertThat(WellName.ofIndex(4, 6)).map(WellName::toString).contains("B01");
        assertThat(WellName.ofIndex(0, 96)).isEmpty();
        assertThat(WellName.ofIndex(97, 96)).isEmpty();
        assertThat(WellName.ofIndex(1, 100)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "B02_s1, B02, 1",
        "5uM_B02_s1, B02, 1",
        "plate_B2, B02, -",
        "plate7_B2_s14, B02, 14",
        "plate_C1, C01, -",
        "B2, B02, -",
        "B02, B02, -",
        "exp 3_H12, H12, -",
        "Well B02 drug, B02, -",
        "x_WellC3_1, C03, -",
        "r02c03, B03, -",
        "r02c03_f01, B03, 1",
        "P7-B02-drug, B02, -",
        "drug_B02_site2, B02, 2",
        "siRNA-M2_B02_s1, B02, 1",
        "p53_t03_D11, D11, -",
        "2025-04-12_G07_10x, G07, -",
        "exp_C05, C05, -",
        "C05_s12, C05, 12",
        "b02_s1, B02, 1"
    })
    void aWellInTheNameOfAFileIsFound(String text, String well, String site) {
        Optional<WellInText> found = WellInText.find(text);
        assertThat(found).as(text).map(f -> f.well().toString()).contains(well);
        assertThat(found.orElseThrow().site().orElse("-")).isEqualTo(site);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exp_C1",
                "exp_C2",
                "C1-exp",
                "siRNA-M2",
                "exp_s12",
                "t03",
                "w1",
                "c01",
                "z05",
                "x20",
                "p53",
                "exp_B2",
                "S12",
                "movie_T03",
                "W10",
                "Z05",
                "U87_ctrl",
                "cells_G1",
                "cells_M2_10x",
                "HeLa_D3",
                "H2B",
                "E14.5_brain",
                "anti-A12",
                "B16-F10_ctrl",
                "T003_C01",
                "exp_Z01_C02",
                "A01_B02",
                "K562",
                "A549",
                "10x",
                "phase1",
                "AB12",
                "exp_c01",
                "h24",
                "2025-04-12",
                "",
                "_",
                "C2C12_t01"
            })
    void wordsThatLookLikeWellsAreNone(String text) {
        assertThat(WellInText.find(text)).isEmpty();
    }

    @Test
    void theTextAroundAWellIsKept() {
        WellInText found = WellInText.find("HeLa_B02_s3_10x").orElseThrow();
        assertThat(found.before()).isEqualTo("HeLa");
        assertThat(found.after()).isEqualTo("10x");
    }
}
