package org.cellineage.link;

import java.util.Arrays;

/**
 * Points in the plane.
 *
 * @param y rows
 * @param x columns
 */
@SuppressWarnings("ArrayRecordComponent")
record Points(double[] y, double[] x) {

    int size() {
        return y.length;
    }

    /** Returns the points with these indices, in this order. */
    Points pick(int... indices) {
        return new Points(
                Arrays.stream(indices).mapToDouble(i -> y[i]).toArray(),
                Arrays.stream(indices).mapToDouble(i -> x[i]).toArray());
    }

    /** Returns the points moved by {@code motion}. */
    Points moved(AffineMotion motion) {
        double[] movedY = new double[size()];
        double[] movedX = new double[size()];
        for (int i = 0; i < size(); i++) {
            movedY[i] = y[i] + motion.downAt(y[i], x[i]);
            movedX[i] = x[i] + motion.rightAt(y[i], x[i]);
        }
        return new Points(movedY, movedX);
    }
}
