package org.cellineage.evaluate;

import org.cellineage.image.LabelImage;

/**
 * SEG (Maška et al. 2014): the mean Jaccard index over the cells of the ground truth, each with the result cell that
 * covers more than half of it, or 0 if there is none.
 */
public final class SegScore {

    private double sum;
    private long cells;

    /** Adds a frame whose ground truth has a complete mask for every cell. Labels need not agree between the two. */
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

    /** Number of truth cells so far. */
    public long cells() {
        return cells;
    }

    /** Sum of the Jaccard indices so far. */
    double jaccardSum() {
        return sum;
    }

    /** 0 to 1; NaN if there are no truth cells. */
    public double score() {
        return cells == 0 ? Double.NaN : sum / cells;
    }
}
