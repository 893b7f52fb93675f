package org.cellineage.correct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The exponent that made the answers is found again, from doubtful links as from all. */
class ScoreCalibrationTest {

    private static List<ScoreCalibration.Judged> answers(double exponent, double leastSure, int count) {
        SplittableRandom random = new SplittableRandom(3);
        List<ScoreCalibration.Judged> judged = new ArrayList<>();
        while (judged.size() < count) {
            double p = 1 - Math.pow(random.nextDouble(), 3);
            if (p <= leastSure) {
                judged.add(new ScoreCalibration.Judged(p, random.nextDouble() < Math.pow(p, exponent)));
            }
        }
        return judged;
    }

    @Test
    void theExponentIsFoundWhateverWasLookedAt() {
        for (double exponent : new double[] {0.3, 1, 3}) {
            assertThat(ScoreCalibration.of(answers(exponent, 1, 4000)).exponent())
                    .isCloseTo(exponent, within(0.1 * exponent));
            // Only what was doubtful.
            assertThat(ScoreCalibration.of(answers(exponent, 0.8, 4000)).exponent())
                    .isCloseTo(exponent, within(0.1 * exponent));
        }
    }

    @Test
    void fewAnswersSayLittle() {
        assertThat(ScoreCalibration.of(List.of())).isEqualTo(new ScoreCalibration(1, 0, 0));
        double one = ScoreCalibration.of(List.of(new ScoreCalibration.Judged(0.999, false)))
                .exponent();
        assertThat(one).isBetween(1.5, 2.5);
        double right = ScoreCalibration.of(Collections.nCopies(3, new ScoreCalibration.Judged(0.9, true)))
                .exponent();
        assertThat(right).isBetween(0.6, 0.999);
        assertThat(ScoreCalibration.of(Collections.nCopies(500, new ScoreCalibration.Judged(0, true)))
                        .exponent())
                .isBetween(0.0, 0.1);
    }

    @Test
    void theOrderOfTheAnswersDoesNotMatter() {
        List<ScoreCalibration.Judged> answers = answers(2, 1, 300);
        ScoreCalibration first = ScoreCalibration.of(answers);
        Collections.shuffle(answers, new Random(1));
        assertThat(ScoreCalibration.of(answers)).isEqualTo(first);
        assertThat(first.wrong()).isPositive();
    }
}
