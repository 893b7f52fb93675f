package org.cellineage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {

    private static int[] labels(Plane plane) {
        return Labels.fromPlane(plane, "m.tif").labels();
    }

    @Test
    void everyTypeOfPlaneGivesItsWholeNumbers() {
        assertThat(labels(Plane.of(2, 1, new byte[] {0, (byte) 200}))).containsExactly(0, 200);
        assertThat(labels(Plane.of(2, 1, new short[] {0, (short) 60_000}))).containsExactly(0, 60_000);
        assertThat(labels(Plane.of(2, 1, new int[] {0, Integer.MAX_VALUE}))).containsExactly(0, Integer.MAX_VALUE);
        assertThat(labels(Plane.of(2, 1, new float[] {0, 100_003}))).containsExactly(0, 100_003);
    }

    /** 2147483648 is the first number beyond the labels. */
    @ParameterizedTest
    @ValueSource(floats = {0.37f, -0.5f, -2, Float.NaN, Float.POSITIVE_INFINITY, 2_147_483_648f})
    void floatsThatAreNoLabelsAreRefusedByValueAndFile(float value) {
        assertThatThrownBy(() -> Labels.fromPlane(Plane.of(2, 1, new float[] {1, value}), "probability.tif"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("probability.tif")
                .hasMessageContaining(value == -2 ? "-2" : Float.toString(value));
    }

    @Test
    void negativeIntegersAreRefused() {
        assertThatThrownBy(() -> Labels.fromPlane(Plane.of(2, 1, new int[] {1, -4}), "mask.tif"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("mask.tif")
                .hasMessageContaining("-4");
    }

    /** Beyond 2^24 a 32-bit float is every second number only, so two cells may share one. */
    @Test
    void floatsThatCannotTellTwoLabelsApartAreRefused() {
        assertThat(labels(Plane.of(1, 1, new float[] {1 << 24}))).containsExactly(1 << 24);
        assertThatThrownBy(() -> labels(Plane.of(1, 1, new float[] {(1 << 24) + 2})))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("m.tif");
    }

    private static Plane pieces(int value, int pieces) {
        int[] samples = new int[40 * 6];
        for (int piece = 0; piece < pieces; piece++) {
            for (int y = 1; y < 4; y++) {
                for (int x = 1; x < 4; x++) {
                    samples[y * 40 + piece * 5 + x] = value;
                }
            }
        }
        return Plane.of(40, 6, samples);
    }

    @ParameterizedTest
    @CsvSource({"255, 2", "65535, 2", "1, 3", "255, 7"})
    void aBinaryMaskIsRefused(int value, int pieces) {
        assertThatThrownBy(() -> Labels.ofCells(pieces(value, pieces), "mask.tif"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("mask.tif")
                .hasMessageContaining("binary")
                .hasMessageContaining(value + ", in " + pieces + " pieces");
    }

    @ParameterizedTest
    @CsvSource({"255, 1", "1, 1", "1, 2", "7, 5", "254, 2"})
    void aSingleLabelIsALabel(int value, int pieces) {
        Plane plane = pieces(value, pieces);
        assertThat(Labels.ofCells(plane, "m.tif").labels()).isEqualTo(plane.toInts());
    }

    @Test
    void twoLabelsAreNoBinaryMask() {
        int[] samples = pieces(255, 4).toInts();
        samples[0] = 3;
        assertThat(Labels.ofCells(Plane.of(40, 6, samples), "m.tif").maxLabel()).isEqualTo(255);
    }
}
