package org.cellineage.picture;

import java.util.Arrays;
import org.cellineage.image.Plane;

/** Converts intensities to grey levels for display: linear between two percentiles of the image, 0 below, 255 above. */
final class GreyStretch {

    private static final double LOW = 0.01;
    private static final double HIGH = 0.998;
    private static final int WHITE = 255;

    private GreyStretch() {}

    /**
     * Grey levels of a plane, 0 to 255, row-major.
     *
     * <p>The range is from the 1st to the 99.8th percentile of the finite samples. NaN is black, and so is an image of
     * a single value.
     */
    static int[] of(Plane plane) {
        float[] samples = plane.toFloats();
        float[] sorted = finite(samples);
        Arrays.sort(sorted);
        double low = percentile(sorted, LOW);
        double high = percentile(sorted, HIGH);
        int[] grey = new int[samples.length];
        for (int p = 0; p < grey.length; p++) {
            double value = samples[p];
            if (value >= high && value > low) {
                grey[p] = WHITE;
            } else if (value > low) {
                grey[p] = (int) Math.round(WHITE * (value - low) / (high - low));
            }
        }
        return grey;
    }

    private static float[] finite(float[] samples) {
        float[] finite = new float[samples.length];
        int n = 0;
        for (float sample : samples) {
            if (Float.isFinite(sample)) {
                finite[n++] = sample;
            }
        }
        return Arrays.copyOf(finite, n);
    }

    /** The sample at this fraction of the sorted samples; NaN if there are none. */
    private static double percentile(float[] sorted, double fraction) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (fraction * (sorted.length - 1))];
    }
}
