package org.cellineage.image;

/**
 * Finds by how much one of two channels is shifted against the other: phase correlation (Kuglin and Hines 1975), summed
 * over all pairs of images that were added.
 *
 * <p>Two channels show the same cells in different grey values, dark or bright. What they share is where something begins
 * and ends; the strength of the gradient is therefore correlated, not the grey values. Of its frequencies those that
 * noise rules count little.
 *
 * <p>Rows go down and columns to the right. Memory and time: those of a few Fourier transforms of the images, padded to
 * powers of two.
 */
public final class Registration {

    /** Smoothing before the gradient; finer structure differs between channels. */
    private static final double SMOOTHING_PX = 1.5;

    /** Smoothing of the correlation: edges in two channels lie some pixels from each other. */
    private static final double PEAK_PX = 2;

    /** Shifts that far from the best are other ones: a peak is a few times as wide as its smoothing. */
    private static final double APART_PX = 5 * PEAK_PX;

    /** How many times as high as any other peak one must be to be believed. */
    private static final double LEAST_LEAD = 1.5;

    private final int width;
    private final int height;
    private final int mostPx;
    private final Fourier fourier;
    private final int columns;
    private final int rows;
    private final double[] powerReal;
    private final double[] powerImaginary;
    private final double[] window;

    /**
     * The shift of a channel.
     *
     * @param rowsPx the second channel shows at row {@code y + rowsPx} what the first shows at row {@code y}; 0 if no shift
     *     was found
     * @param columnsPx the same for columns
     * @param lead how many times as high its peak of the correlation is as that of any other shift
     * @param isFound whether the lead is large enough to be believed
     */
    public record Shift(int rowsPx, int columnsPx, double lead, boolean isFound) {}

    /**
     * Starts without images.
     *
     * @param width of all images, in pixels
     * @param height of all images, in pixels
     * @param mostPx the largest shift that is looked for, in each direction
     */
    public Registration(int width, int height, int mostPx) {
        if (width < 1 || height < 1 || mostPx < 0) {
            throw new IllegalArgumentException(width + " x " + height + " pixels, at most " + mostPx);
        }
        this.width = width;
        this.height = height;
        this.mostPx = Math.min(mostPx, Math.min(width, height) / 2);
        // Room for the largest shift, so that what leaves at one edge does not meet what lies at the other.
        this.columns = Fourier.side(width + this.mostPx);
        this.rows = Fourier.side(height + this.mostPx);
        this.fourier = new Fourier(columns, rows);
        this.powerReal = new double[columns * rows];
        this.powerImaginary = new double[columns * rows];
        this.window = window(width, height);
    }

    /** Fades an image towards its edges, which would otherwise be its strongest structure (Hann). */
    private static double[] window(int width, int height) {
        double[] window = new double[width * height];
        for (int y = 0; y < height; y++) {
            double down = Math.sin(Math.PI * (y + 0.5) / height);
            for (int x = 0; x < width; x++) {
                double across = Math.sin(Math.PI * (x + 0.5) / width);
                window[y * width + x] = down * down * across * across;
            }
        }
        return window;
    }

    /**
     * Adds a pair of images of the size that was given, which are not modified.
     *
     * @param first row-major; non-finite values count as 0
     * @param second row-major, of the other channel
     */
    public void add(float[] first, float[] second) {
        double[] oneReal = new double[columns * rows];
        double[] oneImaginary = new double[columns * rows];
        double[] otherReal = new double[columns * rows];
        double[] otherImaginary = new double[columns * rows];
        place(first, oneReal);
        place(second, otherReal);
        fourier.forward(oneReal, oneImaginary);
        fourier.forward(otherReal, otherImaginary);
        for (int p = 0; p < oneReal.length; p++) {
            // The second image times the conjugate of the first.
            double real = otherReal[p] * oneReal[p] + otherImaginary[p] * oneImaginary[p];
            double imaginary = otherImaginary[p] * oneReal[p] - otherReal[p] * oneImaginary[p];
            double size = Math.hypot(real, imaginary);
            if (size > 0) {
                powerReal[p] += real / size;
                powerImaginary[p] += imaginary / size;
            }
        }
    }

    /** Writes the strength of an image's gradient, without its mean and faded, into the corner of a padded image. */
    private void place(float[] image, double[] into) {
        float[] values = image.clone();
        for (int p = 0; p < values.length; p++) {
            values[p] = Float.isFinite(values[p]) ? values[p] : 0;
        }
        float[] smooth = GaussianFilter.smooth(values, width, height, SMOOTHING_PX);
        double[] gradient = new double[width * height];
        double sum = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int p = y * width + x;
                double down = (double) smooth[y + 1 < height ? p + width : p] - smooth[y > 0 ? p - width : p];
                double across = (double) smooth[x + 1 < width ? p + 1 : p] - smooth[x > 0 ? p - 1 : p];
                gradient[p] = Math.sqrt(down * down + across * across);
                sum += gradient[p];
            }
        }
        double mean = sum / gradient.length;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int p = y * width + x;
                into[y * columns + x] = window[p] * (gradient[p] - mean);
            }
        }
    }

    /** The shift that fits all pairs together; none if there are no pairs, or if no shift stands out. */
    public Shift shift() {
        double[] real = powerReal.clone();
        double[] imaginary = powerImaginary.clone();
        for (int y = 0; y < rows; y++) {
            double fy = (double) Math.min(y, rows - y) / rows;
            for (int x = 0; x < columns; x++) {
                double fx = (double) Math.min(x, columns - x) / columns;
                double low = Math.exp(-2 * Math.PI * Math.PI * PEAK_PX * PEAK_PX * (fy * fy + fx * fx));
                real[y * columns + x] *= low;
                imaginary[y * columns + x] *= low;
            }
        }
        fourier.inverse(real, imaginary);
        int bestRow = 0;
        int bestColumn = 0;
        double best = Double.NEGATIVE_INFINITY;
        for (int dy = -mostPx; dy <= mostPx; dy++) {
            for (int dx = -mostPx; dx <= mostPx; dx++) {
                double value = at(real, dy, dx);
                if (value > best) {
                    best = value;
                    bestRow = dy;
                    bestColumn = dx;
                }
            }
        }
        double rival = rival(real, bestRow, bestColumn);
        double lead = best > 0 ? rival > 0 ? best / rival : Double.POSITIVE_INFINITY : 0;
        boolean isFound = lead >= LEAST_LEAD;
        return isFound ? middle(real, bestRow, bestColumn, lead) : new Shift(0, 0, lead, false);
    }

    /**
     * The middle of the peak: the edges of a thing in one channel lie around those in the other, and where they lie on a ring
     * rather than at a point, its highest place is on one side.
     */
    private Shift middle(double[] correlation, int bestRow, int bestColumn, double lead) {
        double half = at(correlation, bestRow, bestColumn) / 2;
        double sum = 0;
        double down = 0;
        double right = 0;
        int reach = (int) APART_PX;
        for (int dy = -reach; dy <= reach; dy++) {
            for (int dx = -reach; dx <= reach; dx++) {
                double above = Math.max(0, at(correlation, bestRow + dy, bestColumn + dx) - half);
                sum += above;
                down += above * dy;
                right += above * dx;
            }
        }
        return new Shift(
                bestRow + (int) Math.round(down / sum), bestColumn + (int) Math.round(right / sum), lead, true);
    }

    private double at(double[] correlation, int down, int right) {
        return correlation[Math.floorMod(down, rows) * columns + Math.floorMod(right, columns)];
    }

    /** The highest correlation at shifts that are not near the best. */
    private double rival(double[] correlation, int bestRow, int bestColumn) {
        double rival = Double.NEGATIVE_INFINITY;
        for (int dy = -mostPx; dy <= mostPx; dy++) {
            for (int dx = -mostPx; dx <= mostPx; dx++) {
                if (Math.hypot(dy - bestRow, dx - bestColumn) > APART_PX) {
                    rival = Math.max(rival, at(correlation, dy, dx));
                }
            }
        }
        return rival;
    }
}
