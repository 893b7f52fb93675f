package org.cellineage.evaluate;

import java.util.Arrays;
import org.cellineage.image.LabelImage;

/**
 * Areas of the cells in two label images of a frame and of their intersections, computed in one pass over the pixels.
 *
 * @param truthLabels labels of the first image, ascending
 * @param truthAreas their areas in pixels
 * @param resultLabels labels of the second image, ascending
 * @param resultAreas their areas in pixels
 * @param truthOfPair for each pair of intersecting cells, the index of the first
 * @param resultOfPair for each pair, the index of the second
 * @param shared for each pair, the area of the intersection in pixels
 */
@SuppressWarnings("ArrayRecordComponent")
record Overlaps(
        int[] truthLabels,
        int[] truthAreas,
        int[] resultLabels,
        int[] resultAreas,
        int[] truthOfPair,
        int[] resultOfPair,
        int[] shared) {

    static Overlaps of(LabelImage truth, LabelImage result) {
        if (truth.width() != result.width() || truth.height() != result.height()) {
            throw new IllegalArgumentException("truth of " + truth.width() + " x " + truth.height()
                    + " pixels and result of " + result.width() + " x " + result.height() + " differ in size");
        }
        int[] a = truth.labels();
        int[] b = result.labels();
        // Runs of equal label pairs are few: collect one key per run, sort, then sum.
        long[] keys = new long[1024];
        int[] counts = new int[1024];
        int runs = 0;
        int p = 0;
        while (p < a.length) {
            int from = p++;
            while (p < a.length && a[p] == a[from] && b[p] == b[from]) {
                p++;
            }
            if ((a[from] | b[from]) != 0) {
                if (runs == keys.length) {
                    keys = Arrays.copyOf(keys, 2 * runs);
                    counts = Arrays.copyOf(counts, 2 * runs);
                }
                keys[runs] = (long) a[from] << 32 | b[from];
                counts[runs++] = p - from;
            }
        }
        return add(keys, counts, runs);
    }

    private static Overlaps add(long[] keys, int[] counts, int runs) {
        long[] distinct = Arrays.copyOf(keys, runs);
        Arrays.sort(distinct);
        int n = 0;
        for (int i = 0; i < runs; i++) {
            if (i == 0 || distinct[i] != distinct[i - 1]) {
                distinct[n++] = distinct[i];
            }
        }
        distinct = Arrays.copyOf(distinct, n);
        int[] pixels = new int[n];
        for (int i = 0; i < runs; i++) {
            pixels[Arrays.binarySearch(distinct, keys[i])] += counts[i];
        }
        int[] truthLabels = Arrays.stream(distinct)
                .mapToInt(k -> (int) (k >>> 32))
                .filter(l -> l != 0)
                .distinct()
                .toArray();
        int[] resultLabels = Arrays.stream(distinct)
                .mapToInt(k -> (int) k)
                .filter(l -> l != 0)
                .distinct()
                .sorted()
                .toArray();
        int[] truthAreas = new int[truthLabels.length];
        int[] resultAreas = new int[resultLabels.length];
        int[] truthOfPair = new int[n];
        int[] resultOfPair = new int[n];
        int[] shared = new int[n];
        int pairs = 0;
        for (int i = 0; i < n; i++) {
            int truth = (int) (distinct[i] >>> 32);
            int result = (int) distinct[i];
            int t = truth == 0 ? -1 : Arrays.binarySearch(truthLabels, truth);
            int r = result == 0 ? -1 : Arrays.binarySearch(resultLabels, result);
            if (t >= 0) {
                truthAreas[t] += pixels[i];
            }
            if (r >= 0) {
                resultAreas[r] += pixels[i];
            }
            if (t >= 0 && r >= 0) {
                truthOfPair[pairs] = t;
                resultOfPair[pairs] = r;
                shared[pairs++] = pixels[i];
            }
        }
        return new Overlaps(
                truthLabels,
                truthAreas,
                resultLabels,
                resultAreas,
                Arrays.copyOf(truthOfPair, pairs),
                Arrays.copyOf(resultOfPair, pairs),
                Arrays.copyOf(shared, pairs));
    }

    int pairs() {
        return shared.length;
    }
}
