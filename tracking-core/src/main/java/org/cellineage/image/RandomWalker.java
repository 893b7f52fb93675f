package org.cellineage.image;

import java.util.Arrays;

/**
 * Random walker segmentation (Grady 2006): each pixel gets the label of the seeds that a random walker starting there
 * is most likely to reach first.
 *
 * <p>The walker moves between 4-neighbours in the mask, preferably those with similar values: a step across a
 * difference d has the weight exp(-beta d²), but at least {@value #LEAST_WEIGHT}, which is also the weight of a step
 * from or to NaN. The probabilities solve a sparse linear system, by conjugate gradients with a diagonal
 * preconditioner; deterministic. Intended for small windows in which cells overlap: the cost grows faster than linearly
 * with the number of unlabelled pixels.
 */
public final class RandomWalker {

    private static final double LEAST_WEIGHT = 1e-4;

    /** Probabilities closer than this count as equal; much larger than the error of the solver. */
    private static final double TIE = 1e-6;

    /** Convergence criterion: norm of the residual relative to that of the right-hand side. */
    private static final double RESIDUAL = 1e-13;

    private static final int NONE = -1;

    private final int width;
    private final int height;
    private final float[] values;
    private final int[] seeds;
    private final boolean[] mask;
    private final double beta;

    /** The unknowns: pixels without a seed that are connected to one. */
    private final int[] pixels;

    /** Index of each pixel among the unknowns, or {@link #NONE}. */
    private final int[] unknown;

    /**
     * Four entries per unknown, one per side: the neighbouring unknown or {@link #NONE}; the label of a neighbouring
     * seed or 0; the weight.
     */
    private final int[] neighbour;

    private final int[] seedBeside;
    private final double[] weight;
    private final double[] weightSum;

    private RandomWalker(float[] values, LabelImage seeds, boolean[] mask, double beta) {
        this.width = seeds.width();
        this.height = seeds.height();
        this.values = values;
        this.seeds = seeds.labels();
        this.mask = mask;
        this.beta = beta;
        unknown = new int[mask.length];
        Arrays.fill(unknown, NONE);
        pixels = reachable();
        neighbour = new int[4 * pixels.length];
        seedBeside = new int[4 * pixels.length];
        weight = new double[4 * pixels.length];
        weightSum = new double[pixels.length];
        connect();
    }

    /**
     * Labels a mask.
     *
     * @param values values that determine the weights
     * @param seeds labels of known pixels, 0 elsewhere; those outside the mask are ignored
     * @param mask pixels that the walker may enter
     * @param beta how strongly differences impede the walker; 0 for not at all
     * @return the most probable label, the smallest of those that tie; 0 outside the mask and where no seed is
     *     connected
     */
    public static LabelImage label(float[] values, LabelImage seeds, boolean[] mask, double beta) {
        RandomWalker walker = new RandomWalker(values, seeds, mask, beta);
        int unknowns = walker.pixels.length;
        int[] found = Arrays.stream(walker.seedBeside)
                .filter(label -> label > 0)
                .distinct()
                .sorted()
                .toArray();
        int[] labels = new int[mask.length];
        double[] best = new double[unknowns];
        double[] rest = new double[unknowns];
        Arrays.fill(best, -1);
        Arrays.fill(rest, 1);
        for (int k = 0; k < found.length; k++) {
            // The probability of the last label is 1 minus the others.
            double[] probability = k + 1 < found.length ? walker.solve(found[k]) : rest.clone();
            for (int i = 0; i < unknowns; i++) {
                rest[i] -= probability[i];
                if (probability[i] > best[i] + TIE) {
                    best[i] = probability[i];
                    labels[walker.pixels[i]] = found[k];
                }
            }
        }
        for (int p = 0; p < labels.length; p++) {
            if (walker.isSeed(p)) {
                labels[p] = walker.seeds[p];
            }
        }
        return new LabelImage(walker.width, walker.height, labels);
    }

    /**
     * Probability for each pixel that a walker starting there reaches a seed of one label first: 1 or 0 on seeds, NaN
     * outside the mask and where no seed is connected. The other parameters are those of {@link #label}.
     */
    public static double[] probabilities(float[] values, LabelImage seeds, boolean[] mask, double beta, int label) {
        RandomWalker walker = new RandomWalker(values, seeds, mask, beta);
        double[] solution = walker.solve(label);
        double[] probabilities = new double[mask.length];
        for (int p = 0; p < probabilities.length; p++) {
            if (walker.isSeed(p)) {
                probabilities[p] = walker.seeds[p] == label ? 1 : 0;
            } else {
                probabilities[p] = walker.unknown[p] == NONE ? Double.NaN : solution[walker.unknown[p]];
            }
        }
        return probabilities;
    }

    private boolean isSeed(int p) {
        return mask[p] && seeds[p] > 0;
    }

    /** The neighbour of {@code p} on one of four sides: left, right, above, below; {@link #NONE} outside the mask. */
    private int beside(int p, int side) {
        int x = p % width;
        int q = switch (side) {
            case 0 -> x > 0 ? p - 1 : NONE;
            case 1 -> x < width - 1 ? p + 1 : NONE;
            case 2 -> p - width;
            default -> p < (height - 1) * width ? p + width : NONE;
        };
        return q >= 0 && mask[q] ? q : NONE;
    }

    /** Finds the pixels connected to seeds; restricted to these, the system is non-singular. */
    private int[] reachable() {
        int[] queue = new int[mask.length];
        int n = 0;
        for (int p = 0; p < mask.length; p++) {
            if (isSeed(p)) {
                n = reachFrom(p, queue, n);
            }
        }
        for (int i = 0; i < n; i++) {
            n = reachFrom(queue[i], queue, n);
        }
        return Arrays.copyOf(queue, n);
    }

    private int reachFrom(int p, int[] queue, int filled) {
        int n = filled;
        for (int side = 0; side < 4; side++) {
            int q = beside(p, side);
            if (q != NONE && unknown[q] == NONE && !isSeed(q)) {
                unknown[q] = n;
                queue[n++] = q;
            }
        }
        return n;
    }

    private void connect() {
        for (int i = 0; i < pixels.length; i++) {
            int p = pixels[i];
            for (int side = 0; side < 4; side++) {
                int at = 4 * i + side;
                int q = beside(p, side);
                neighbour[at] = q == NONE ? NONE : unknown[q];
                if (q != NONE) {
                    double difference = (double) values[p] - values[q];
                    double stepped = Math.exp(-beta * difference * difference);
                    weight[at] = stepped >= LEAST_WEIGHT ? stepped : LEAST_WEIGHT;
                    seedBeside[at] = isSeed(q) ? seeds[q] : 0;
                }
                weightSum[i] += weight[at];
            }
        }
    }

    /** Solves for the probabilities of the unknowns by conjugate gradients. */
    private double[] solve(int label) {
        int n = pixels.length;
        double[] solution = new double[n];
        double[] residual = new double[n];
        for (int at = 0; at < seedBeside.length; at++) {
            residual[at / 4] += seedBeside[at] == label ? weight[at] : 0;
        }
        double goal = RESIDUAL * RESIDUAL * dot(residual, residual);
        double[] direction = new double[n];
        double[] conditioned = new double[n];
        double[] product = new double[n];
        double before = 0;
        // In exact arithmetic n steps suffice; rounding may require more.
        long steps = 10L * n + 100;
        for (long step = 0; step < steps && dot(residual, residual) > goal; step++) {
            for (int i = 0; i < n; i++) {
                conditioned[i] = residual[i] / weightSum[i];
            }
            double now = dot(residual, conditioned);
            double carried = step == 0 ? 0 : now / before;
            for (int i = 0; i < n; i++) {
                direction[i] = conditioned[i] + carried * direction[i];
            }
            multiply(direction, product);
            double length = now / dot(direction, product);
            for (int i = 0; i < n; i++) {
                solution[i] += length * direction[i];
                residual[i] -= length * product[i];
            }
            before = now;
        }
        return solution;
    }

    private void multiply(double[] vector, double[] into) {
        for (int i = 0; i < into.length; i++) {
            double sum = weightSum[i] * vector[i];
            for (int at = 4 * i; at < 4 * i + 4; at++) {
                if (neighbour[at] != NONE) {
                    sum -= weight[at] * vector[neighbour[at]];
                }
            }
            into[i] = sum;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
