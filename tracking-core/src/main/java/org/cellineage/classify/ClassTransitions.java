package org.cellineage.classify;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How the classes of a cell follow one another: the transitions of a hidden Markov model. Its states are stages, of which
 * each belongs to a class; without more knowledge, each class is one stage.
 *
 * <p>The arrays are held, not copied; nobody may change them.
 *
 * @param classOf class of each stage
 * @param first probability of each stage where nothing is known of the cell
 * @param perFrame probability of each stage (second index) a frame after each stage (first index), times that of the cell
 *     being seen again without a division
 * @param divides how probable a division is after each stage, on any scale
 * @param atDivision probability of each stage in a daughter's first frame, after the stage in the mother's last
 * @param lost how probable it is that a cell is not seen again after each stage, on any scale
 * @param frequencies share of each class among all cells, which the probabilities of a frame alone allow for
 * @param evidenceWeight power of what a frame says
 * @param leastProbability what a frame says at least of each class
 */
@SuppressWarnings("ArrayRecordComponent")
public record ClassTransitions(
        int[] classOf,
        double[] first,
        double[][] perFrame,
        double[] divides,
        double[][] atDivision,
        double[] lost,
        double[] frequencies,
        double evidenceWeight,
        double leastProbability)
        implements Serializable {

    /** Probability of the same class a frame later, if nothing is known of the classes. */
    private static final double STAYS = 0.9;

    /** After more frames than this without the cell, its class before them says nothing more than after so many. */
    private static final int LONGEST_GAP = 64;

    /** Nothing that a network says is certain. */
    private static final double LEAST = 1e-4;

    public ClassTransitions {
        int stages = classOf.length;
        if (first.length != stages
                || divides.length != stages
                || lost.length != stages
                || perFrame.length != stages
                || atDivision.length != stages
                || Arrays.stream(perFrame).anyMatch(row -> row.length != stages)
                || Arrays.stream(atDivision).anyMatch(row -> row.length != stages)
                || Arrays.stream(classOf).anyMatch(one -> one < 0 || one >= frequencies.length)) {
            throw new IllegalArgumentException(
                    "transitions must be squares of " + stages + " stages of " + frequencies.length + " classes");
        }
    }

    /**
     * Classes of one stage each, which a division or the end of a track may follow equally well.
     *
     * @param perFrame probability of each class (second index) a frame after each class (first index)
     * @param atDivision probability of each class in a daughter's first frame, after the class in the mother's last
     * @param frequencies share of each class among all cells
     */
    public ClassTransitions(double[][] perFrame, double[][] atDivision, double[] frequencies) {
        this(
                IntStream.range(0, perFrame.length).toArray(),
                frequencies,
                perFrame,
                ones(perFrame.length),
                atDivision,
                ones(perFrame.length),
                frequencies,
                1,
                LEAST);
    }

    /** Classes that seldom change, and of which a division tells nothing. */
    public static ClassTransitions persistent(int classes) {
        double[][] frame = new double[classes][classes];
        double[][] division = new double[classes][classes];
        for (int from = 0; from < classes; from++) {
            Arrays.fill(frame[from], classes == 1 ? 1 : (1 - STAYS) / (classes - 1));
            frame[from][from] = classes == 1 ? 1 : STAYS;
            Arrays.fill(division[from], 1.0 / classes);
        }
        return new ClassTransitions(frame, division, equal(classes));
    }

    private static double[] equal(int classes) {
        double[] equal = new double[classes];
        Arrays.fill(equal, 1.0 / classes);
        return equal;
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Number of classes. */
    public int classes() {
        return frequencies.length;
    }

    /** Number of stages. */
    int stages() {
        return classOf.length;
    }

    /**
     * The probability of each stage a number of frames after each stage.
     *
     * @param frames at least 1
     */
    double[][] after(int frames) {
        double[][] result = perFrame;
        for (int i = 1; i < Math.min(frames, LONGEST_GAP); i++) {
            result = product(result, perFrame);
        }
        return result;
    }

    /**
     * The probability of each stage of a daughter, a number of frames after each stage of the mother's last.
     *
     * @param frames at least 1
     */
    double[][] afterDivision(int frames) {
        double[][] result = atDivision;
        for (int i = 1; i < Math.min(frames, LONGEST_GAP); i++) {
            result = product(result, perFrame);
        }
        return result;
    }

    private static double[][] product(double[][] a, double[][] b) {
        int n = a.length;
        double[][] c = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    c[i][k] += a[i][j] * b[j][k];
                }
            }
        }
        return c;
    }
}
