package org.cellineage.link;

import java.util.Arrays;

/**
 * Points sorted by row, then column, so that sums over them do not depend, to the last bit, on their original order.
 *
 * @param points the sorted points
 * @param order original index of each point
 * @param grid spatial index of the points
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
