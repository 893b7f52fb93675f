package org.cellineage.link;

import java.util.Arrays;

/** Collects the k nearest points of a search; ties go to the lower index. */
final class Nearest implements PointGrid.Visitor {
    private final int[] index;
    private final double[] squared;
    private int size;

    Nearest(int capacity) {
        index = new int[capacity];
        squared = new double[capacity];
    }

    void clear() {
        size = 0;
    }

    @Override
    public void point(int point, double squaredDistance) {
        if (size == index.length && !before(squaredDistance, point, size - 1)) {
            return;
        }
        int at = size < index.length ? size++ : size - 1;
        while (at > 0 && before(squaredDistance, point, at - 1)) {
            index[at] = index[at - 1];
            squared[at] = squared[at - 1];
            at--;
        }
        index[at] = point;
        squared[at] = squaredDistance;
    }

    private boolean before(double squaredDistance, int point, int slot) {
        return squaredDistance < squared[slot] || (squaredDistance == squared[slot] && point < index[slot]);
    }

    int copyAscending(int[] target, int from) {
        System.arraycopy(index, 0, target, from, size);
        Arrays.sort(target, from, from + size);
        return size;
    }
}
