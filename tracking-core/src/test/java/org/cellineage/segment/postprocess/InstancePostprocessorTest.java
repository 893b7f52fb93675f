package org.cellineage.segment.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cellineage.image.LabelImage;
import org.cellineage.segment.FoundCells;
import org.junit.jupiter.api.Test;

/** Detections placed by hand, whose cells are known. */
class InstancePostprocessorTest {

    private static final int SIDE = 28;
    private static final InstancePostprocessor HEAD = new InstancePostprocessor(InstanceOptions.DEFAULTS);

    /** Detections that are put together one by one. */
    private static final class Found {
        private final List<float[]> boxes = new ArrayList<>();
        private final List<Float> scores = new ArrayList<>();
        private final List<float[]> masks = new ArrayList<>();

        Found add(double score, float[] mask, double... box) {
            scores.add((float) score);
            masks.add(mask);
            float[] corners = new float[4];
            for (int i = 0; i < 4; i++) {
                corners[i] = (float) box[i];
            }
            boxes.add(corners);
            return this;
        }

        /** A mask that is 1 all over its box. */
        Found rectangle(double score, double... box) {
            float[] mask = new float[SIDE * SIDE];
            Arrays.fill(mask, 1);
            return add(score, mask, box);
        }

        /** A mask that falls from 1 in the middle through a half at the radius of its box. */
        Found disc(double score, double cy, double cx, double radius) {
            float[] mask = new float[SIDE * SIDE];
            for (int i = 0; i < mask.length; i++) {
                int row = i / SIDE;
                double r = Math.hypot(row - 13.5, i % SIDE - 13.5) / 14;
                mask[i] = (float) Math.max(0, 1 - 0.5 * r * r);
            }
            return add(score, mask, cy - radius, cx - radius, cy + radius, cx + radius);
        }

        Detections detections() {
            float[] boxValues = new float[4 * scores.size()];
            float[] scoreValues = new float[scores.size()];
            float[] maskValues = new float[SIDE * SIDE * scores.size()];
            for (int i = 0; i < scores.size(); i++) {
                System.arraycopy(boxes.get(i), 0, boxValues, 4 * i, 4);
                System.arraycopy(masks.get(i), 0, maskValues, SIDE * SIDE * i, SIDE * SIDE);
                scoreValues[i] = scores.get(i);
            }
            return new Detections(SIDE, boxValues, scoreValues, maskValues);
        }
    }

    /** Cells keep the class of their detection when they are numbered anew and small ones are dropped. */
    @Test
    void classesFollowTheirCells() {
        Detections plain = new Found()
                .rectangle(0.9, 40, 0, 60, 20)
                .rectangle(0.8, 0, 0, 20, 20)
                .rectangle(0.7, 0, 40, 9, 50)
                .rectangle(0.6, 20, 30, 40, 50)
                .detections();
        Detections detections = new Detections(
                SIDE,
                plain.boxes(),
                plain.scores(),
                plain.masks(),
                new int[] {1, 0, 2, -1},
                List.of("alive", "dead", "mitotic"));

        FoundCells found = HEAD.find(detections, 60, 60);

        assertThat(found.labels().maxLabel()).isEqualTo(3);
        assertThat(found.labels().labels()[0]).isEqualTo(1);
        assertThat(found.classes().probability()[1]).containsExactly(new float[] {0.8f, 0.1f, 0.1f}, within(1e-6f));
        assertThat(found.classes().has(2)).isFalse();
        assertThat(found.classes().probability()[3][1]).isEqualTo(0.9f);
        assertThat(found.scaled(120, 120).classes()).isEqualTo(found.classes());
        assertThat(HEAD.find(plain, 60, 60).classes().names()).isEmpty();
    }

    private static int[] areas(LabelImage image) {
        int[] areas = new int[image.maxLabel() + 1];
        for (int label : image.labels()) {
            areas[label]++;
        }
        return areas;
    }

    private static FrameMaps foreground(int width, int height, int[] truth) {
        float[] values = new float[truth.length];
        for (int p = 0; p < truth.length; p++) {
            values[p] = truth[p] > 0 ? 0.9f : 0.1f;
        }
        return new FrameMaps(width, height, List.of(InstancePostprocessor.FOREGROUND), new float[][] {values});
    }

    @Test
    void aMaskIsLaidIntoItsBoxPixelByPixel() {
        LabelImage found = HEAD.labels(new Found().rectangle(0.9, 5, 7, 17, 27).detections(), 40, 30);
        for (int p = 0; p < 1200; p++) {
            boolean inside = p / 40 >= 5 && p / 40 < 17 && p % 40 >= 7 && p % 40 < 27;
            assertThat(found.labels()[p]).isEqualTo(inside ? 1 : 0);
        }
        int disc = areas(HEAD.labels(new Found().disc(0.9, 20, 20, 15).detections(), 40, 40))[1];
        assertThat(disc / (Math.PI * 225)).isBetween(0.97, 1.03);
    }

    @Test
    void scoresAndAreasAtTheLimit() {
        Found found = new Found()
                .rectangle(0.5, 0, 0, 10, 10)
                .rectangle(0.51, 20, 0, 30, 10)
                .rectangle(0.9, 0, 20, 9, 31)
                .rectangle(Float.NaN, 40, 0, 50, 20);
        LabelImage labels = HEAD.labels(found.detections(), 60, 60);
        assertThat(areas(labels)).as("exactly 100 px stay, 99 do not").containsExactly(3500, 100);
        assertThat(labels.labels()[20 * 60]).isEqualTo(1);
    }

    @Test
    void twoEqualMasksPartInTheMiddleOfWhatTheyShare() {
        // Columns 0 to 29 and 20 to 49: the ten that both claim are shared equally.
        Found found = new Found().rectangle(0.9, 0, 0, 20, 30).rectangle(0.8, 0, 20, 20, 50);
        LabelImage labels = HEAD.labels(found.detections(), 50, 20);
        for (int p = 0; p < 1000; p++) {
            assertThat(labels.labels()[p]).isEqualTo(p % 50 < 25 ? 1 : 2);
        }
    }

    @Test
    void twoDiscsPartAlongTheirChord() {
        Found found = new Found().disc(0.7, 30, 24, 18).disc(0.9, 30, 48, 18);
        LabelImage labels = HEAD.labels(found.detections(), 80, 60);
        assertThat(labels.maxLabel()).isEqualTo(2);
        int right = labels.labels()[30 * 80 + 60];
        for (int y = 16; y < 44; y++) {
            for (int x = 10; x < 62; x++) {
                int label = labels.labels()[y * 80 + x];
                if (label != 0 && Math.abs(x - 35.5) > 2) {
                    assertThat(label == right).isEqualTo(x > 35.5);
                }
            }
        }
    }

    /** The walk is held back where one mask ends steeply: not the middle of the overlap decides, but the edge. */
    @Test
    void anEdgeInsideTheOverlapIsFollowed() {
        float[] left = new float[SIDE * SIDE];
        float[] right = new float[SIDE * SIDE];
        for (int i = 0; i < left.length; i++) {
            // Both claim columns 14 to 27 of the frame; the left one is hardly sure of those after 23.
            left[i] = i % SIDE < 23 ? 1 : 0.55f;
            right[i] = i % SIDE < 9 ? 0.55f : 1;
        }
        Found found = new Found().add(0.8, left, 0, 0, 28, 28).add(0.9, right, 0, 14, 28, 42);
        int[] labels = HEAD.labels(found.detections(), 42, 28).labels();
        for (int p = 0; p < labels.length; p++) {
            assertThat(labels[p]).isEqualTo(p % 42 < 23 ? 1 : 2);
        }
    }

    @Test
    void ofMasksThatOverlapTooManyTheLeastSureGo() {
        // The middle one overlaps both others by a third.
        Found row = new Found()
                .rectangle(0.9, 0, 0, 20, 28)
                .rectangle(0.6, 0, 13, 20, 47)
                .rectangle(0.8, 0, 32, 20, 60);
        assertThat(areas(HEAD.labels(row.detections(), 60, 20))).containsExactly(80, 560, 560);
        // Allowed to overlap two, it stays.
        InstanceOptions two = new InstanceOptions(0.5, 0.5, 0.25, 2, 0.5, 3, 100);
        assertThat(new InstancePostprocessor(two)
                        .labels(row.detections(), 60, 20)
                        .maxLabel())
                .isEqualTo(3);
        // In a row of four the least sure of the two in the middle goes, and the other stays.
        Found four = new Found()
                .rectangle(0.9, 0, 0, 20, 28)
                .rectangle(0.6, 0, 13, 20, 47)
                .rectangle(0.8, 0, 32, 20, 66)
                .rectangle(0.7, 0, 51, 20, 80);
        LabelImage three = HEAD.labels(four.detections(), 80, 20);
        assertThat(three.maxLabel()).isEqualTo(3);
        assertThat(three.labels()[30]).as("only the one that went reaches here").isZero();
        // Three masks of one cell: one of them goes, the other two share it, and one of these takes it all.
        Found heap = new Found()
                .rectangle(0.7, 0, 0, 20, 30)
                .rectangle(0.9, 0, 0, 20, 30)
                .rectangle(0.8, 0, 0, 20, 30);
        assertThat(areas(HEAD.labels(heap.detections(), 60, 20))).containsExactly(600, 600);
    }

    @Test
    void aMaskWithoutAPixelOfItsOwnGoesByScore() {
        Found surer = new Found().rectangle(0.9, 5, 5, 25, 25).rectangle(0.6, 0, 0, 40, 60);
        LabelImage nested = HEAD.labels(surer.detections(), 60, 40);
        assertThat(areas(nested)).containsExactly(0, 2000, 400);
        Found lessSure = new Found().rectangle(0.6, 5, 5, 25, 25).rectangle(0.9, 0, 0, 40, 60);
        assertThat(areas(HEAD.labels(lessSure.detections(), 60, 40))).containsExactly(0, 2400);
    }

    @Test
    void aThirdMaskBesideTheOverlapDoesNotCutItOff() {
        // The third claims the columns that lead from the first one's own pixels to those shared with the second.
        Found found = new Found()
                .rectangle(0.9, 0, 0, 20, 30)
                .rectangle(0.8, 0, 20, 20, 50)
                .rectangle(0.7, 0, 16, 20, 20);
        int[] labels = HEAD.labels(found.detections(), 50, 20).labels();
        for (int p = 0; p < labels.length; p++) {
            assertThat(labels[p]).isEqualTo(p % 50 < 25 ? 1 : 2);
        }
    }

    @Test
    void pixelsOfThreeMasksGoToTheSurest() {
        // Three long boxes cross in a square of 6 x 6; no two of them overlap by a quarter.
        Found found = new Found()
                .rectangle(0.7, 17, 0, 23, 40)
                .rectangle(0.9, 0, 17, 40, 23)
                .rectangle(0.8, 14, 14, 26, 26);
        InstanceOptions options = new InstanceOptions(0.5, 0.5, 0.5, 0, 0.5, 3, 0);
        int[] labels = new InstancePostprocessor(options)
                .labels(found.detections(), 40, 40)
                .labels();
        int upright = labels[17];
        for (int y = 17; y < 23; y++) {
            for (int x = 17; x < 23; x++) {
                assertThat(labels[y * 40 + x]).isEqualTo(upright);
            }
        }
    }

    @Test
    void cellsThatOnlyTheForegroundShowsAreAddedAndRimsAreNot() {
        Drawing truth =
                new Drawing(90, 60).disc(1, 20, 20, 14).disc(2, 40, 60, 12).disc(3, 10, 80, 5);
        Found found = new Found().disc(0.9, 20.5, 20.5, 12);
        LabelImage labels = HEAD.labels(found.detections(), foreground(90, 60, truth.labels()));
        assertThat(labels.maxLabel()).as("not the rim, nor what is too small").isEqualTo(2);
        for (int p = 0; p < labels.labels().length; p++) {
            assertThat(labels.labels()[p] == 2).isEqualTo(truth.labels()[p] == 2);
            if (labels.labels()[p] == 1) {
                assertThat(truth.labels()[p]).isEqualTo(1);
            }
        }
        assertThat(HEAD.labels(found.detections(), 90, 60).maxLabel()).isEqualTo(1);
    }

    @Test
    void nothingAndNonsenseAreNoCells() {
        int[][] sizes = {{1, 1}, {50, 1}, {1, 50}, {30, 20}};
        double nan = Double.NaN;
        double inf = Double.POSITIVE_INFINITY;
        for (int[] size : sizes) {
            FrameMaps noNumber = foreground(size[0], size[1], new int[size[0] * size[1]]);
            Arrays.fill(noNumber.values()[0], Float.NaN);
            Found nonsense = new Found()
                    .rectangle(0.9, nan, 0, 10, 10)
                    .rectangle(0.9, 0, 0, 10, nan)
                    .rectangle(0.9, -inf, -inf, inf, inf)
                    .rectangle(0.9, 10, 10, 5, 20)
                    .rectangle(0.9, 5, 5, 5, 5)
                    .rectangle(0.9, 1e30, 1e30, 2e30, 2e30)
                    .rectangle(0.9, -20, -20, -1, -1)
                    .add(0.9, noNumberMask(), 0, 0, 30, 30);
            for (Found found : List.of(new Found(), nonsense)) {
                assertThat(HEAD.labels(found.detections(), size[0], size[1]).labels())
                        .containsOnly(0);
                assertThat(HEAD.labels(found.detections(), noNumber).labels()).containsOnly(0);
            }
        }
    }

    private static float[] noNumberMask() {
        float[] mask = new float[SIDE * SIDE];
        Arrays.fill(mask, Float.NaN);
        return mask;
    }

    @Test
    void aDetectionOrForegroundOfTheWholeFrameIsOneCell() {
        InstancePostprocessor any = new InstancePostprocessor(new InstanceOptions(0.5, 0.5, 0.25, 1, 0.5, 0, 0));
        for (int[] size : new int[][] {{1, 1}, {50, 1}, {1, 50}, {30, 20}}) {
            int pixels = size[0] * size[1];
            Found whole = new Found().rectangle(0.9, -1e30, -50, 1e30, 1e6);
            assertThat(any.labels(whole.detections(), size[0], size[1]).labels())
                    .hasSize(pixels)
                    .containsOnly(1);
            int[] all = IntStream.generate(() -> 1).limit(pixels).toArray();
            assertThat(any.labels(new Found().detections(), foreground(size[0], size[1], all))
                            .labels())
                    .containsOnly(1);
        }
    }

    /** Every pixel goes to a mask that claims it; the order in which detections come does not matter. */
    @Test
    void manyRandomDetections() {
        SplittableRandom random = new SplittableRandom(1);
        InstanceOptions options = new InstanceOptions(0.3, 0.5, 0.3, 2, 0.5, 2, 0);
        InstancePostprocessor head = new InstancePostprocessor(options);
        int cells = 0;
        for (int trial = 0; trial < 40; trial++) {
            int n = random.nextInt(1, 25);
            Found found = new Found();
            Found turned = new Found();
            List<double[]> discs = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                discs.add(new double[] {
                    random.nextDouble(), random.nextDouble(70), random.nextDouble(90), random.nextDouble(2, 15)
                });
            }
            discs.forEach(d -> found.disc(d[0], d[1], d[2], d[3]));
            for (int i = n - 1; i >= 0; i--) {
                double[] d = discs.get(i);
                turned.disc(d[0], d[1], d[2], d[3]);
            }
            Detections detections = found.detections();
            LabelImage labels = head.labels(detections, 90, 70);
            Drawing.assertNumberedInRasterOrder(labels);
            assertThat(head.labels(turned.detections(), 90, 70).labels()).isEqualTo(labels.labels());
            for (int p = 0; p < labels.labels().length; p++) {
                boolean claimed = false;
                for (int i = 0; i < n; i++) {
                    claimed |= detections.scores()[i] > 0.3 && detections.value(i, p / 90, p % 90) > 0.5;
                }
                assertThat(labels.labels()[p] == 0 || claimed).isTrue();
            }
            cells += labels.maxLabel();
        }
        assertThat(cells).isGreaterThan(200);
    }

    @Test
    void anOverlapTooLargeToWalkIsSettledByTheMasksThemselves() {
        Found found = new Found().disc(0.9, 200, 180, 170).disc(0.8, 200, 260, 170);
        InstanceOptions options = new InstanceOptions(0.5, 0.5, 0.25, 2, 0.5, 2, 0);
        Detections detections = found.detections();
        int[] labels =
                new InstancePostprocessor(options).labels(detections, 440, 400).labels();
        int shared = 0;
        for (int p = 0; p < labels.length; p++) {
            double left = detections.value(0, p / 440, p % 440);
            double right = detections.value(1, p / 440, p % 440);
            if (left > 0.5 && right > 0.5) {
                shared++;
                int leftLabel = labels[200 * 440 + 20];
                assertThat(labels[p] == leftLabel).isEqualTo((float) (left - right) >= 0);
            }
        }
        assertThat(shared).isGreaterThan(1 << 15);
    }

    @Test
    void aLargeMaskInsideASurerOneIsNotSettledByValues() {
        Found found = new Found().disc(0.9, 200, 200, 170).disc(0.8, 200, 230, 125);
        assertThat(HEAD.labels(found.detections(), 400, 400).maxLabel()).isEqualTo(1);
    }
}
