package org.cellineage.segment.postprocess;

import org.cellineage.image.LabelImage;

/**
 * How sure a network is of labelled nuclei: the mean probability of their pixels. Only pixels that are more likely
 * nucleus than background count, so that looser masks do not lose nuclei.
 *
 * @param sum for each label the sum of the probabilities of the pixels that count
 * @param counted for each label the number of these pixels
 */
@SuppressWarnings("ArrayRecordComponent")
record Foreground(double[] sum, int[] counted) {

    /**
     * Sums up the pixels.
     *
     * @param labels number of labels
     * @param background probability of each pixel to be background
     */
    static Foreground of(LabelImage image, int labels, float[] background) {
        double[] sum = new double[labels + 1];
        int[] counted = new int[labels + 1];
        int[] of = image.labels();
        for (int p = 0; p < of.length; p++) {
            if (of[p] != 0 && background[p] < 0.5f) {
                sum[of[p]] += 1 - background[p];
                counted[of[p]]++;
            }
        }
        return new Foreground(sum, counted);
    }

    /** Whether the mean probability of a nucleus reaches a value; one without any counted pixel reaches only 0. */
    boolean reaches(int label, double probability) {
        return sum[label] >= probability * Math.max(1, counted[label]);
    }

    /** The mean probability of each label, 0 without counted pixels; entry 0 is unused. */
    float[] probabilities() {
        float[] probability = new float[sum.length];
        for (int label = 1; label < sum.length; label++) {
            probability[label] = counted[label] == 0 ? 0 : (float) (sum[label] / counted[label]);
        }
        return probability;
    }
}
