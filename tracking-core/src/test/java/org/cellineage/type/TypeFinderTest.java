package org.cellineage.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.image.Plane;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.junit.jupiter.api.Test;

/** Where the type network looks, and how its answers are combined. */
class TypeFinderTest {

    private static Plane disc(int width, int height, double cy, double cx, double radius) {
        short[] samples = new short[width * height];
        SplittableRandom random = new SplittableRandom(1);
        for (int p = 0; p < samples.length; p++) {
            double r = Math.hypot(p / width - cy, p % width - cx);
            samples[p] = (short) ((r < radius ? 3000 : 500) + 20 * random.nextGaussian());
        }
        return Plane.of(width, height, samples);
    }

    /** Says the same logits of every window. */
    private static Network saying(float... logits) {
        return new Network() {
            @Override
            public List<Tensor> run(Tensor input) {
                int n = (int) input.shape()[0];
                float[] all = new float[n * logits.length];
                for (int i = 0; i < all.length; i++) {
                    all[i] = logits[i % logits.length];
                }
                return List.of(new Tensor(new long[] {n, logits.length}, all));
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void windowsLieWhereTheImageVaries() {
        List<TypeWindows.Level> levels = TypeWindows.levels(disc(500, 400, 310, 130, 20));
        assertThat(levels).hasSize(3);
        assertThat(levels.get(1).width()).isEqualTo(250);
        for (int k = 0; k < 3; k++) {
            int[] first = levels.get(k).corners().get(0);
            double cy = 310.0 / (1 << k);
            double cx = 130.0 / (1 << k);
            assertThat(cy - first[0]).isBetween(0.0, (double) TypeWindows.SIDE);
            assertThat(cx - first[1]).isBetween(0.0, (double) TypeWindows.SIDE);
            for (int[] corner : levels.get(k).corners()) {
                assertThat(corner[0]).isBetween(0, levels.get(k).height() - TypeWindows.SIDE);
                assertThat(corner[1]).isBetween(0, levels.get(k).width() - TypeWindows.SIDE);
            }
        }
    }

    @Test
    void aSmallImageIsEnlargedToAWindow() {
        List<TypeWindows.Level> levels = TypeWindows.levels(disc(40, 30, 15, 20, 6));
        assertThat(levels).hasSize(1);
        assertThat(levels.get(0).height()).isEqualTo(TypeWindows.SIDE);
        assertThat(levels.get(0).width()).isEqualTo(TypeWindows.SIDE * 40 / 30);
    }

    @Test
    void anImageOfOneGreyValueShowsNothing() {
        TypeEstimate estimate =
                new TypeFinder(saying(9, 0, 0, 0, 0), 1).find(List.of(Plane.of(200, 100, new short[20_000])));
        assertThat(estimate.type()).isEqualTo(ImageType.NONE);
        assertThat(estimate.windows()).isZero();
        assertThat(estimate.probability()).isEqualTo(1);
    }

    @Test
    void moreWindowsThatAgreeDoNotMakeTheAnswerSurer() {
        TypeFinder finder = new TypeFinder(saying(0, 0, 1, 0, 0), 1);
        double expected = Math.E / (Math.E + 4);
        Plane plane = disc(300, 300, 100, 100, 30);
        TypeEstimate one = finder.find(List.of(plane));
        TypeEstimate three = finder.find(List.of(plane, plane, plane));
        assertThat(one.type()).isEqualTo(ImageType.PHASE);
        assertThat(one.probability()).isCloseTo(expected, within(1e-6));
        assertThat(three.probability()).isCloseTo(expected, within(1e-6));
        assertThat(three.windows()).isEqualTo(3 * one.windows());
        assertThat(three.probabilities().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-9));
    }

    @Test
    void theTemperatureSharpensOrSoftens() {
        Plane plane = disc(300, 300, 100, 100, 30);
        double sharp =
                new TypeFinder(saying(0, 1, 0, 0, 0), 0.5).find(List.of(plane)).probability();
        double soft =
                new TypeFinder(saying(0, 1, 0, 0, 0), 2).find(List.of(plane)).probability();
        assertThat(sharp).isCloseTo(Math.exp(2) / (Math.exp(2) + 4), within(1e-6));
        assertThat(soft).isCloseTo(Math.exp(0.5) / (Math.exp(0.5) + 4), within(1e-6));
    }

    @Test
    void windowsThatDisagreeAreCombinedByTheirLogarithms() {
        double[][] windows = {
            {Math.log(0.8), Math.log(0.05), Math.log(0.05), Math.log(0.05), Math.log(0.05)},
            {Math.log(0.2), Math.log(0.5), Math.log(0.1), Math.log(0.1), Math.log(0.1)}
        };
        TypeEstimate estimate = TypeVotes.of(windows).estimate(1);
        double nucleus = Math.sqrt(0.8 * 0.2);
        double cytoplasm = Math.sqrt(0.05 * 0.5);
        double other = Math.sqrt(0.05 * 0.1);
        assertThat(estimate.type()).isEqualTo(ImageType.NUCLEUS);
        assertThat(estimate.probability()).isCloseTo(nucleus / (nucleus + cytoplasm + 3 * other), within(1e-9));
    }
}
