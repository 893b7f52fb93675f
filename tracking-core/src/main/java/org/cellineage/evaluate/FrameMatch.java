package org.cellineage.evaluate;

import java.util.Arrays;
import org.cellineage.image.LabelImage;

/**
 * Which cell of the truth was found as which cell of the result in one frame.
 *
 * <p>After the Cell Tracking Challenge (Matula et al. 2015): a truth cell {@code R} is found as {@code S} where
 * {@code |R ∩ S| > |R| / 2}; so each truth cell is found at most once, but one result cell may hold several.
 *
 * @param frame 0-based frame
 * @param truthLabels labels of the truth, ascending
 * @param resultLabels labels of the result, ascending
 * @param resultOfTruth for each truth cell the index of the result cell, or {@link #NONE}
 * @param truthsOfResult for each result cell how many truth cells it holds
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

    /** Index of a truth label in this frame, negative where it is not there. */
    int truthIndex(int label) {
        return Arrays.binarySearch(truthLabels, label);
    }

    /** Index of a result label in this frame, negative where it is not there. */
    int resultIndex(int label) {
        return Arrays.binarySearch(resultLabels, label);
    }

    /** The result label that holds a truth label, 0 where none does or the truth label is not there. */
    int resultLabelOf(int truthLabel) {
        int t = truthIndex(truthLabel);
        return t < 0 || resultOfTruth[t] == NONE ? 0 : resultLabels[resultOfTruth[t]];
    }

    /** The result label that holds this truth label and no other, 0 where there is none. */
    int onlyResultLabelOf(int truthLabel) {
        int t = truthIndex(truthLabel);
        return t < 0 || resultOfTruth[t] == NONE || truthsOfResult[resultOfTruth[t]] != 1
                ? 0
                : resultLabels[resultOfTruth[t]];
    }

    /** The only truth label that this result label holds, 0 where it holds none or several. */
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
