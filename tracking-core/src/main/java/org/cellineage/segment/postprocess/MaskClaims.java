package org.cellineage.segment.postprocess;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellineage.image.LabelImage;
import org.cellineage.image.RandomWalker;

/**
 * Shares out the pixels of a frame among masks that claim them.
 *
 * <p>A pixel that one mask claims is its own; one that three or more claim goes to the best of them. Pixels of exactly
 * two masks are shared out by a random walk from the pixels that only one of them claims, over the difference of their
 * values; where one of the two has no pixel of its own, or no such pixel can be reached, the better mask takes all.
 * Not thread-safe.
 */
final class MaskClaims {

    /** A mask's value at the middle of a pixel. */
    @FunctionalInterface
    interface Values {
        double at(int mask, int y, int x);
    }

    /**
     * Beyond it a pixel goes to the mask of greater value: solving the walk would take too long, and no two cells share
     * so much.
     */
    private static final int MAX_WALKED_PX = 1 << 15;

    /** Values fall by about 0.05 a pixel inside a cell, which hardly hinders a walker, and by 0.3 at its edge. */
    private static final double BETA = 100;

    private static final int MANY = -1;

    private final int width;
    private final int height;
    private final Values values;
    /** The best mask that claims a pixel, counted from 1, or 0; the second, or 0, or {@link #MANY} with a third. */
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
     * Labels: the number of a mask in the list, counted from 1, or 0.
     *
     * @param masks best first
     * @param values of these masks, which are counted from 0
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

    /** Walks in the window that holds the shared pixels and those beside them, which is all that the walk depends on. */
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
            // Third claims beside the two do not matter; where there are more, it is not known whose they are.
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

    /** A growing list of pixels. */
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
