package org.cellineage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
