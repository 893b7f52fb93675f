package org.cellineage.evaluate;

import java.util.Arrays;
import org.cellineage.image.LabelImage;

/**
 * Matches the cells of a frame in the ground truth to those in the result.
 *
 * <p>As in the Cell Tracking Challenge (Matula et al. 2015), a truth cell {@code R} matches {@code S} if
 * {@code |R ∩ S| > |R| / 2}. Each truth cell therefore has at most one match, but a result cell may contain several
 * truth cells.
 *
 * @param frame 0-based frame
 * @param truthLabels labels of the ground truth, ascending
 * @param resultLabels labels of the result, ascending
 * @param resultOfTruth for each truth cell, the index of the matching result cell or {@link #NONE}
 * @param truthsOfResult for each result cell, the number of truth cells it contains
 */
@SuppressWarnings("ArrayRecordComponent")
record FrameMatch(int frame, int[] truthLabels, int[] resultLabels, int[] resultOfTruth, int[] truthsOfResult) {

    static final int NONE = -1;

    static FrameMatch of(int frame, LabelImage truth, LabelImage result) {
        return of(frame, Overlaps.of(truth, result));
    }

    static FrameMatch of(int frame, Overlaps overlaps) {
        int[] resultOfTruth = new int[overlaps.truthLabels().length];
        int[] truthsOfResult = new int[overlaps.resultLabels().length];
        Arrays.fill(resultOfTruth, NONE);
        for (int i = 0; i < overlaps.pairs(); i++) {
            int t = overlaps.truthOfPair()[i];
            int r = overlaps.resultOfPair()[i];
            if (2L * overlaps.shared()[i] > overlaps.truthAreas()[t]) {
                resultOfTruth[t] = r;
                truthsOfResult[r]++;
            }
        }
        return new FrameMatch(frame, overlaps.truthLabels(), overlaps.resultLabels(), resultOfTruth, truthsOfResult);
    }

    /** Index of a truth label in this frame; negative if absent. */
    int truthIndex(int label) {
        return Arrays.binarySearch(truthLabels, label);
    }

    /** Index of a result label in this frame; negative if absent. */
    int resultIndex(int label) {
        return Arrays.binarySearch(resultLabels, label);
    }

    /** The result label that matches a truth label; 0 if there is none or the truth label is absent. */
    int resultLabelOf(int truthLabel) {
        int t = truthIndex(truthLabel);
        return t < 0 || resultOfTruth[t] == NONE ? 0 : resultLabels[resultOfTruth[t]];
    }

    /** The result label that contains this truth label and no other; 0 if there is none. */
    int onlyResultLabelOf(int truthLabel) {
        int t = truthIndex(truthLabel);
        return t < 0 || resultOfTruth[t] == NONE || truthsOfResult[resultOfTruth[t]] != 1
                ? 0
                : resultLabels[resultOfTruth[t]];
    }

    /** The single truth label that this result label contains; 0 if it contains none or several. */
    int onlyTruthLabelOf(int resultLabel) {
        int r = resultIndex(resultLabel);
        if (r < 0 || truthsOfResult[r] != 1) {
            return 0;
        }
        for (int t = 0; t < resultOfTruth.length; t++) {
            if (resultOfTruth[t] == r) {
                return truthLabels[t];
            }
        }
        return 0;
    }
}
