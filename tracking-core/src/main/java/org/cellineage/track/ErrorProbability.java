package org.cellineage.track;

/** The probability that one of several links and divisions is wrong, as if they were independent. */
public final class ErrorProbability {

    /** Nothing is surer than this. */
    private static final double LEAST = 1e-9;

    private double logRight;
    private boolean hasAny;

    /** Adds a link or division that is right with this probability; none if it is NaN. */
    public void add(double probability) {
        if (!Double.isNaN(probability)) {
            logRight += Math.log(Math.max(LEAST, Math.min(1, probability)));
            hasAny = true;
        }
    }

    /** The probability, 0 to 1; NaN if nothing was added. */
    public double get() {
        return hasAny ? -Math.expm1(logRight) : Double.NaN;
    }

    /** The probability with one more. */
    double with(double probability) {
        ErrorProbability more = new ErrorProbability();
        more.logRight = logRight;
        more.hasAny = hasAny;
        more.add(probability);
        return more.get();
    }
}
