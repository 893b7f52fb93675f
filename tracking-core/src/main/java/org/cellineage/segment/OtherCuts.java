package org.cellineage.segment;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Scaling;

/**
 * Other ways to cut some of the cells found in a frame, in an image of their own: where the segmenter reports one cell,
 * two that it may be, and where it reports two, the one that they may be.
 *
 * <p>The array is held, not copied; nobody may change it.
 *
 * @param labels the pixels of the cells of these cuts, numbered from 1
 * @param probability for each of these labels the probability that it is a cell, 0 to 1; entry 0 is unused
 * @param cuts the cuts; each cell found is in at most one
 */
@SuppressWarnings("ArrayRecordComponent")
public record OtherCuts(LabelImage labels, float[] probability, List<Cut> cuts) {

    /** Nothing would be cut otherwise. */
    public static final OtherCuts NONE = new OtherCuts(new LabelImage(1, 1, new int[1]), new float[1], List.of());

    /**
     * A cut.
     *
     * @param instead labels of the one or two cells found that it replaces
     * @param labels labels of its two cells or one, in the image of the other cuts
     * @param logOdds log odds of this cut against the cells found, at most 0
     */
    public record Cut(List<Integer> instead, List<Integer> labels, double logOdds) {
        public Cut {
            instead = List.copyOf(instead);
            labels = List.copyOf(labels);
        }
    }

    public OtherCuts {
        cuts = List.copyOf(cuts);
    }

    /** The same in an image of another size, without the cuts of which a cell is smaller than a pixel there. */
    OtherCuts scaled(int width, int height) {
        if (cuts.isEmpty()) {
            return NONE;
        }
        LabelImage scaled = Scaling.scale(labels, width, height);
        boolean[] isThere = new boolean[probability.length];
        for (int label : scaled.labels()) {
            isThere[label] = true;
        }
        List<Cut> kept = new ArrayList<>();
        for (Cut cut : cuts) {
            if (cut.labels().stream().allMatch(label -> isThere[label])) {
                kept.add(cut);
            }
        }
        return new OtherCuts(scaled, probability, kept);
    }
}
