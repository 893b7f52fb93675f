package org.cellineage.track;

import org.cellineage.assign.DivisionCandidates;
import org.cellineage.link.LinkProblem;

/** Hears what a linker thinks of the candidates of a frame before it decides. */
@FunctionalInterface
public interface GainListener {

    /** Does nothing. */
    GainListener NONE = (problem, gains) -> {};

    /**
     * What the candidates of a frame are worth: log odds, where an end of a track and a beginning of another are worth 0.
     *
     * @param probability probability of each entry of the problem, 0 to 1
     * @param link gain of each entry; none with a gain of 0 or less is worth a link
     * @param divisions mothers that may divide, with their daughters, and the gain of each
     * @param division probability of each division, 0 to 1
     * @param threshold natural logarithm of the probability, at most 0, that a track ends and another begins instead
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Gains(
            double[] probability, double[] link, DivisionCandidates divisions, double[] division, double threshold) {}

    /** Hears of a frame. */
    void heard(LinkProblem problem, Gains gains);
}
