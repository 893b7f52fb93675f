package org.cellineage.link;

/** The nearest other points of each point, in compressed rows. */
final class Neighbours {

    private final int most;
    private final int[] count;
    private final int[] neighbour;

    /** Finds up to {@code most} nearest other points within {@code radius} of each point. */
    Neighbours(SortedPoints points, int most, double radius) {
        int n = points.size();
        this.most = most;
        this.count = new int[n];
        this.neighbour = new int[n * most];
        Nearest nearest = new Nearest(most + 1);
        int[] found = new int[most + 1];
        for (int i = 0; i < n; i++) {
            nearest.clear();
            points.grid().forEachWithin(points.y(i), points.x(i), radius, nearest);
            int size = nearest.copyAscending(found, 0);
            for (int k = 0; k < size && count[i] < most; k++) {
                if (found[k] != i) {
                    neighbour[i * most + count[i]++] = found[k];
                }
            }
        }
    }

    int count(int point) {
        return count[point];
    }

    int get(int point, int k) {
        return neighbour[point * most + k];
    }

    /** Sum of {@code values} over a point's neighbours. */
    double sum(int point, double[] values) {
        double sum = 0;
        for (int k = point * most; k < point * most + count[point]; k++) {
            sum += values[neighbour[k]];
        }
        return sum;
    }
}
