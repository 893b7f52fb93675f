package org.cellineage.track;

/**
 * Positions of a cell in frame order. Frames in which it was not observed are omitted or have NaN coordinates, which is
 * equivalent. Lengths are in the unit of the positions. Measures that are undefined for the positions are NaN.
 *
 * <p>The measures are defined in E. Meijering, O. Dzyubachyk, I. Smal, "Methods for cell and particle tracking",
 * Methods in Enzymology 504 (2012), table 1.
 */
public final class Trajectory {

    private final int[] frames;
    private final double[] y;
    private final double[] x;

    /**
     * Creates a trajectory.
     *
     * @param frames frame of each position, strictly ascending
     * @param y rows
     * @param x columns
     * @throws IllegalArgumentException if the lengths differ or the frames do not ascend
     */
    public Trajectory(int[] frames, double[] y, double[] x) {
        if (frames.length != y.length || frames.length != x.length) {
            throw new IllegalArgumentException("as many frames, rows and columns are needed, not " + frames.length
                    + ", " + y.length + " and " + x.length);
        }
        int seen = 0;
        for (int i = 0; i < frames.length; i++) {
            if (i > 0 && frames[i] <= frames[i - 1]) {
                throw new IllegalArgumentException(
                        "frames must rise, but " + frames[i] + " comes after " + frames[i - 1]);
            }
            seen += isSeen(y[i], x[i]) ? 1 : 0;
        }
        this.frames = new int[seen];
        this.y = new double[seen];
        this.x = new double[seen];
        int at = 0;
        for (int i = 0; i < frames.length; i++) {
            if (isSeen(y[i], x[i])) {
                this.frames[at] = frames[i];
                this.y[at] = y[i];
                this.x[at] = x[i];
                at++;
            }
        }
    }

    private static boolean isSeen(double y, double x) {
        return !Double.isNaN(y) && !Double.isNaN(x);
    }

    /** Straight-line distance from the first to the last position; 0 for one position, NaN for none. */
    public double displacement() {
        return frames.length == 0 ? Double.NaN : distance(0, frames.length - 1);
    }

    /** Sum of the distances between consecutive positions; 0 for one position, NaN for none. */
    public double pathLength() {
        if (frames.length == 0) {
            return Double.NaN;
        }
        double length = 0;
        for (int i = 1; i < frames.length; i++) {
            length += distance(i - 1, i);
        }
        return length;
    }

    /**
     * Displacement over path length: 1 for a straight path, near 0 for circular motion; NaN for a cell that never
     * moved.
     */
    public double directionality() {
        double length = pathLength();
        return length > 0 ? displacement() / length : Double.NaN;
    }

    /** Path length over the number of frames between the first and last position; NaN for fewer than two positions. */
    public double speed() {
        return frames.length < 2 ? Double.NaN : pathLength() / (frames[frames.length - 1] - frames[0]);
    }

    /**
     * Mean squared displacement over all (overlapping) pairs of positions that are {@code lag} frames apart; NaN if
     * there is no such pair.
     */
    public double meanSquareDisplacement(int lag) {
        if (lag < 0) {
            throw new IllegalArgumentException("a lag is 0 frames or more, not " + lag);
        }
        double sum = 0;
        int pairs = 0;
        int later = 0;
        for (int i = 0; i < frames.length; i++) {
            while (later < frames.length && (long) frames[later] - frames[i] < lag) {
                later++;
            }
            if (later < frames.length && (long) frames[later] - frames[i] == lag) {
                double dy = y[later] - y[i];
                double dx = x[later] - x[i];
                sum += dy * dy + dx * dx;
                pairs++;
            }
        }
        return pairs == 0 ? Double.NaN : sum / pairs;
    }

    private double distance(int from, int to) {
        return Math.hypot(y[to] - y[from], x[to] - x[from]);
    }
}
