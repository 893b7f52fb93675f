package org.cellineage.link;

import java.util.Arrays;

/**
 * A displacement for each point of a frame, and how well it maps the points to those of the next frame.
 *
 * @param y downward displacement in pixels
 * @param x displacement to the right in pixels
 * @param target index of the matched point for each point, or {@link PointGrid#NONE}; one-to-one
 * @param miss distance from the target, at most the reach
 * @param meanMiss mean of {@code miss}
 */
@SuppressWarnings("ArrayRecordComponent")
record Flow(double[] y, double[] x, int[] target, double[] miss, double meanMiss) {

    /**
     * Matches each moved point to its nearest target within {@code reach}; if several points choose the same target,
     * the nearest gets it.
     */
    static Flow matched(double[] flowY, double[] flowX, SortedPoints from, SortedPoints to, double reach) {
        int n = from.size();
        int[] target = new int[n];
        double[] miss = new double[n];
        int[] taker = new int[to.size()];
        Arrays.fill(taker, PointGrid.NONE);
        for (int i = 0; i < n; i++) {
            double movedY = from.y(i) + flowY[i];
            double movedX = from.x(i) + flowX[i];
            int j = to.grid().nearestWithin(movedY, movedX, reach);
            target[i] = j;
            miss[i] = reach;
            if (j == PointGrid.NONE) {
                continue;
            }
            double dy = to.y(j) - movedY;
            double dx = to.x(j) - movedX;
            double distance = Math.sqrt(dy * dy + dx * dx);
            int rival = taker[j];
            if (rival == PointGrid.NONE || distance < miss[rival]) {
                taker[j] = i;
                miss[i] = distance;
                if (rival != PointGrid.NONE) {
                    target[rival] = PointGrid.NONE;
                    miss[rival] = reach;
                }
            } else {
                target[i] = PointGrid.NONE;
            }
        }
        double sum = 0;
        for (double m : miss) {
            sum += m;
        }
        return new Flow(flowY, flowX, target, miss, sum / n);
    }
}
