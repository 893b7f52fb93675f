package org.cellineage.track;

/**
 * Where a cell was, frame by frame: positions in the order of frames; a frame in which it was not seen is left out, or has
 * NaN for its position and counts as left out. Lengths are in the unit of the positions. Figures that the positions do not
 * give are NaN.
 *
 * <p>For the meaning of the figures see E. Meijering, O. Dzyubachyk, I. Smal, "Methods for cell and particle tracking",
 * Methods in Enzymology 504 (2012), table 1.
 */
public final class Trajectory {

    private final int[] frames;
    private final double[] y;
    private final double[] x;

    /**
     * Takes positions.
     *
     * @param frames frame of each position, rising
     * @param y rows
     * @param x columns
     * @throws IllegalArgumentException where the three differ in length, or frames do not rise
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

    /** Straight distance from the first position to the last; 0 for one position, NaN for none. */
    public double displacement() {
        return frames.length == 0 ? Double.NaN : distance(0, frames.length - 1);
    }

    /** Sum of the distances from each position to the next; 0 for one position, NaN for none. */
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

    /** Displacement over path length: 1 straight on, near 0 around in circles; NaN for a cell that never moved. */
    public double directionality() {
        double length = pathLength();
        return length > 0 ? displacement() / length : Double.NaN;
    }

    /** Path length over the frames between the first position and the last; NaN for fewer than two positions. */
    public double speed() {
        return frames.length < 2 ? Double.NaN : pathLength() / (frames[frames.length - 1] - frames[0]);
    }

    /**
     * Mean of the squared distance over all pairs of positions that lie {@code lag} frames apart; pairs overlap. NaN where
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
