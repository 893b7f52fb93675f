package org.cellineage.correct;

import java.util.Comparator;
import java.util.List;

/**
 * How much more often, or more rarely, links and divisions are wrong than their probabilities say, learned from those
 * that people decided.
 *
 * <p>The calibrated probability is {@code p^exponent}: what is sure stays sure, and the expected number of errors of a
 * track, the sum of {@code -ln p}, is multiplied by the exponent. It is the most likely one, with a prior of
 * {@value #PRIOR} errors on either side so that a few corrections do not move it far. Given the probabilities, it does not
 * matter that people look at doubtful links first; what was right must be confirmed as well, not only what was wrong be
 * corrected.
 *
 * @param exponent above 0; 1 if nothing was learned
 * @param judged number of links and divisions that people decided
 * @param wrong how many of them were wrong
 */
public record ScoreCalibration(double exponent, int judged, int wrong) {

    private static final double PRIOR = 1;
    private static final double MOST = 20;
    private static final double LEAST_PROBABILITY = 1e-6;
    private static final int STEPS = 60;

    /** A link or division that a person decided. */
    public record Judged(double probability, boolean right) {}

    /** The most likely exponent. The order of what was judged does not matter. */
    public static ScoreCalibration of(List<Judged> judged) {
        double[] hazard = new double[judged.size()];
        boolean[] right = new boolean[hazard.length];
        int wrong = 0;
        List<Judged> sorted = judged.stream()
                .sorted(Comparator.comparingDouble(Judged::probability).thenComparing(Judged::right))
                .toList();
        for (int i = 0; i < hazard.length; i++) {
            double p = Math.max(
                    LEAST_PROBABILITY,
                    Math.min(1 - LEAST_PROBABILITY, sorted.get(i).probability()));
            hazard[i] = -Math.log(p);
            right[i] = sorted.get(i).right();
            wrong += right[i] ? 0 : 1;
        }
        // The slope of the log likelihood falls with the exponent: its root is found by halving, on a log scale.
        double low = -Math.log(MOST);
        double high = Math.log(MOST);
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            if (slope(hazard, right, Math.exp(middle)) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new ScoreCalibration(judged.isEmpty() ? 1 : Math.exp((low + high) / 2), judged.size(), wrong);
    }

    /** Derivative of the log likelihood by the exponent; the prior is that of as many errors seen as expected. */
    private static double slope(double[] hazard, boolean[] right, double exponent) {
        double slope = PRIOR / exponent - PRIOR;
        for (int i = 0; i < hazard.length; i++) {
            slope += right[i] ? -hazard[i] : hazard[i] / Math.expm1(exponent * hazard[i]);
        }
        return slope;
    }
}
