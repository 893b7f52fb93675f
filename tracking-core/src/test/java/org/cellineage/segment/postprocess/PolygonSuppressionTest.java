package org.cellineage.segment.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Suppression against every shape compared with every kept one; its work by counting. */
class PolygonSuppressionTest {

    private static PixelRuns rectangle(int top, int left, int bottom, int right) {
        PixelRuns.Builder builder = new PixelRuns.Builder();
        for (int y = top; y < bottom; y++) {
            builder.add(y, left, right);
        }
        return builder.build();
    }

    @Test
    void keepsWhatComparingAllWithAllKeeps() {
        SplittableRandom random = new SplittableRandom(1);
        int kept = 0;
        int dropped = 0;
        for (int trial = 0; trial < 200; trial++) {
            int width = random.nextInt(1, 120);
            int height = random.nextInt(1, 120);
            double limit = random.nextDouble();
            PolygonSuppression suppression = new PolygonSuppression(limit, width, height);
            List<PixelRuns> expected = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                // Sizes from one pixel to the frame's, so that all levels of the index have some.
                int top = random.nextInt(height);
                int left = random.nextInt(width);
                int side = 1 + (int) Math.pow(120, random.nextDouble());
                PixelRuns shape = rectangle(
                        top, left, Math.min(height, top + side), Math.min(width, left + 1 + random.nextInt(side)));
                boolean free = true;
                for (PixelRuns better : expected) {
                    int least = Math.min(better.area(), shape.area());
                    free &= better.shared(shape) <= limit * least;
                }
                if (free) {
                    expected.add(shape);
                }
                suppression.offer(shape);
            }
            assertThat(suppression.kept()).isEqualTo(expected);
            kept += expected.size();
            dropped += 150 - expected.size();
        }
        assertThat(kept).isGreaterThan(3000);
        assertThat(dropped).isGreaterThan(3000);
    }

    /** What a network gives for crowded cells: every pixel of a cell proposes nearly the same shape. */
    @Test
    void workIsLinearInTheShapesOffered() {
        long[] small = work(256);
        long[] large = work(1024);
        assertThat(large[0]).as("shapes offered").isGreaterThan(100_000);
        assertThat(large[2]).as("comparisons").isLessThan(6 * large[0]);
        assertThat(large[3]).as("boxes looked at").isLessThan(30 * large[0]);
        assertThat((double) large[1] / small[1]).as("cells kept").isBetween(14.0, 20.0);
        assertThat((double) large[2] / large[0])
                .as("comparisons a shape do not grow with the frame")
                .isLessThan(1.3 * small[2] / small[0]);
        assertThat((double) large[3] / large[0])
                .as("visits a shape do not grow with the frame")
                .isLessThan(1.3 * small[3] / small[0]);
    }

    /** Discs of 20 px diameter at 24 px, each proposed from every pixel of its inner half; all mixed up. */
    private static long[] work(int side) {
        SplittableRandom random = new SplittableRandom(2);
        List<double[]> proposals = new ArrayList<>();
        for (int cy = 12; cy < side; cy += 24) {
            for (int cx = 12; cx < side; cx += 24) {
                for (int dy = -5; dy <= 5; dy++) {
                    for (int dx = -5; dx <= 5; dx++) {
                        proposals.add(new double[] {cy + 0.3 * dy, cx + 0.3 * dx, random.nextDouble()});
                    }
                }
            }
        }
        proposals.sort((a, b) -> Double.compare(b[2], a[2]));
        StarPolygons polygons = new StarPolygons(16, side, side);
        PolygonSuppression suppression = new PolygonSuppression(0.4, side, side);
        for (double[] proposal : proposals) {
            double[] distances = random.doubles(16, 9, 11).toArray();
            suppression.offer(polygons.draw(proposal[0], proposal[1], distances));
        }
        return new long[] {proposals.size(), suppression.kept().size(), suppression.comparisons(), suppression.visits()
        };
    }

    @Test
    void aHundredThousandShapesThatDoNotOverlapAreHardlyCompared() {
        int side = 1024;
        PolygonSuppression suppression = new PolygonSuppression(0.5, side, side);
        for (int y = 0; y + 3 <= side; y += 3) {
            for (int x = 0; x + 3 <= side; x += 3) {
                suppression.offer(rectangle(y, x, y + 3, x + 3));
            }
        }
        assertThat(suppression.kept()).hasSize(341 * 341);
        assertThat(suppression.comparisons()).isZero();
        assertThat(suppression.visits()).isLessThan(12L * 341 * 341);
    }

    @Test
    void oneShapeOfferedAgainAndAgainIsComparedOnceEachTime() {
        PolygonSuppression suppression = new PolygonSuppression(0.5, 500, 500);
        for (int i = 0; i < 100_000; i++) {
            suppression.offer(rectangle(10, 10, 490, 490));
        }
        assertThat(suppression.kept()).hasSize(1);
        assertThat(suppression.comparisons()).isEqualTo(99_999);
    }
}
