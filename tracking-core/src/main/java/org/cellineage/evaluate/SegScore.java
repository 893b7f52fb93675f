package org.cellineage.evaluate;

import org.cellineage.image.LabelImage;

/**
 * SEG (Maška et al. 2014): the mean Jaccard index over the truth's cells, with that result cell that covers more than
 * half of the truth's cell, or 0 where none does.
 */
public final class SegScore {

    private double sum;
    private long cells;

    /** Adds a frame whose truth shows every cell's full mask. Labels need not agree between the two. */
    public void add(LabelImage truth, LabelImage result) {
        add(Overlaps.of(truth, result));
    }

    void add(Overlaps overlaps) {
        cells += overlaps.truthLabels().length;
        for (int i = 0; i < overlaps.pairs(); i++) {
            int truthArea = overlaps.truthAreas()[overlaps.truthOfPair()[i]];
            int shared = overlaps.shared()[i];
            if (2L * shared > truthArea) {
                sum += (double) shared / (truthArea + overlaps.resultAreas()[overlaps.resultOfPair()[i]] - shared);
            }
        }
    }

    /** Truth cells so far. */
    public long cells() {
        return cells;
    }

    /** Jaccard indices so far, added up. */
    double jaccardSum() {
        return sum;
    }

    /** 0 to 1; NaN where no truth cell was given. */
    public double score() {
        return cells == 0 ? Double.NaN : sum / cells;
    }
}
