package org.cellineage.segment.postprocess;

import org.cellineage.image.LabelImage;

/** Removes small labels and numbers the others from 1 in raster order of their first pixel. */
final class LargeCells {

    private LargeCells() {}

    /** The labels with at least {@code minAreaPx} pixels, renumbered. */
    static LabelImage keep(LabelImage image, int minAreaPx) {
        int[] labels = image.labels();
        int[] area = new int[image.maxLabel() + 1];
        for (int label : labels) {
            area[label]++;
        }
        int[] number = new int[area.length];
        int[] kept = new int[labels.length];
        int next = 0;
        for (int p = 0; p < labels.length; p++) {
            int label = labels[p];
            if (label != 0 && area[label] >= minAreaPx) {
                if (number[label] == 0) {
                    number[label] = ++next;
                }
                kept[p] = number[label];
            }
        }
        return new LabelImage(image.width(), image.height(), kept);
    }
}
