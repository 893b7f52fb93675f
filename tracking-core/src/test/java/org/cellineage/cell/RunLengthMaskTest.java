package org.cellineage.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunLengthMaskTest {

    private static final int OTHER = 7;

    @Test
    void runsAreCodedAsTheContractSays() {
        int[] labels = {
            0, 0, 5, 5,
            5, 0, 0, 9,
        };
        // Outside 2, inside 3 (over the row's end), and the last outside run left out.
        assertThat(RunLengthMask.encode(labels, 4, new BoundingBox(0, 0, 2, 4), 5)
                        .toBytes())
                .containsExactly(2, 3);
        // Inside from the first pixel on: an empty outside run comes first.
        assertThat(RunLengthMask.encode(labels, 4, new BoundingBox(0, 2, 1, 4), 5)
                        .toBytes())
                .containsExactly(0, 2);
        int[] wide = new int[1000];
        Arrays.fill(wide, 700, 1000, 5);
        // 700 = 5 * 128 + 60 and 300 = 2 * 128 + 44, low bits first.
        assertThat(RunLengthMask.encode(wide, 1000, new BoundingBox(0, 0, 1, 1000), 5)
                        .toBytes())
                .containsExactly(60 | 0x80, 5, 44 | 0x80, 2);
    }

    @Test
    void paintingSetsTheCellsPixelsAndLeavesAllOthers() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 500; trial++) {
            int width = random.nextInt(1, 50);
            int height = random.nextInt(1, 50);
            int[] labels = pixels(random, width * height, random.nextDouble());
            BoundingBox box = box(random, width, height);
            int[] canvas = new int[labels.length];
            Arrays.fill(canvas, OTHER);
            RunLengthMask.encode(labels, width, box, 1).paint(canvas, width, box, 3);
            for (int p = 0; p < canvas.length; p++) {
                boolean set = labels[p] == 1 && inside(box, p / width, p % width);
                assertThat(canvas[p]).isEqualTo(set ? 3 : OTHER);
            }
        }
    }

    @Test
    void runsComeInRasterOrderAndStayInTheirRow() {
        SplittableRandom random = new SplittableRandom(2);
        for (int trial = 0; trial < 200; trial++) {
            int width = random.nextInt(1, 30);
            int height = random.nextInt(1, 30);
            BoundingBox box = new BoundingBox(5, 6, 5 + height, 6 + width);
            int stride = 6 + width;
            int[] labels = pixels(random, stride * (5 + height), 0.6);
            int[] last = {-1};
            int[] counted = {0};
            RunLengthMask.encode(labels, stride, box, 1).forEachRun(box, (y, x, count) -> {
                assertThat(count).isPositive();
                assertThat(inside(box, y, x) && inside(box, y, x + count - 1)).isTrue();
                assertThat(y * stride + x).isGreaterThan(last[0]);
                last[0] = y * stride + x + count - 1;
                counted[0] += count;
            });
            int expected = 0;
            for (int p = 0; p < labels.length; p++) {
                expected += labels[p] == 1 && inside(box, p / stride, p % stride) ? 1 : 0;
            }
            assertThat(counted[0]).isEqualTo(expected);
        }
    }

    @Test
    void whatTwoMasksShareIsTheSameFromBothSidesAndNothingWhereBoxesAreApart() {
        SplittableRandom random = new SplittableRandom(3);
        int sharing = 0;
        for (int trial = 0; trial < 1000; trial++) {
            int width = random.nextInt(1, 30);
            int height = random.nextInt(1, 30);
            int[] one = pixels(random, width * height, 0.7);
            int[] two = pixels(random, width * height, 0.7);
            BoundingBox boxOne = box(random, width, height);
            BoundingBox boxTwo = box(random, width, height);
            RunLengthMask maskOne = RunLengthMask.encode(one, width, boxOne, 1);
            RunLengthMask maskTwo = RunLengthMask.encode(two, width, boxTwo, 1);
            int expected = 0;
            for (int p = 0; p < one.length; p++) {
                int y = p / width;
                int x = p % width;
                boolean both = one[p] == 1 && two[p] == 1 && inside(boxOne, y, x) && inside(boxTwo, y, x);
                expected += both ? 1 : 0;
            }
            sharing += expected > 0 ? 1 : 0;
            assertThat(RunLengthMask.intersection(maskOne, boxOne, maskTwo, boxTwo))
                    .isEqualTo(expected);
            assertThat(RunLengthMask.intersection(maskTwo, boxTwo, maskOne, boxOne))
                    .isEqualTo(expected);
        }
        assertThat(sharing).isBetween(200, 900);
    }

    @Test
    void masksAreEqualWhereTheirPixelsAreAndNobodyChangesThemFromOutside() {
        int[] labels = {1, 0, 1, 1};
        BoundingBox box = new BoundingBox(0, 0, 1, 4);
        RunLengthMask mask = RunLengthMask.encode(labels, 4, box, 1);
        byte[] bytes = mask.toBytes();
        RunLengthMask copy = RunLengthMask.ofBytes(bytes);
        bytes[0] = 99;
        mask.toBytes()[0] = 99;
        assertThat(copy).isEqualTo(mask).hasSameHashCodeAs(mask);
        labels[1] = 1;
        assertThat(mask).isNotEqualTo(RunLengthMask.encode(labels, 4, box, 1));
    }

    private static int[] pixels(SplittableRandom random, int size, double share) {
        int[] labels = new int[size];
        int label = 0;
        for (int p = 0; p < size; p++) {
            if (random.nextInt(5) == 0) {
                label = random.nextDouble() < share ? 1 : random.nextInt(2) * 2;
            }
            labels[p] = label;
        }
        return labels;
    }

    private static BoundingBox box(SplittableRandom random, int width, int height) {
        int minY = random.nextInt(height);
        int minX = random.nextInt(width);
        return new BoundingBox(minY, minX, random.nextInt(minY, height) + 1, random.nextInt(minX, width) + 1);
    }

    private static boolean inside(BoundingBox box, int y, int x) {
        return y >= box.minY() && y < box.maxY() && x >= box.minX() && x < box.maxX();
    }
}
