package org.cellineage.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The learning rate's way and what options are refused. */
class TrainingOptionsTest {

    private static final Offset<Double> EXACT = within(1e-12);

    private static TrainingOptions options(long crops, int batch, double rate, Duration budget) {
        return new TrainingOptions(crops, batch, rate, 100, 3, budget, 1, false, 1, Optional.empty());
    }

    @Test
    void theRateRisesEvenlyOverTwoHundredSteps() {
        TrainingOptions options = options(1000, 1, 0.004, Duration.ofHours(1));
        assertThat(options.rate(0, 0)).isCloseTo(0.004 / 200, EXACT);
        assertThat(options.rate(99, 0)).isCloseTo(0.002, EXACT);
        assertThat(options.rate(199, 0)).isCloseTo(0.004, EXACT);
        assertThat(options.rate(5000, 0)).isCloseTo(0.004, EXACT);
    }

    @Test
    void theRateFallsByAHalfCosineToAFiftieth() {
        TrainingOptions options = options(1000, 1, 0.004, Duration.ofHours(1));
        // cos(60 degrees) = 1/2, so that three quarters of the way down are left.
        assertThat(options.rate(1000, 1.0 / 3)).isCloseTo(0.004 * (0.02 + 0.98 * 0.75), EXACT);
        assertThat(options.rate(1000, 0.5)).isCloseTo(0.004 * 0.51, EXACT);
        assertThat(options.rate(1000, 1)).isCloseTo(0.004 / 50, EXACT);
        assertThat(options.rate(1000, 1.7)).isCloseTo(0.004 / 50, EXACT);
        for (int percent = 1; percent <= 100; percent++) {
            assertThat(options.rate(1000, percent / 100.0)).isLessThan(options.rate(1000, (percent - 1) / 100.0));
        }
    }

    @Test
    void stepsHoldAllCrops() {
        assertThat(options(16, 8, 1, Duration.ofHours(1)).steps()).isEqualTo(2);
        assertThat(options(17, 8, 1, Duration.ofHours(1)).steps()).isEqualTo(3);
        assertThat(options(1, 8, 1, Duration.ofHours(1)).steps()).isEqualTo(1);
    }

    @Test
    void whatMakesNoSenseIsRefusedByName() {
        assertThatThrownBy(() -> options(0, 8, 1, Duration.ofHours(1))).hasMessageContaining("crops");
        assertThatThrownBy(() -> options(8, 0, 1, Duration.ofHours(1))).hasMessageContaining("batch");
        for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> options(8, 8, rate, Duration.ofHours(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("learning_rate");
        }
        for (Duration budget : new Duration[] {Duration.ZERO, Duration.ofMinutes(-5)}) {
            assertThatThrownBy(() -> options(8, 8, 1, budget))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("budget");
        }
    }
}
