package org.cellineage.segment.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.cellineage.image.LabelImage;
import org.junit.jupiter.api.Test;

/** Distances of drawn cells, and of cells that no drawing gives. */
class DistancePostprocessorTest {

    private static final DistancePostprocessor HEAD = new DistancePostprocessor(DistanceOptions.DEFAULTS);

    private static DistanceOptions options(DistanceMarkers markers, double height, double threshold, double smoothing) {
        return new DistanceOptions(markers, height, threshold, 0.01, smoothing, 1, false);
    }

    private static FrameMaps maps(int width, int height, float[] inner, float[] outer) {
        return new FrameMaps(width, height, HEAD.maps(), new float[][] {inner, outer});
    }

    @Test
    void withoutSmoothingDrawnCellsComeBackWhole() {
        Drawing scene =
                new Drawing(70, 50).disc(1, 10, 20, 9).disc(2, 25, 26, 12).disc(3, 36, 52, 8.5);
        for (DistanceMarkers markers : DistanceMarkers.values()) {
            DistancePostprocessor head = new DistancePostprocessor(options(markers, 0.1, 0.5, 0));
            LabelImage found = head.labels(scene.distances());
            assertThat(found.maxLabel()).isEqualTo(3);
            assertThat(scene.worstMatch(found)).isGreaterThan(0.96);
            for (int p = 0; p < found.labels().length; p++) {
                assertThat(found.labels()[p] != 0).isEqualTo(scene.labels()[p] != 0);
            }
        }
    }

    @Test
    void aLoneDiscIsExact() {
        Drawing disc = new Drawing(41, 41).disc(1, 20, 20, 13);
        assertThat(new DistancePostprocessor(options(DistanceMarkers.H_MAXIMA, 0.1, 0.5, 0))
                        .labels(disc.distances())
                        .labels())
                .isEqualTo(disc.labels());
    }

    @Test
    void theDefaultsFindTouchingCells() {
        Drawing scene =
                new Drawing(70, 50).disc(1, 14, 16, 10).disc(2, 14, 36, 10).disc(3, 36, 30, 12);
        LabelImage found = HEAD.labels(scene.distances());
        assertThat(found.maxLabel()).isEqualTo(3);
        assertThat(scene.worstMatch(found)).isGreaterThan(0.75);
    }

    /** Two summits of 0.9 and 0.8, with a pass of 0.65 between them, and a third of 0.08 elsewhere. */
    @Test
    void peaksCountFromTheGivenHeight() {
        float[] inner = {0, .5f, .9f, .7f, .65f, .8f, .4f, 0, 0, .03f, .08f, .02f};
        float[] outer = new float[12];
        Arrays.fill(outer, 1);
        outer[0] = outer[7] = outer[8] = 0;
        assertThat(peaks(inner, outer, 0.14)).containsExactly(0, 1, 1, 1, 2, 2, 2, 0, 0, 0, 0, 0);
        assertThat(peaks(inner, outer, 0.16)).containsExactly(0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0);
        assertThat(peaks(inner, outer, 0.07)).containsExactly(0, 1, 1, 1, 2, 2, 2, 0, 0, 3, 3, 3);
        assertThat(peaks(inner, outer, 0.95)).containsOnly(0);
    }

    private static int[] peaks(float[] inner, float[] outer, double height) {
        return new DistancePostprocessor(options(DistanceMarkers.H_MAXIMA, height, 0, 0))
                .labels(maps(inner.length, 1, inner, outer))
                .labels();
    }

    @Test
    void aThresholdMarksRegions() {
        float[] inner = {0, .5f, .9f, .7f, .65f, .8f, .4f, 0};
        float[] outer = {1, 1, 1, 1, 1, 1, 1, 0};
        DistancePostprocessor strict = new DistancePostprocessor(options(DistanceMarkers.THRESHOLD, 0, 0.68, 0));
        assertThat(strict.labels(maps(8, 1, inner, outer)).labels()).containsExactly(1, 1, 1, 1, 1, 2, 2, 0);
        DistancePostprocessor loose = new DistancePostprocessor(options(DistanceMarkers.THRESHOLD, 0, 0.6, 0));
        assertThat(loose.labels(maps(8, 1, inner, outer)).labels()).containsExactly(1, 1, 1, 1, 1, 1, 1, 0);
    }

    @Test
    void ringsAndNestedCells() {
        DistanceOptions open = options(DistanceMarkers.THRESHOLD, 0.1, 0.3, 0);
        DistanceOptions filled = new DistanceOptions(DistanceMarkers.THRESHOLD, 0.1, 0.3, 0.01, 0, 1, true);
        int side = 50;
        Drawing ring = new Drawing(side, side).ring(1, 24, 24, 10, 20);
        // A ring's middle is not in it: its inner distance is drawn as its outer one.
        float[] distance = ring.distances().map(DistancePostprocessor.OUTER);
        FrameMaps maps = maps(side, side, distance, distance);
        assertThat(new DistancePostprocessor(open).labels(maps).labels()).isEqualTo(ring.labels());
        assertThat(new DistancePostprocessor(filled).labels(maps).labels())
                .isEqualTo(new Drawing(side, side).disc(1, 24, 24, 20).labels());
        Drawing nested = ring.disc(2, 24, 24, 7);
        float[] both = nested.distances().map(DistancePostprocessor.OUTER);
        assertThat(new DistancePostprocessor(filled)
                        .labels(maps(side, side, both, both))
                        .labels())
                .isEqualTo(nested.labels());
    }

    @Test
    void pixelsThatAreNoNumberAreBackgroundAndDoNotSpreadBySmoothing() {
        SplittableRandom random = new SplittableRandom(1);
        Drawing scene = new Drawing(50, 50).disc(1, 24, 24, 15);
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            FrameMaps maps = scene.distances();
            boolean[] hit = new boolean[2500];
            for (int i = 0; i < 40; i++) {
                int p = random.nextInt(2500);
                hit[p] = true;
                maps.values()[i % 2][p] = value;
            }
            int[] labels = new DistancePostprocessor(options(DistanceMarkers.THRESHOLD, 0.1, 0.9, 1))
                    .labels(maps)
                    .labels();
            int cell = 0;
            for (int p = 0; p < labels.length; p++) {
                assertThat(hit[p] && labels[p] != 0).isFalse();
                cell += labels[p];
            }
            assertThat(cell).as("the rest of the cell stays").isBetween(600, 800);
        }
    }
}
