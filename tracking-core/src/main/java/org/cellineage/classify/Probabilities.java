package org.cellineage.classify;

import java.util.List;

/** Checks lists of probabilities as they stand in the settings of a model, and makes arrays of them. */
final class Probabilities {

    private static final double ROUNDING = 1e-3;

    private Probabilities() {}

    /** Whether all values are at least 0 and add up to 1. */
    static boolean isDistribution(List<Double> row) {
        double sum = 0;
        for (double value : row) {
            if (!(value >= 0)) {
                return false;
            }
            sum += value;
        }
        return Math.abs(sum - 1) < ROUNDING;
    }

    /** Whether a matrix is a square of this size, and each of its rows a distribution. */
    static boolean isSquare(List<List<Double>> matrix, int size) {
        return matrix.size() == size && matrix.stream().allMatch(row -> row.size() == size && isDistribution(row));
    }

    static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    static double[][] square(List<List<Double>> rows) {
        return rows.stream().map(Probabilities::array).toArray(double[][]::new);
    }
}
