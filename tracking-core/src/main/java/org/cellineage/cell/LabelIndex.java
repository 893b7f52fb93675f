package org.cellineage.cell;

import java.util.Arrays;

/** Maps the labels of a frame, however large and sparse, to consecutive indices from 0 in ascending order. */
final class LabelIndex {

    private static final int TABLE_LIMIT = 1 << 20;

    private final int[] labels;
    private final int[] table;

    private LabelIndex(int[] labels, int[] table) {
        this.labels = labels;
        this.table = table;
    }

    static LabelIndex of(int[] pixels) {
        int max = 0;
        for (int label : pixels) {
            if (label < 0) {
                throw new IllegalArgumentException("a label is negative: " + label);
            }
            max = Math.max(max, label);
        }
        if (max < TABLE_LIMIT) {
            int[] table = new int[max + 1];
            for (int label : pixels) {
                table[label] = 1;
            }
            table[0] = 0;
            int count = 0;
            int[] labels = new int[max + 1];
            for (int label = 1; label <= max; label++) {
                if (table[label] == 1) {
                    table[label] = count;
                    labels[count++] = label;
                }
            }
            return new LabelIndex(Arrays.copyOf(labels, count), table);
        }
        int[] sorted = pixels.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] > 0 && (count == 0 || sorted[i] != sorted[count - 1])) {
                sorted[count++] = sorted[i];
            }
        }
        return new LabelIndex(Arrays.copyOf(sorted, count), new int[0]);
    }

    int size() {
        return labels.length;
    }

    int label(int index) {
        return labels[index];
    }

    /** Index of a positive label that occurs in the frame. */
    int index(int label) {
        return table.length > 0 ? table[label] : Arrays.binarySearch(labels, label);
    }
}
