package org.cellineage.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrecisionTest {

    @Test
    void roundsToTheNearestStep() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            double value = random.nextGaussian() * 1000;
            assertThat(Precision.pixels(value) * 64)
                    .isEqualTo(BigDecimal.valueOf(value * 64)
                            .setScale(0, RoundingMode.HALF_EVEN)
                            .doubleValue());
            double score = random.nextDouble() * 2 - 1;
            assertThat(Precision.score(score)).isCloseTo(score, within(0.5 / 65536));
            assertThat(Precision.ratio(score)).isCloseTo(score, within(0.5 / 4096));
        }
    }

    @Test
    void brightnessKeepsItsDigitsAtEveryScale() {
        Random random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            double value = random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            double kept = Precision.intensity(value);
            assertThat(kept).isCloseTo(value, within(Math.abs(value) / 65536));
            // Sixteen binary digits: the last 37 of a double's 52 are zero.
            assertThat(Double.doubleToLongBits(kept) & (1L << 37) - 1).isZero();
            assertThat(Precision.intensity(kept)).isEqualTo(kept);
        }
        assertThat(new BigDecimal(Precision.intensity(1.0 / 3)).round(new MathContext(4)))
                .isEqualTo(new BigDecimal("0.3333"));
    }

    @Test
    void whatIsNoNumberStaysSo() {
        assertThat(Precision.intensity(Double.POSITIVE_INFINITY)).isInfinite();
        assertThat(Precision.intensity(0)).isZero();
        assertThat(Precision.intensity(Double.NaN)).isNaN();
        assertThat(Precision.pixels(Double.NaN)).isNaN();
        assertThat(Precision.ratio(Double.NaN)).isNaN();
        assertThat(Precision.score(Double.NaN)).isNaN();
    }

    @Test
    void aCellKeepsWhatIsCountedAndRoundsWhatIsMeasured() {
        int[] labels = {0, 1, 1, 1};
        BoundingBox box = new BoundingBox(0, 0, 2, 2);
        RunLengthMask mask = RunLengthMask.encode(labels, 2, box, 1);
        Cell cell = new Cell(
                7,
                2.0 / 3,
                1.0 / 3,
                box,
                3,
                2.2,
                0.123456,
                1.01,
                0.99,
                -1.1,
                0.77777,
                true,
                List.of(new ChannelIntensity(1234.5678, 0.1, 3.3, 7.7)),
                Double.NaN,
                false,
                mask);
        Cell kept = Precision.round(cell);
        assertThat(kept.yPx()).isEqualTo(43 / 64.0);
        assertThat(kept.xPx()).isEqualTo(21 / 64.0);
        assertThat(kept.intensities().get(0).min()).isEqualTo(3.3);
        assertThat(kept.intensities().get(0).max()).isEqualTo(7.7);
        assertThat(kept.intensities().get(0).mean()).isCloseTo(1234.5678, within(0.016));
        assertThat(List.of(kept.label(), kept.areaPx(), kept.box(), kept.mask(), kept.touchesBorder()))
                .isEqualTo(List.of(7, 3, box, mask, true));
        assertThat(Precision.round(kept)).isEqualTo(kept);
    }
}
