package org.cellineage.segment.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.image.LabelImage;
import org.junit.jupiter.api.Test;

/** Polygons of drawn cells, and ones placed by hand. */
class StarDistPostprocessorTest {

    private static StarDistOptions options(int rays, int grid) {
        return new StarDistOptions(rays, 0.5, 0.4, grid, 0);
    }

    /** Maps without any proposal, to put some into. */
    private static FrameMaps empty(int width, int height, int rays) {
        return new FrameMaps(width, height, Drawing.starNames(rays), new float[rays + 1][width * height]);
    }

    private static void propose(FrameMaps maps, int y, int x, double probability, double... distances) {
        int p = y * maps.width() + x;
        maps.values()[0][p] = (float) probability;
        for (int k = 1; k < maps.values().length; k++) {
            maps.values()[k][p] = (float) distances[(k - 1) % distances.length];
        }
    }

    @Test
    void mapsAreNamedInTheOrderOfTheRays() {
        assertThat(new StarDistPostprocessor(options(3, 1)).maps())
                .containsExactly("probability", "distance_0", "distance_1", "distance_2");
    }

    @Test
    void touchingCellsComeBackFromTheirStars() {
        Drawing scene = new Drawing(80, 60)
                .disc(1, 18, 20, 13)
                .disc(2, 22, 46, 13)
                .disc(3, 44, 30, 12)
                .disc(4, 58, 70, 9);
        LabelImage found = new StarDistPostprocessor(options(32, 1)).labels(scene.stars(32, 1));
        assertThat(found.maxLabel()).isEqualTo(4);
        assertThat(scene.worstMatch(found)).isGreaterThan(0.93);
    }

    @Test
    void aCoarseGridIsDrawnAtTheSizeOfTheFrame() {
        Drawing scene =
                new Drawing(81, 59).disc(1, 18, 20, 13).disc(2, 22, 46, 12.5).disc(3, 44, 30, 12);
        for (int grid : new int[] {2, 4}) {
            FrameMaps maps = scene.stars(32, grid);
            StarDistPostprocessor head = new StarDistPostprocessor(options(32, grid));
            LabelImage found = head.labels(maps, 81, 59);
            assertThat(found.maxLabel()).isEqualTo(3);
            assertThat(scene.worstMatch(found)).isGreaterThan(0.9);
            LabelImage coarse = head.labels(maps);
            assertThat(new int[] {coarse.width(), coarse.height(), coarse.maxLabel()})
                    .containsExactly(maps.width(), maps.height(), 3);
            int agree = 0;
            for (int p = 0; p < coarse.labels().length; p++) {
                int fine = p / maps.width() * grid * 81 + p % maps.width() * grid;
                agree += coarse.labels()[p] == found.labels()[fine] ? 1 : 0;
            }
            assertThat(agree).isGreaterThan((int) (0.97 * coarse.labels().length));
        }
    }

    @Test
    void mapsThatDoNotCoverTheFrameAreRefused() {
        StarDistPostprocessor head = new StarDistPostprocessor(options(4, 2));
        assertThat(head.labels(empty(5, 5, 4), 10, 9).maxLabel()).isZero();
        assertThatThrownBy(() -> head.labels(empty(5, 5, 4), 11, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not cover a frame of 11 x 10");
        assertThatThrownBy(() -> head.labels(empty(5, 5, 4), 10, 11)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Maps are padded for networks that want certain sizes: what stands beyond the frame is no cell of it. */
    @Test
    void proposalsBeyondTheFrameAreLeftOut() {
        FrameMaps maps = empty(16, 16, 8);
        propose(maps, 5, 5, 0.9, 3.5);
        propose(maps, 12, 12, 0.95, 6);
        StarDistPostprocessor head = new StarDistPostprocessor(options(8, 1));
        assertThat(head.labels(maps).maxLabel()).isEqualTo(2);
        LabelImage cut = head.labels(maps, 11, 11);
        assertThat(cut.maxLabel()).isEqualTo(1);
        assertThat(cut.labels()[5 * 11 + 5]).isEqualTo(1);
        assertThat(cut.labels()[10 * 11 + 10]).isZero();
    }

    @Test
    void theBetterPolygonWinsWhereTwoMeetAndTheWorseGoesWhereTheyOverlapTooMuch() {
        // Diamonds of area 2 r²: 10 px apart they share a fifth of it, 12 px a seventh, 2 px four fifths.
        FrameMaps apart = empty(60, 41, 4);
        propose(apart, 20, 20, 0.8, 9.5);
        propose(apart, 20, 30, 0.7, 9.5);
        LabelImage two = new StarDistPostprocessor(options(4, 1)).labels(apart);
        assertThat(two.maxLabel()).isEqualTo(2);
        int[] area = new int[3];
        for (int label : two.labels()) {
            area[label]++;
        }
        assertThat(area[1]).as("the better one is whole").isBetween(175, 186).isGreaterThan(area[2] + 20);
        assertThat(two.labels()[29 * 60 + 20]).isEqualTo(1);
        propose(apart, 20, 18, 0.9, 9.5);
        LabelImage best = new StarDistPostprocessor(options(4, 1)).labels(apart);
        assertThat(best.maxLabel()).isEqualTo(2);
        assertThat(best.labels()[29 * 60 + 20])
                .as("only the suppressed one reaches here")
                .isZero();
        assertThat(best.labels()[20 * 60 + 10]).isEqualTo(1);
        assertThat(best.labels()[20 * 60 + 37]).isEqualTo(2);
    }

    @Test
    void overlapIsMeasuredOnTheSmallerPolygon() {
        // A small diamond wholly inside a large one: an IoU of 0.06, but all of the smaller one.
        FrameMaps maps = empty(50, 50, 4);
        propose(maps, 25, 25, 0.9, 20);
        propose(maps, 25, 30, 0.8, 5);
        assertThat(new StarDistPostprocessor(options(4, 1)).labels(maps).maxLabel())
                .isEqualTo(1);
        StarDistOptions all = new StarDistOptions(4, 0.5, 1, 1, 0);
        assertThat(new StarDistPostprocessor(all).labels(maps).maxLabel())
                .as("kept, but not seen: the better one is painted first")
                .isEqualTo(1);
        propose(maps, 25, 30, 0.95, 5);
        assertThat(new StarDistPostprocessor(all).labels(maps).maxLabel())
                .as("nested: the better one inside the other")
                .isEqualTo(2);
    }

    @Test
    void equalScoresAreTakenInRasterOrder() {
        FrameMaps maps = empty(40, 40, 8);
        propose(maps, 20, 18, 0.9, 8);
        propose(maps, 20, 20, 0.9, 8);
        propose(maps, 19, 22, 0.9, 8);
        int[] labels = new StarDistPostprocessor(options(8, 1)).labels(maps).labels();
        FrameMaps first = empty(40, 40, 8);
        propose(first, 19, 22, 0.9, 8);
        assertThat(labels)
                .isEqualTo(
                        new StarDistPostprocessor(options(8, 1)).labels(first).labels());
    }

    /** All proposals drawn and compared with all kept ones, as StarDist describes it. */
    @Test
    void manyRandomProposalsAgainstComparingAllWithAll() {
        SplittableRandom random = new SplittableRandom(1);
        int cells = 0;
        for (int trial = 0; trial < 40; trial++) {
            int width = random.nextInt(20, 70);
            int height = random.nextInt(20, 70);
            FrameMaps maps = empty(width, height, 12);
            for (int i = 0; i < 120; i++) {
                double[] distances =
                        random.doubles(12, 2, 2 + random.nextInt(1, 20)).toArray();
                propose(
                        maps,
                        random.nextInt(height),
                        random.nextInt(width),
                        random.nextInt(40, 100) / 100.0,
                        distances);
            }
            LabelImage found = new StarDistPostprocessor(options(12, 1)).labels(maps);
            assertThat(found.labels()).isEqualTo(slowly(maps));
            cells += found.maxLabel();
        }
        assertThat(cells).isGreaterThan(400);
    }

    private static int[] slowly(FrameMaps maps) {
        int width = maps.width();
        float[] score = maps.map(StarDistPostprocessor.PROBABILITY);
        List<Integer> order = new ArrayList<>();
        for (int p = 0; p < score.length; p++) {
            if (score[p] > 0.5) {
                order.add(p);
            }
        }
        order.sort((a, b) -> score[a] == score[b] ? a - b : Float.compare(score[b], score[a]));
        StarPolygons polygons = new StarPolygons(12, width, maps.height());
        List<boolean[]> kept = new ArrayList<>();
        for (int p : order) {
            double[] distances = new double[12];
            for (int k = 0; k < 12; k++) {
                distances[k] = maps.values()[k + 1][p];
            }
            boolean[] drawn = new boolean[score.length];
            int centre = p / width;
            polygons.draw(centre, p % width, distances)
                    .forEach((y, from, to) -> Arrays.fill(drawn, y * width + from, y * width + to, true));
            if (kept.stream().allMatch(better -> overlap(better, drawn) <= 0.4)) {
                kept.add(drawn);
            }
        }
        int[] labels = new int[score.length];
        int[] number = new int[kept.size()];
        int next = 0;
        for (int p = 0; p < labels.length; p++) {
            int i = 0;
            while (i < number.length && !kept.get(i)[p]) {
                i++;
            }
            if (i < number.length) {
                number[i] = number[i] == 0 ? ++next : number[i];
                labels[p] = number[i];
            }
        }
        return labels;
    }

    private static double overlap(boolean[] one, boolean[] two) {
        int shared = 0;
        int first = 0;
        int second = 0;
        for (int p = 0; p < one.length; p++) {
            shared += one[p] && two[p] ? 1 : 0;
            first += one[p] ? 1 : 0;
            second += two[p] ? 1 : 0;
        }
        return (double) shared / Math.min(first, second);
    }

    @Test
    void proposalsThatAreNoNumberOrTooSmallDoNotSuppressOthers() {
        FrameMaps maps = empty(40, 40, 8);
        propose(maps, 20, 20, 0.8, 8);
        int[] alone = new StarDistPostprocessor(new StarDistOptions(8, 0.5, 0.4, 1, 12))
                .labels(maps)
                .labels();
        propose(maps, 20, 21, 0.9, 8, 8, 8, Float.NaN, 8, 8, 8, 8);
        propose(maps, 20, 19, 0.9, 8, 8, Float.POSITIVE_INFINITY, 8, 8, 8, 8, 8);
        propose(maps, 21, 20, Float.NaN, 8);
        propose(maps, 19, 20, 0.95, 0.5);
        propose(maps, 19, 21, 0.95, -7);
        assertThat(new StarDistPostprocessor(new StarDistOptions(8, 0.5, 0.4, 1, 12))
                        .labels(maps)
                        .labels())
                .isEqualTo(alone)
                .contains(1);
    }
}
