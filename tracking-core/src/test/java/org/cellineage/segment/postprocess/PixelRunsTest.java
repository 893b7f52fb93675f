package org.cellineage.segment.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Runs against plain masks. */
class PixelRunsTest {

    private static boolean[] mask(SplittableRandom random, int width, int height) {
        boolean[] mask = new boolean[width * height];
        double density = random.nextDouble();
        int from = random.nextInt(height);
        for (int p = from * width; p < mask.length; p++) {
            mask[p] = random.nextDouble() < density;
        }
        return mask;
    }

    /** Runs of at most three pixels, so that neighbouring ones must be joined. */
    private static PixelRuns runs(boolean[] mask, int width, PixelRuns.Builder builder) {
        int p = 0;
        while (p < mask.length) {
            int from = p % width;
            int to = from;
            while (to < width && to < from + 3 && mask[p + to - from]) {
                to++;
            }
            if (to > from) {
                builder.add(p / width, from, to);
            }
            p += Math.max(1, to - from);
        }
        return builder.build();
    }

    @Test
    void holdThePixelsOfAMaskAndCountThoseOfTwo() {
        SplittableRandom random = new SplittableRandom(1);
        PixelRuns.Builder builder = new PixelRuns.Builder();
        for (int trial = 0; trial < 500; trial++) {
            int width = random.nextInt(1, 40);
            int height = random.nextInt(1, 90);
            boolean[] one = mask(random, width, height);
            boolean[] two = mask(random, width, height);
            PixelRuns runs = runs(one, width, builder);
            PixelRuns others = runs(two, width, builder);
            boolean[] drawn = new boolean[one.length];
            runs.forEach((y, from, to) -> {
                for (int x = from; x < to; x++) {
                    assertThat(drawn[y * width + x]).as("each pixel once").isFalse();
                    drawn[y * width + x] = true;
                }
            });
            assertThat(drawn).isEqualTo(one);
            int area = 0;
            int shared = 0;
            int top = height;
            int bottom = 0;
            int left = width;
            int right = 0;
            for (int p = 0; p < one.length; p++) {
                if (one[p]) {
                    area++;
                    shared += two[p] ? 1 : 0;
                    top = Math.min(top, p / width);
                    bottom = Math.max(bottom, p / width + 1);
                    left = Math.min(left, p % width);
                    right = Math.max(right, p % width + 1);
                }
            }
            assertThat(runs.area()).isEqualTo(area);
            assertThat(runs.shared(others)).isEqualTo(shared).isEqualTo(others.shared(runs));
            if (area > 0) {
                assertThat(new int[] {runs.top(), runs.left(), runs.bottom(), runs.right()})
                        .containsExactly(top, left, bottom, right);
            }
        }
    }

    @Test
    void anEmptySetHasNothingInCommonWithAny() {
        PixelRuns.Builder builder = new PixelRuns.Builder();
        PixelRuns empty = builder.build();
        builder.add(3, 1, 5);
        PixelRuns runs = builder.build();
        assertThat(empty.area()).isZero();
        assertThat(empty.bottom()).isEqualTo(empty.top());
        assertThat(empty.shared(runs)).isZero();
        assertThat(runs.shared(empty)).isZero();
        assertThat(runs.shared(runs)).isEqualTo(4);
    }
}
