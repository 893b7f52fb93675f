package org.cellineage.classify;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How the classes of a cell follow one another: the transitions of a hidden Markov model.
 *
 * <p>The arrays are held, not copied; nobody may change them.
 *
 * @param perFrame probability of each class (second index) a frame after each class (first index)
 * @param atDivision probability of each class in a daughter's first frame, after the class in the mother's last
 * @param frequencies share of each class among all cells, which the probabilities of a frame alone allow for
 */
@SuppressWarnings("ArrayRecordComponent")
public record ClassTransitions(double[][] perFrame, double[][] atDivision, double[] frequencies)
        implements Serializable {

    /** Probability of the same class a frame later, if nothing is known of the classes. */
    private static final double STAYS = 0.9;

    /** After more frames than this without the cell, its class before them says nothing more than after so many. */
    private static final int LONGEST_GAP = 64;

    public ClassTransitions {
        int classes = perFrame.length;
        if (atDivision.length != classes
                || frequencies.length != classes
                || Arrays.stream(perFrame).anyMatch(row -> row.length != classes)
                || Arrays.stream(atDivision).anyMatch(row -> row.length != classes)) {
            throw new IllegalArgumentException("transitions must be squares of " + classes + " classes");
        }
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

    /** Number of classes. */
    public int classes() {
        return perFrame.length;
    }

    /**
     * The probability of each class a number of frames after each class.
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
     * The probability of each class of a daughter, a number of frames after each class of the mother's last.
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
