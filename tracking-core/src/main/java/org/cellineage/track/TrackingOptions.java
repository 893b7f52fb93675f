package org.cellineage.track;

import org.cellineage.config.Doc;

/** How links, births, deaths and divisions are decided. */
public record TrackingOptions(
        @Doc("Geometric linker: cost of a cell without a track; links cost 1 - score, at most (birth + death) / 2.")
        double birthCost,

        @Doc("Geometric linker: cost of a track without a cell.")
        double deathCost,

        @Doc("Frames that a track may go unseen before it ends. Outages do not count.")
        int maxGapFrames,

        @Doc(
                "Longest outage of the whole field (lamp off, focus lost, overexposed) that all tracks wait out, in frames; 0: none.")
        int maxOutageFrames,

        @Doc("Geometric linker: minimum score for a mother and two daughters to be a division.")
        double divisionThreshold,

        @Doc(
                "Geometric linker: maximum distance of a daughter from the mother's last position, in spacings between neighbours.")
        double divisionRadiusSpacings,

        @Doc("Geometric linker: frames for which a mother may go unseen before her daughters appear.")
        int motherMaxMissedFrames,

        @Doc("Minimum number of frames a daughter must be seen before she can divide.")
        int minCycleFrames)
        implements java.io.Serializable {

    /** Tuned on the training movies listed in {@code docs/BENCHMARKS.md}. */
    public static final TrackingOptions DEFAULTS = new TrackingOptions(0.95, 0.95, 2, 20, 0.3, 1.0, 1, 3);

    public TrackingOptions {
        requireShare("birth_cost", birthCost);
        requireShare("death_cost", deathCost);
        requireShare("division_threshold", divisionThreshold);
        if (maxGapFrames < 0) {
            throw new IllegalArgumentException("max_gap_frames must be at least 0, but is " + maxGapFrames);
        }
        if (maxOutageFrames < 0) {
            throw new IllegalArgumentException("max_outage_frames must be at least 0, but is " + maxOutageFrames);
        }
        if (!(divisionRadiusSpacings > 0)) {
            throw new IllegalArgumentException(
                    "division_radius_spacings must be above 0, but is " + divisionRadiusSpacings);
        }
        if (motherMaxMissedFrames < 0) {
            throw new IllegalArgumentException(
                    "mother_max_missed_frames must be at least 0, but is " + motherMaxMissedFrames);
        }
        if (minCycleFrames < 1) {
            throw new IllegalArgumentException("min_cycle_frames must be at least 1, but is " + minCycleFrames);
        }
    }

    private static void requireShare(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(key + " must be between 0 and 1, but is " + value);
        }
    }
}
