package org.cellineage.link;

import java.util.Arrays;

/**
 * Points in the order of their rows, then columns, so that what is computed from them does not depend on the order in
 * which they were given, to the last bit.
 *
 * @param points the points, ascending by row, then by column
 * @param order for each point its index as given
 * @param grid finds them
 */
@SuppressWarnings("ArrayRecordComponent")
record SortedPoints(Points points, int[] order, PointGrid grid) {

    static SortedPoints of(double[] givenY, double[] givenX, double binSide) {
        int n = givenY.length;
        Integer[] sorted = new Integer[n];
        Arrays.setAll(sorted, i -> i);
        Arrays.sort(sorted, (a, b) -> {
            int byRow = Double.compare(givenY[a], givenY[b]);
            return byRow != 0 ? byRow : Double.compare(givenX[a], givenX[b]);
        });
        double[] y = new double[n];
        double[] x = new double[n];
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = sorted[i];
            y[i] = givenY[order[i]];
            x[i] = givenX[order[i]];
        }
        return new SortedPoints(new Points(y, x), order, new PointGrid(y, x, binSide));
    }

    int size() {
        return order.length;
    }

    double y(int point) {
        return points.y()[point];
    }

    double x(int point) {
        return points.x()[point];
    }
}
