package org.cellineage.assign.viterbi;

import java.util.Arrays;

/**
 * Finds lineages of a whole movie by adding one track after the other, each the best path through the detections that are
 * left, as long as the score rises (Magnusson, Jaldén, Gilbert and Blau, "Global linking of cell tracks using the Viterbi
 * algorithm", IEEE Transactions on Medical Imaging 34(4), 2015).
 *
 * <p>A new track may exchange parts with earlier ones where that is better (the paper's swaps), so that a track that was
 * added wrongly is mended by a later one. The score of the lineage never falls, but need not reach the optimum.
 *
 * <p>Of the paper's model, a detection holds no cell or one: two cells in one detection are left out, as the tables know
 * one track for a cell. Death is a disappearance. In addition to it, a link or a division may pass over frames without a
 * detection.
 */
public final class ViterbiLinking {

    /** A track that adds less than this adds nothing but rounding errors. */
    private static final double LEAST_GAIN = 1e-9;

    private ViterbiLinking() {}

    /** Finds lineages; a pure function. */
    public static GlobalLineage solve(MovieEvents events) {
        EventIndex index = EventIndex.of(events);
        Lineages lineages = new Lineages(index);
        PathSearch search = new PathSearch(index, lineages);
        double[] gains = new double[16];
        int tracks = 0;
        if (events.detections() > 0) {
            for (double gain = search.find(); gain > LEAST_GAIN; gain = search.find()) {
                if (tracks == gains.length) {
                    gains = Arrays.copyOf(gains, 2 * tracks);
                }
                gains[tracks++] = gain;
                search.add();
            }
        }
        return lineages.lineage(Arrays.copyOf(gains, tracks));
    }
}
