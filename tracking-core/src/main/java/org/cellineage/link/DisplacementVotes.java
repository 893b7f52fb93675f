package org.cellineage.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A two-dimensional histogram of the displacements between the points of two frames. Every pair votes; pairs of the
 * same cell agree, so motions shared by many cells appear as peaks.
 *
 * <p>Votes are integers, distributed over the four nearest bins, so that sums do not depend on their order.
 */
final class DisplacementVotes {

    /** A displacement shared by many pairs. */
    record Peak(double y, double x, int votes) {
        double squaredLength() {
            return y * y + x * x;
        }
    }

    /** Most votes first; ties are broken by shorter displacement, then up, then left. */
    private static final Comparator<Peak> ORDER = Comparator.comparingInt((Peak p) -> -p.votes)
            .thenComparingDouble(Peak::squaredLength)
            .thenComparingDouble(Peak::y)
            .thenComparingDouble(Peak::x);

    private static final int SHARES = 8;

    private final double bin;
    private final int reach;
    private final int side;
    private final int[] votes;

    /**
     * @param radius maximum displacement
     * @param bin side of a bin
     */
    DisplacementVotes(Points from, SortedPoints to, double radius, double bin) {
        this.bin = bin;
        this.reach = (int) Math.ceil(radius / bin) + 2;
        this.side = 2 * reach + 1;
        this.votes = new int[side * side];
        for (int i = 0; i < from.size(); i++) {
            double y = from.y()[i];
            double x = from.x()[i];
            to.grid().forEachWithin(y, x, radius, (j, squared) -> vote(to.y(j) - y, to.x(j) - x));
        }
    }

    private void vote(double dy, double dx) {
        double row = dy / bin + reach;
        double column = dx / bin + reach;
        int top = (int) row;
        int left = (int) column;
        int down = (int) Math.rint(SHARES * (row - top));
        int right = (int) Math.rint(SHARES * (column - left));
        int at = top * side + left;
        votes[at] += (SHARES - down) * (SHARES - right);
        votes[at + 1] += (SHARES - down) * right;
        votes[at + side] += down * (SHARES - right);
        votes[at + side + 1] += down * right;
    }

    /**
     * Returns the local maxima of the smoothed histogram whose displacement is at least {@code shortest}, highest
     * first, at most {@code most} of them.
     */
    List<Peak> peaks(int most, double shortest) {
        int[] smooth = smoothed();
        List<Peak> peaks = new ArrayList<>();
        for (int row = 1; row < side - 1; row++) {
            for (int column = 1; column < side - 1; column++) {
                int at = row * side + column;
                if (smooth[at] > 0 && isMaximum(smooth, at)) {
                    Peak peak = new Peak((row - reach) * bin, (column - reach) * bin, smooth[at]);
                    if (peak.squaredLength() >= shortest * shortest) {
                        peaks.add(peak);
                    }
                }
            }
        }
        peaks.sort(ORDER);
        return peaks.subList(0, Math.min(most, peaks.size()));
    }

    private boolean isMaximum(int[] smooth, int at) {
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                if (smooth[at + dy * side + dx] > smooth[at]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Smoothed with binomial weights 1 2 1 in both directions. */
    private int[] smoothed() {
        int[] smooth = new int[votes.length];
        for (int row = 1; row < side - 1; row++) {
            for (int column = 1; column < side - 1; column++) {
                int at = row * side + column;
                smooth[at] = rowSum(at - side) + 2 * rowSum(at) + rowSum(at + side);
            }
        }
        return smooth;
    }

    private int rowSum(int at) {
        return votes[at - 1] + 2 * votes[at] + votes[at + 1];
    }
}
