package org.cellineage.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightsTest {

    private static final Weights OLD = new Weights(Map.of("a", new float[] {0, 8}, "b", new float[] {-1}));

    @Test
    void aMeanIsTakenValueByValue() {
        Weights others = new Weights(Map.of("b", new float[] {3}, "a", new float[] {4, 0}));

        Weights mean = OLD.mean(others, 0.25);

        assertThat(mean.get("a")).containsExactly(1, 6);
        assertThat(mean.get("b")).containsExactly(0);
    }

    @Test
    void networksWithOtherLayersHaveNoMean() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OLD.mean(new Weights(Map.of("a", new float[] {4, 0})), 0.5));
    }
}
