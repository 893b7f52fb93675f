package org.cellineage.train.segmentation;

import org.cellineage.image.LabelImage;

/**
 * Nuclei found, missed and made up, where found means that the two share more than half of their union.
 *
 * @param found true nuclei that were found
 * @param falsely found ones that are none
 * @param missed true ones that were not found
 */
record HeldOutScore(int found, int falsely, int missed) {

    static final HeldOutScore NONE = new HeldOutScore(0, 0, 0);

    static HeldOutScore of(LabelImage truth, LabelImage result) {
        int[] t = truth.labels();
        int[] r = result.labels();
        int nt = truth.maxLabel() + 1;
        int nr = result.maxLabel() + 1;
        int[] areaT = new int[nt];
        int[] areaR = new int[nr];
        java.util.HashMap<Long, Integer> both = new java.util.HashMap<>();
        for (int p = 0; p < t.length; p++) {
            areaT[t[p]]++;
            areaR[r[p]]++;
            if (t[p] != 0 && r[p] != 0) {
                both.merge((long) t[p] << 32 | r[p], 1, Integer::sum);
            }
        }
        int found = 0;
        for (var entry : both.entrySet()) {
            int a = areaT[(int) (entry.getKey() >> 32)];
            int b = areaR[(int) (long) entry.getKey()];
            // More than half of the union: no other pair can have that, so no matching is needed.
            if (2 * entry.getValue() > a + b - entry.getValue()) {
                found++;
            }
        }
        return new HeldOutScore(found, count(areaR) - found, count(areaT) - found);
    }

    private static int count(int[] areas) {
        int n = 0;
        for (int label = 1; label < areas.length; label++) {
            n += areas[label] > 0 ? 1 : 0;
        }
        return n;
    }

    HeldOutScore plus(HeldOutScore other) {
        return new HeldOutScore(found + other.found, falsely + other.falsely, missed + other.missed);
    }

    double ap() {
        int all = found + falsely + missed;
        return all == 0 ? 1 : (double) found / all;
    }

    double f1() {
        int all = 2 * found + falsely + missed;
        return all == 0 ? 1 : 2.0 * found / all;
    }
}
