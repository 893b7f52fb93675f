package org.cellineage.link.learned;

import org.cellineage.image.Plane;

/**
 * The grey values of a frame. Of frames with 8 or 16 bits, what depends on the value of a pixel alone is computed once for
 * each grey value and not for each pixel, with the same result.
 */
final class GreyValues {

    private static final double DARK_PERCENTILE = 0.05;
    private static final double BRIGHT_PERCENTILE = 0.95;
    private static final int HISTOGRAM_BINS = 4096;

    private final Plane plane;
    /** Number of pixels of each grey value; empty if the values are not a few whole numbers. */
    private final int[] counts;
    /** The pixels, if they are not counted; those that are not finite are {@link #dark}. */
    private final float[] values;

    private final double dark;
    private final double bright;

    /** A function of a grey value. */
    @FunctionalInterface
    interface Curve {
        float at(float value);
    }

    private GreyValues(Plane plane, int[] counts, float[] values) {
        this.plane = plane;
        this.counts = counts;
        this.values = values;
        Histogram histogram = counts.length > 0 ? ofCounts(counts) : ofPixels(values);
        this.dark = histogram.percentile(DARK_PERCENTILE);
        this.bright = histogram.percentile(BRIGHT_PERCENTILE);
        for (int p = 0; p < values.length; p++) {
            values[p] = Float.isFinite(values[p]) ? values[p] : (float) dark;
        }
    }

    static GreyValues of(Plane plane) {
        if (plane instanceof Plane.OfShorts shorts) {
            int[] counts = new int[1 << 16];
            for (short sample : shorts.samples()) {
                counts[sample & 0xffff]++;
            }
            return new GreyValues(plane, counts, new float[0]);
        }
        if (plane instanceof Plane.OfBytes bytes) {
            int[] counts = new int[1 << 8];
            for (byte sample : bytes.samples()) {
                counts[sample & 0xff]++;
            }
            return new GreyValues(plane, counts, new float[0]);
        }
        return new GreyValues(plane, new int[0], plane.toFloats());
    }

    /** The 5th percentile of the finite values, to 1/4096 of their range. */
    double dark() {
        return dark;
    }

    /** The 95th percentile, likewise. */
    double bright() {
        return bright;
    }

    /** All pixels, each on a curve. */
    float[] scaled(Curve curve) {
        if (counts.length == 0) {
            float[] scaled = new float[values.length];
            for (int p = 0; p < scaled.length; p++) {
                scaled[p] = curve.at(values[p]);
            }
            return scaled;
        }
        float[] of = new float[counts.length];
        for (int value = 0; value < counts.length; value++) {
            if (counts[value] > 0) {
                of[value] = curve.at(value);
            }
        }
        float[] scaled = new float[plane.size()];
        if (plane instanceof Plane.OfShorts shorts) {
            short[] samples = shorts.samples();
            for (int p = 0; p < scaled.length; p++) {
                scaled[p] = of[samples[p] & 0xffff];
            }
        } else if (plane instanceof Plane.OfBytes bytes) {
            byte[] samples = bytes.samples();
            for (int p = 0; p < scaled.length; p++) {
                scaled[p] = of[samples[p] & 0xff];
            }
        }
        return scaled;
    }

    private static Histogram ofCounts(int[] counts) {
        int least = 0;
        while (counts[least] == 0) {
            least++;
        }
        int most = counts.length - 1;
        while (counts[most] == 0) {
            most--;
        }
        Histogram histogram = new Histogram(least, most);
        for (int value = least; value <= most; value++) {
            histogram.add(value, counts[value]);
        }
        return histogram;
    }

    private static Histogram ofPixels(float[] values) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            if (Float.isFinite(value)) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        Histogram histogram = new Histogram(least, most);
        for (float value : values) {
            if (Float.isFinite(value)) {
                histogram.add(value, 1);
            }
        }
        return histogram;
    }

    /** Counts of finite values between the least and the most. */
    private static final class Histogram {
        private final float least;
        private final float most;
        private final double bins;
        private final int[] counts = new int[HISTOGRAM_BINS];
        private long all;

        Histogram(float least, float most) {
            this.least = least;
            this.most = most;
            this.bins = (HISTOGRAM_BINS - 1) / ((double) most - least);
        }

        void add(float value, int count) {
            all += count;
            if (most > least) {
                counts[(int) Math.max(0, Math.min(HISTOGRAM_BINS - 1, (value - least) * bins))] += count;
            }
        }

        /** 0 if there are no values. */
        double percentile(double share) {
            if (!(most > least)) {
                return most == least ? least : 0;
            }
            long wanted = (long) (share * all);
            long below = 0;
            int bin = 0;
            while (below + counts[bin] <= wanted) {
                below += counts[bin++];
            }
            return least + bin / bins;
        }
    }
}
