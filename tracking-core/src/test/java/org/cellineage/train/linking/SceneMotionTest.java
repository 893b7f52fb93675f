package org.cellineage.train.linking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Added motion and the way back. */
class SceneMotionTest {

    @Test
    void aPlaceThatIsMovedComesFromWhereItWas() {
        SplittableRandom random = new SplittableRandom(2);
        double most = 0;
        for (int n = 0; n < 200; n++) {
            for (SceneMotion motion : SceneMotion.draw(random, 8, 40, 500, 300)) {
                double y = 300 * random.nextDouble();
                double x = 500 * random.nextDouble();
                double movedY = motion.movedY(y, x);
                double movedX = motion.movedX(y, x);
                assertThat(motion.originY(movedY, movedX)).isCloseTo(y, within(1e-9));
                assertThat(motion.originX(movedY, movedX)).isCloseTo(x, within(1e-9));
                assertThat(motion.movedY(motion.originY(y, x), motion.originX(y, x)))
                        .isCloseTo(y, within(1e-9));
                most = Math.max(most, Math.hypot(movedY - y, movedX - x));
            }
        }
        assertThat(most).isGreaterThan(100);
    }

    @Test
    void aHandMadeMotion() {
        SceneMotion motion = new SceneMotion(10, 20, 3, -2, 0.1, 0.5, -0.25, 0.2);
        assertThat(motion.movedY(14, 22)).isCloseTo(14 + 3 + 0.1 * 4 + 0.5 * 2, within(1e-12));
        assertThat(motion.movedX(14, 22)).isCloseTo(22 - 2 - 0.25 * 4 + 0.2 * 2, within(1e-12));
    }

    @Test
    void stillIsStill() {
        assertThat(SceneMotion.still().movedY(7.25, 3)).isEqualTo(7.25);
        assertThat(SceneMotion.still().originX(7.25, 3)).isEqualTo(3);
    }

    @Test
    void theSameDrawIsTheSameMotionAndMagnificationOnlyScalesIt() {
        int moving = 0;
        for (int seed = 0; seed < 30; seed++) {
            SceneMotion[] one = SceneMotion.draw(new SplittableRandom(seed), 5, 30, 200, 100);
            assertThat(SceneMotion.draw(new SplittableRandom(seed), 5, 30, 200, 100))
                    .isEqualTo(one);
            SceneMotion[] twice = SceneMotion.draw(new SplittableRandom(seed), 5, 60, 400, 200);
            for (int t = 0; t < 5; t++) {
                assertThat(twice[t].movedY(80, 50)).isCloseTo(2 * one[t].movedY(40, 25), within(1e-9));
                assertThat(twice[t].movedX(80, 50)).isCloseTo(2 * one[t].movedX(40, 25), within(1e-9));
            }
            moving += one[4].movedY(40, 25) == 40 ? 0 : 1;
        }
        // Most scenes move, some stay still.
        assertThat(moving).isBetween(15, 29);
    }
}
