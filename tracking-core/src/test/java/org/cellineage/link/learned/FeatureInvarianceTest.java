package org.cellineage.link.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.cellineage.link.LinkProblem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the networks read does not change with how the frame is looked at. */
class FeatureInvarianceTest {

    private static final int CASES = 20;

    /** Numbers of order 1 in 32-bit floats. */
    private static final float ROUNDING = 1e-5f;

    @ParameterizedTest
    @EnumSource
    void pairsDivisionsAndVectorsAreTheSameHoweverTheFrameIsLookedAt(RandomProblem.View look) {
        int divisions = 0;
        for (int seed = 0; seed < CASES; seed++) {
            RandomProblem problem = new RandomProblem(seed);
            LinkInputs expected = LinkInputs.of(problem.view(RandomProblem.View.PLAIN));
            LinkInputs found = LinkInputs.of(problem.view(look));
            assertThat(found.problem().cell()).isEqualTo(expected.problem().cell());
            assertThat(found.pairs()).containsExactly(expected.pairs(), within(ROUNDING));
            assertThat(found.divisions()).isEqualTo(expected.divisions());
            assertThat(found.divisionNumbers()).containsExactly(expected.divisionNumbers(), within(ROUNDING));
            assertThat(found.rivals()).isEqualTo(expected.rivals());
            divisions += found.divisions().size();
            for (int c = 0; c < found.problem().cells().size(); c++) {
                // The frame's edge is the one thing that does not move along.
                assertThat(inside(found.problem(), c)).containsExactly(inside(expected.problem(), c), within(ROUNDING));
            }
        }
        assertThat(divisions).isGreaterThan(5 * CASES);
    }

    private static float[] inside(LinkProblem problem, int cell) {
        return Arrays.copyOf(problem.cellFeatures().get(cell).vector(), CellVector.BORDER);
    }

    /** The other way round, the daughters' numbers and those of their scores are the same. */
    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "TURNED"})
    void aDivisionIsTheSameForEitherOrderOfTheDaughters(RandomProblem.View look) {
        for (int seed = 0; seed < CASES; seed++) {
            LinkInputs inputs = LinkInputs.of(new RandomProblem(seed).view(look));
            LinkGeometry geometry = LinkGeometry.of(inputs.problem());
            double[] logs = new double[3 * inputs.problem().entries()];
            for (int k = 0; k < logs.length; k++) {
                logs[k] = -(k * 7919 % 101) / 12.0;
            }
            for (int d = 0; d < inputs.divisions().size(); d++) {
                DivisionFeatures.Candidate one = inputs.divisions().get(d);
                DivisionFeatures.Candidate other = new DivisionFeatures.Candidate(
                        one.mother(), /* first= */ one.second(), /* second= */ one.first());
                int rivals = 2 * DivisionFeatures.RIVALS;
                int[] own = Arrays.copyOfRange(inputs.rivals(), d * rivals, (d + 1) * rivals);
                int[] swapped = new int[rivals];
                System.arraycopy(own, 0, swapped, DivisionFeatures.RIVALS, DivisionFeatures.RIVALS);
                System.arraycopy(own, DivisionFeatures.RIVALS, swapped, 0, DivisionFeatures.RIVALS);
                assertThat(numbers(geometry, other, logs, swapped)).isEqualTo(numbers(geometry, one, logs, own));
            }
        }
    }

    private static float[] numbers(
            LinkGeometry geometry, DivisionFeatures.Candidate division, double[] logs, int[] rivals) {
        float[] numbers = new float[DivisionFeatures.SIZE];
        DivisionFeatures.fill(PairFit.of(geometry), division, numbers, 0);
        DivisionFeatures.putScores(logs, division, rivals, 0, numbers, DivisionFeatures.OWN_SIZE);
        return numbers;
    }
}
