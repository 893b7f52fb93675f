package org.cellineage.illumination;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.image.Plane;

/**
 * Estimates the flat field of a channel from ordinary frames of many fields of view, in which cells lie here and there.
 *
 * <p>The model is that of BaSiC (Peng et al. 2017, Nature Communications 8:14836): each frame is the same smooth field times
 * a brightness of its own, plus a sparse rest, the cells. Here the field is a polynomial of degree
 * {@value #DEGREE} in y and x, so that it is smooth whatever the frames show, and the rest is kept from weighing by
 * iteratively reweighted least squares with weights that fall to nothing (Geman and McClure 1985). Frames are first
 * reduced to at most {@value #MOST_SIDE} means a side.
 *
 * <p>What is in the same place in most of the frames, such as a colony that one movie shows all along, cannot be told from
 * the field; give frames of many positions. An offset that the camera adds must be subtracted before: what is not
 * light does not follow the field.
 */
public final class FlatFieldEstimator {

    static final int DEGREE = 8;
    static final int MOST_SIDE = 48;

    private static final int ROUNDS = 40;
    /** Width of the weights, in spreads of what is darker than the field. */
    private static final double SPREADS = 2.5;

    private static final double LEAST_SPREAD = 1e-3;

    /** The first rounds weigh nearly everything alike, or dark corners would count as what does not fit. */
    private static final double FIRST_WIDENING = 16;

    private static final double NARROWING = 0.8;

    private final int width;
    private final int height;
    private final int columns;
    private final int rows;
    /** Means of the squares of the grid, [frame][square]. */
    private final List<double[]> frames = new ArrayList<>();

    /**
     * @param width number of columns of the frames in pixels
     * @param height number of rows
     */
    public FlatFieldEstimator(int width, int height) {
        this.width = width;
        this.height = height;
        double most = Math.max(width, height);
        this.columns = (int) Math.max(1, Math.round(Math.min(width, MOST_SIDE * width / most)));
        this.rows = (int) Math.max(1, Math.round(Math.min(height, MOST_SIDE * height / most)));
    }

    /** Number of frames so far. */
    public int frames() {
        return frames.size();
    }

    /**
     * Adds a frame; one that has no light or a square without a finite pixel is left out.
     *
     * @param dark what the camera adds to each pixel
     */
    public void add(Plane frame, double dark) {
        if (frame.width() != width || frame.height() != height) {
            throw new IllegalArgumentException("frames of different sizes");
        }
        float[] values = frame.toFloats();
        double[] means = new double[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                means[r * columns + c] = mean(
                                values,
                                r * height / rows,
                                (r + 1) * height / rows,
                                c * width / columns,
                                (c + 1) * width / columns)
                        - dark;
            }
        }
        double median = median(means.clone());
        if (Arrays.stream(means).allMatch(Double::isFinite) && median > 0) {
            frames.add(means);
        }
    }

    private double mean(float[] values, int fromY, int toY, int fromX, int toX) {
        double sum = 0;
        int count = 0;
        for (int y = fromY; y < toY; y++) {
            for (int x = fromX; x < toX; x++) {
                float value = values[y * width + x];
                if (Float.isFinite(value)) {
                    sum += value;
                    count++;
                }
            }
        }
        return sum / count;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    /**
     * The field, with a mean of 1.
     *
     * @throws IllegalStateException if no frame was added
     */
    public Plane estimate() {
        if (frames.isEmpty()) {
            throw new IllegalStateException("no frames");
        }
        double[][] basis = basis();
        double[] field = new double[rows * columns];
        Arrays.fill(field, 1);
        double[] brightness =
                frames.stream().mapToDouble(frame -> median(frame.clone())).toArray();
        double[] coefficients = {1};
        for (int round = 0; round < ROUNDS; round++) {
            double widening = Math.max(1, FIRST_WIDENING * Math.pow(NARROWING, round));
            double spread = widening * spread(field, brightness);
            coefficients = fit(basis, field, brightness, spread);
            evaluate(basis, coefficients, field);
            for (int i = 0; i < brightness.length; i++) {
                brightness[i] = brightness(frames.get(i), field, brightness[i], spread);
            }
        }
        return full(coefficients);
    }

    /** Products of Legendre polynomials in y and x up to the degree in all, at the centres of the squares. */
    private double[][] basis() {
        double[][] basis = new double[rows * columns][];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                basis[r * columns + c] = terms(legendre((r + 0.5) / rows), legendre((c + 0.5) / columns));
            }
        }
        return basis;
    }

    private static double[] terms(double[] ofY, double[] ofX) {
        double[] terms = new double[(DEGREE + 1) * (DEGREE + 2) / 2];
        int at = 0;
        for (int i = 0; i <= DEGREE; i++) {
            for (int j = 0; i + j <= DEGREE; j++) {
                terms[at++] = ofY[i] * ofX[j];
            }
        }
        return terms;
    }

    /** @param at from 0 at one edge to 1 at the other */
    private static double[] legendre(double at) {
        double t = 2 * at - 1;
        double[] values = new double[DEGREE + 1];
        values[0] = 1;
        values[1] = t;
        for (int n = 1; n < DEGREE; n++) {
            values[n + 1] = ((2 * n + 1) * t * values[n] - n * values[n - 1]) / (n + 1);
        }
        return values;
    }

    /** Typical deviation of what is darker than the field: cells are brighter, or, where they are not, rare. */
    private double spread(double[] field, double[] brightness) {
        double[] darker = new double[field.length * brightness.length];
        int count = 0;
        for (int i = 0; i < brightness.length; i++) {
            double[] frame = frames.get(i);
            for (int p = 0; p < field.length; p++) {
                double rest = frame[p] / brightness[i] - field[p];
                if (rest < 0) {
                    darker[count++] = -rest;
                }
            }
        }
        double typical = count == 0 ? 0 : median(Arrays.copyOf(darker, count));
        return Math.max(LEAST_SPREAD, 1.4826 * typical);
    }

    private static double weight(double rest, double spread) {
        double t = rest / (SPREADS * spread);
        double w = 1 / (1 + t * t);
        return w * w;
    }

    private static double brightness(double[] frame, double[] field, double before, double spread) {
        double product = 0;
        double square = 0;
        for (int p = 0; p < field.length; p++) {
            double w = weight(frame[p] / before - field[p], spread);
            product += w * field[p] * frame[p];
            square += w * field[p] * field[p];
        }
        return product > 0 ? product / square : before;
    }

    /** Weighted least squares of all frames, each divided by its brightness. */
    private double[] fit(double[][] basis, double[] field, double[] brightness, double spread) {
        int terms = basis[0].length;
        double[][] matrix = new double[terms][terms];
        double[] right = new double[terms];
        for (int p = 0; p < field.length; p++) {
            double weights = 0;
            double values = 0;
            for (int i = 0; i < brightness.length; i++) {
                double value = frames.get(i)[p] / brightness[i];
                double w = weight(value - field[p], spread);
                weights += w;
                values += w * value;
            }
            double[] term = basis[p];
            for (int j = 0; j < terms; j++) {
                right[j] += values * term[j];
                for (int k = 0; k <= j; k++) {
                    matrix[j][k] += weights * term[j] * term[k];
                }
            }
        }
        double ridge = 0;
        for (int j = 0; j < terms; j++) {
            ridge = Math.max(ridge, 1e-9 * matrix[j][j]);
        }
        for (int j = 0; j < terms; j++) {
            matrix[j][j] += ridge;
        }
        return solved(matrix, right);
    }

    /** Solves by Cholesky's decomposition; only the lower triangle of the matrix is read. */
    private static double[] solved(double[][] matrix, double[] right) {
        int n = right.length;
        for (int j = 0; j < n; j++) {
            for (int i = j; i < n; i++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i][k] * matrix[j][k];
                }
                matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
            }
        }
        double[] solution = right.clone();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                solution[i] -= matrix[i][k] * solution[k];
            }
            solution[i] /= matrix[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                solution[i] -= matrix[k][i] * solution[k];
            }
            solution[i] /= matrix[i][i];
        }
        return solution;
    }

    /** Evaluates the field on the grid and scales it, and the coefficients, to a mean of 1. */
    private static void evaluate(double[][] basis, double[] coefficients, double[] field) {
        double sum = 0;
        for (int p = 0; p < field.length; p++) {
            field[p] = dot(basis[p], coefficients);
            sum += field[p];
        }
        double mean = sum / field.length;
        for (int p = 0; p < field.length; p++) {
            field[p] /= mean;
        }
        for (int j = 0; j < coefficients.length; j++) {
            coefficients[j] /= mean;
        }
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int j = 0; j < one.length; j++) {
            sum += one[j] * other[j];
        }
        return sum;
    }

    private Plane full(double[] coefficients) {
        float[] values = new float[width * height];
        double[][] ofX = new double[width][];
        for (int x = 0; x < width; x++) {
            ofX[x] = legendre((x + 0.5) / width);
        }
        double sum = 0;
        for (int y = 0; y < height; y++) {
            double[] ofY = legendre((y + 0.5) / height);
            for (int x = 0; x < width; x++) {
                double value = dot(terms(ofY, ofX[x]), coefficients);
                values[y * width + x] = (float) value;
                sum += value;
            }
        }
        double mean = sum / values.length;
        for (int p = 0; p < values.length; p++) {
            values[p] = (float) (values[p] / mean);
        }
        return Plane.of(width, height, values);
    }
}
