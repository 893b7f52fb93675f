package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CellCycleTest {

    @Test
    void onlyAWholeCycleHasALength() {
        int whole = 0;
        for (Origin origin : Origin.values()) {
            for (Fate fate : Fate.values()) {
                if (CellCycle.length(origin, fate, 40).isPresent()) {
                    whole++;
                    assertThat(origin.label() + fate.label()).isEqualTo("divisiondivision");
                }
            }
        }
        assertThat(whole).isEqualTo(1);
        assertThat(CellCycle.length(Origin.DIVISION, Fate.DIVISION, Double.NaN)).isEmpty();
    }

    @Test
    void timeCountsFromTheFirstFrameOfADaughter() {
        assertThat(CellCycle.framesSinceDivision(Origin.DIVISION, 7, 7)).hasValue(0);
        assertThat(CellCycle.framesSinceDivision(Origin.DIVISION, 7, 9)).hasValue(2);
        assertThat(CellCycle.framesSinceDivision(Origin.DIVISION, 7, 6)).isEmpty();
        assertThat(CellCycle.framesSinceDivision(Origin.ENTERED, 7, 9)).isEmpty();
    }

    @Test
    void whatDoublesInSixGrowsByThatFactor() {
        for (double duration : new double[] {1, 6, 50}) {
            double after = 30 * Math.pow(2, duration / 6);
            assertThat(CellCycle.doublingTime(30, after, duration).orElseThrow())
                    .isCloseTo(6, within(1e-9));
        }
        assertThat(CellCycle.doublingTime(30, 30, 5)).isEmpty();
        assertThat(CellCycle.doublingTime(30, 20, 5)).isEmpty();
        assertThat(CellCycle.doublingTime(0, 20, 5)).isEmpty();
        assertThat(CellCycle.doublingTime(30, 60, 0)).isEmpty();
    }

    @Test
    void labelsLeadBack() {
        for (Origin origin : Origin.values()) {
            assertThat(Origin.ofLabel(origin.label())).isEqualTo(origin);
        }
        for (Fate fate : Fate.values()) {
            assertThat(Fate.ofLabel(fate.label())).isEqualTo(fate);
        }
    }
}
