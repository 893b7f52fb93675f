package org.cellineage.image;

/**
 * The discrete Fourier transform of images whose sides are powers of two (Cooley and Tukey 1965), in double precision.
 *
 * <p>Images are complex: two arrays of {@code width * height}, row-major, which are transformed in place. The inverse
 * is divided by the number of pixels, so that it undoes the transform.
 */
final class Fourier {

    private final int width;
    private final int height;
    private final double[] cosOfWidth;
    private final double[] sinOfWidth;
    private final double[] cosOfHeight;
    private final double[] sinOfHeight;

    Fourier(int width, int height) {
        if (Integer.bitCount(width) != 1 || Integer.bitCount(height) != 1) {
            throw new IllegalArgumentException("sides must be powers of two, but are " + width + " and " + height);
        }
        this.width = width;
        this.height = height;
        this.cosOfWidth = cosines(width, 0);
        this.sinOfWidth = cosines(width, 0.25);
        this.cosOfHeight = cosines(height, 0);
        this.sinOfHeight = cosines(height, 0.25);
    }

    /** The least power of two that is at least a number. */
    static int side(int least) {
        return least <= 1 ? 1 : Integer.highestOneBit(least - 1) << 1;
    }

    /** The cosines of the first half of the circle, in steps of a side's share, from an angle before them. */
    private static double[] cosines(int side, double before) {
        double[] values = new double[Math.max(1, side / 2)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.cos(2 * Math.PI * ((double) i / side - before));
        }
        return values;
    }

    /** Transforms an image. */
    void forward(double[] real, double[] imaginary) {
        transform(real, imaginary);
    }

    /** Undoes {@link #forward}. */
    void inverse(double[] real, double[] imaginary) {
        // Exchanging the parts conjugates, up to a factor that the second exchange removes.
        transform(imaginary, real);
        double share = 1.0 / real.length;
        for (int p = 0; p < real.length; p++) {
            real[p] *= share;
            imaginary[p] *= share;
        }
    }

    private void transform(double[] real, double[] imaginary) {
        for (int y = 0; y < height; y++) {
            line(real, imaginary, y * width, width, cosOfWidth, sinOfWidth);
        }
        double[] columnReal = new double[height];
        double[] columnImaginary = new double[height];
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                columnReal[y] = real[y * width + x];
                columnImaginary[y] = imaginary[y * width + x];
            }
            line(columnReal, columnImaginary, 0, height, cosOfHeight, sinOfHeight);
            for (int y = 0; y < height; y++) {
                real[y * width + x] = columnReal[y];
                imaginary[y * width + x] = columnImaginary[y];
            }
        }
    }

    private static void line(double[] re, double[] im, int at, int n, double[] cos, double[] sin) {
        for (int i = 1, j = 0; i < n; i++) {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                double r = re[at + i];
                re[at + i] = re[at + j];
                re[at + j] = r;
                double m = im[at + i];
                im[at + i] = im[at + j];
                im[at + j] = m;
            }
        }
        for (int half = 1; half < n; half <<= 1) {
            int step = n / (2 * half);
            for (int block = at; block < at + n; block += 2 * half) {
                for (int k = 0; k < half; k++) {
                    double c = cos[k * step];
                    double s = -sin[k * step];
                    int low = block + k;
                    int high = low + half;
                    double r = re[high] * c - im[high] * s;
                    double m = re[high] * s + im[high] * c;
                    re[high] = re[low] - r;
                    im[high] = im[low] - m;
                    re[low] += r;
                    im[low] += m;
                }
            }
        }
    }
}
