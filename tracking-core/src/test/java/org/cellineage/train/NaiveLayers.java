package org.cellineage.train;

/** Convolution and batch normalisation by their definitions, in double precision: images [n, h, w, channels]. */
final class NaiveLayers {

    private NaiveLayers() {}

    /** A square image with its channels, several of them. */
    @SuppressWarnings("ArrayRecordComponent")
    record Images(int count, int side, int channels, double[] values) {

        double at(int n, int y, int x, int c) {
            boolean outside = y < 0 || x < 0 || y >= side || x >= side;
            return outside ? 0 : values[((n * side + y) * side + x) * channels + c];
        }

        static Images of(int count, int side, int channels, float[] values) {
            double[] wide = new double[values.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = values[i];
            }
            return new Images(count, side, channels, wide);
        }
    }

    /** Padded so that the result has side / stride pixels, rounded up; the odd pixel of padding goes behind. */
    static Images convolve(Images x, float[] filter, int kernel, int stride, int out) {
        int side = (x.side() + stride - 1) / stride;
        int padding = Math.max(0, (side - 1) * stride + kernel - x.side()) / 2;
        double[] values = new double[x.count() * side * side * out];
        for (int n = 0; n < x.count(); n++) {
            for (int i = 0; i < side; i++) {
                for (int j = 0; j < side; j++) {
                    for (int o = 0; o < out; o++) {
                        double sum = 0;
                        for (int a = 0; a < kernel; a++) {
                            for (int b = 0; b < kernel; b++) {
                                for (int c = 0; c < x.channels(); c++) {
                                    sum += x.at(n, i * stride + a - padding, j * stride + b - padding, c)
                                            * filter[((a * kernel + b) * x.channels() + c) * out + o];
                                }
                            }
                        }
                        values[((n * side + i) * side + j) * out + o] = sum;
                    }
                }
            }
        }
        return new Images(x.count(), side, out, values);
    }

    /** (x - mean) / sqrt(variance + 0.001) * scale + offset for each channel, nothing below 0. */
    static Images normalise(Images x, float[] scale, float[] offset, double[] mean, double[] variance) {
        double[] values = x.values().clone();
        for (int i = 0; i < values.length; i++) {
            int c = i % x.channels();
            double normal = (values[i] - mean[c]) / Math.sqrt(variance[c] + 0.001);
            values[i] = Math.max(0, normal * scale[c] + offset[c]);
        }
        return new Images(x.count(), x.side(), x.channels(), values);
    }

    static double[] mean(Images x) {
        double[] mean = new double[x.channels()];
        int n = x.values().length / x.channels();
        for (int i = 0; i < x.values().length; i++) {
            mean[i % x.channels()] += x.values()[i] / n;
        }
        return mean;
    }

    /** Mean squared distance from the mean. */
    static double[] variance(Images x) {
        double[] mean = mean(x);
        double[] variance = new double[x.channels()];
        int n = x.values().length / x.channels();
        for (int i = 0; i < x.values().length; i++) {
            double d = x.values()[i] - mean[i % x.channels()];
            variance[i % x.channels()] += d * d / n;
        }
        return variance;
    }
}
