package org.cellineage.image;

/** The threshold that divides a histogram into two classes with maximum between-class variance (Otsu 1979). */
public final class OtsuThreshold {

    private static final int BINS = 256;

    private OtsuThreshold() {}

    /** Computes the threshold from {@value #BINS} equal bins; values above it are foreground. */
    public static double of(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        if (!(max > min)) {
            return max;
        }
        double scale = (BINS - 1e-6) / ((double) max - min);
        long[] histogram = new long[BINS];
        for (float value : values) {
            histogram[(int) ((value - min) * scale)]++;
        }
        double total = 0;
        for (int i = 0; i < BINS; i++) {
            total += (double) i * histogram[i];
        }
        long below = 0;
        double sumBelow = 0;
        double best = -1;
        int bestBin = 0;
        for (int i = 0; i < BINS - 1; i++) {
            below += histogram[i];
            sumBelow += (double) i * histogram[i];
            long above = values.length - below;
            if (below > 0 && above > 0) {
                double difference = sumBelow / below - (total - sumBelow) / above;
                double between = (double) below * above * difference * difference;
                if (between > best) {
                    best = between;
                    bestBin = i;
                }
            }
        }
        return min + (bestBin + 1) / scale;
    }
}
