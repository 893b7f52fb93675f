package org.cellineage.segment.postprocess;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellineage.image.LabelImage;
import org.cellineage.image.RandomWalker;

/**
 * Divides the pixels of a frame among overlapping masks.
 *
 * <p>A pixel claimed by one mask belongs to it; a pixel claimed by three or more goes to the best of them. Pixels
 * claimed by exactly two masks are divided by a random walk that starts from the pixels claimed by only one of the two
 * and is weighted by the difference of their values. If one of the two has no pixel of its own, or none that is
 * connected, the better mask takes all shared pixels. Not thread-safe.
 */
final class MaskClaims {

    /** Value of a mask at the centre of a pixel. */
    @FunctionalInterface
    interface Values {
        double at(int mask, int y, int x);
    }

    /**
     * Above this number of shared pixels, each goes to the mask with the greater value: solving the walk would take too
     * long, and real cells do not overlap this much.
     */
    private static final int MAX_WALKED_PX = 1 << 15;

    /** Values change by about 0.05 per pixel inside a cell, which hardly impedes the walk, and by 0.3 at its edge. */
    private static final double BETA = 100;

    private static final int MANY = -1;

    private final int width;
    private final int height;
    private final Values values;
    /**
     * Best mask that claims each pixel, numbered from 1, or 0; and the second-best, or 0, or {@link #MANY} if there are
     * more than two.
     */
    private final int[] first;

    private final int[] second;
    private final int[] own;

    private MaskClaims(List<PixelRuns> masks, Values values, int width, int height) {
        this.width = width;
        this.height = height;
        this.values = values;
        first = new int[width * height];
        second = new int[width * height];
        own = new int[masks.size() + 1];
        for (int i = 0; i < masks.size(); i++) {
            int mask = i + 1;
            masks.get(i).forEach((y, from, to) -> {
                for (int p = y * width + from; p < y * width + to; p++) {
                    claim(p, mask);
                }
            });
        }
        for (int p = 0; p < first.length; p++) {
            own[first[p]] += second[p] == 0 ? 1 : 0;
        }
    }

    /**
     * Returns labels: the position of a mask in the list, from 1, or 0.
     *
     * @param masks best first
     * @param values values of these masks, which are numbered from 0
     */
    static LabelImage settle(List<PixelRuns> masks, Values values, int width, int height) {
        return new MaskClaims(masks, values, width, height).settle();
    }

    private void claim(int p, int mask) {
        if (first[p] == 0) {
            first[p] = mask;
        } else {
            second[p] = second[p] == 0 ? mask : MANY;
        }
    }

    private LabelImage settle() {
        Map<Long, Pixels> pairs = new LinkedHashMap<>();
        for (int p = 0; p < first.length; p++) {
            if (second[p] > 0) {
                pairs.computeIfAbsent((long) first[p] << 32 | second[p], key -> new Pixels())
                        .add(p);
            }
        }
        int[] labels = first.clone();
        for (Pixels shared : pairs.values()) {
            int better = first[shared.list[0]];
            int other = second[shared.list[0]];
            if (own[better] == 0 || own[other] == 0) {
                continue;
            }
            if (shared.size > MAX_WALKED_PX) {
                compare(shared, better, other, labels);
            } else {
                walk(shared, better, other, labels);
            }
        }
        return new LabelImage(width, height, labels);
    }

    private void compare(Pixels shared, int better, int other, int[] labels) {
        for (int i = 0; i < shared.size; i++) {
            int p = shared.list[i];
            if (difference(p, better, other) < 0) {
                labels[p] = other;
            }
        }
    }

    /** Solves the walk in the window of the shared pixels and their neighbours, outside which nothing affects it. */
    private void walk(Pixels shared, int better, int other, int[] labels) {
        int top = height;
        int left = width;
        int bottom = 0;
        int right = 0;
        for (int i = 0; i < shared.size; i++) {
            int y = shared.list[i] / width;
            int x = shared.list[i] - y * width;
            top = Math.min(top, Math.max(0, y - 1));
            left = Math.min(left, Math.max(0, x - 1));
            bottom = Math.max(bottom, Math.min(height, y + 2));
            right = Math.max(right, Math.min(width, x + 2));
        }
        int columns = right - left;
        int[] seeds = new int[columns * (bottom - top)];
        boolean[] mask = new boolean[seeds.length];
        float[] differences = new float[seeds.length];
        for (int i = 0; i < seeds.length; i++) {
            int p = (top + i / columns) * width + left + i % columns;
            // Pixels claimed by a third mask are not seeds, as it is unknown to which of the two they belong.
            boolean betters = second[p] != MANY && (first[p] == better || second[p] == better);
            boolean others = second[p] != MANY && (first[p] == other || second[p] == other);
            mask[i] = betters || others;
            if (mask[i]) {
                differences[i] = (float) difference(p, better, other);
                seeds[i] = betters && others ? 0 : betters ? 1 : 2;
            }
        }
        int[] walked = RandomWalker.label(differences, new LabelImage(columns, bottom - top, seeds), mask, BETA)
                .labels();
        for (int i = 0; i < walked.length; i++) {
            if (mask[i] && walked[i] == 2) {
                labels[(top + i / columns) * width + left + i % columns] = other;
            }
        }
    }

    private double difference(int p, int better, int other) {
        int y = p / width;
        int x = p - y * width;
        return values.at(better - 1, y, x) - values.at(other - 1, y, x);
    }

    /** A growable list of pixels. */
    private static final class Pixels {
        private int[] list = new int[16];
        private int size;

        void add(int p) {
            if (size == list.length) {
                list = Arrays.copyOf(list, 2 * size);
            }
            list[size++] = p;
        }
    }
}
