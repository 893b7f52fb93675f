package org.cellineage.track;

import java.util.Arrays;
import org.cellineage.cell.Cell;

/**
 * What a linker must know of tracks beside their histories.
 *
 * @param mayDivide for each track whether it may divide in this frame
 * @param logOdds for each track the log odds, at most 0, that it follows a cell, relative to a confirmed track, for which
 *     it is 0
 * @param mayContinue for each track whether it may continue in this frame; if not, it was lost long ago and waits only for
 *     its daughters
 * @param barred links that are out of the question
 */
@SuppressWarnings("ArrayRecordComponent")
public record LinkDoubts(boolean[] mayDivide, double[] logOdds, boolean[] mayContinue, BarredLinks barred) {

    /** Doubts where every link is possible. */
    public LinkDoubts(boolean[] mayDivide, double[] logOdds) {
        this(mayDivide, logOdds, all(mayDivide.length), BarredLinks.NONE);
    }

    private static boolean[] all(int tracks) {
        boolean[] all = new boolean[tracks];
        Arrays.fill(all, true);
        return all;
    }

    /** Log odds of the mean pixel probability from which a nucleus is taken without doubt. */
    private static final double SURE = logit(0.85);

    private static final double LEAST = 0.02;

    /** Of tracks that nothing doubts. */
    public static LinkDoubts none(boolean[] mayDivide) {
        return new LinkDoubts(mayDivide, new double[mayDivide.length]);
    }

    /** Log odds, at most 0, that this is a cell, relative to one that is sure to be. */
    public static double logOdds(Cell cell) {
        return cell.weak() ? logOdds(cell.cellProbability()) : 0;
    }

    /** The same for a segmentation's probability. */
    static double logOdds(double probability) {
        return Math.min(0, logit(Math.max(LEAST, Math.min(1 - LEAST, probability))) - SURE);
    }

    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }
}
