package org.cellineage.link;

import org.cellineage.config.Doc;

/** How candidates are found and scored. Lengths are in spacings, the distance between neighbouring cells. */
public record LinkOptions(
        @Doc("How far from its predicted position a track looks for its next cell.")
        double gateSpacings,

        @Doc("Number of nearest cells that each track considers.")
        int maxCandidates,

        @Doc("Share of the velocity that the prediction uses: 0 predicts no movement, 1 constant velocity.")
        double velocityTrust,

        @Doc("Distance that lowers a link's score by the factor exp(-1/2).")
        double distanceSpacings,

        @Doc("Natural logarithm of the area ratio that lowers a link's score by exp(-1/2).")
        double areaLogRatio,

        @Doc("Natural logarithm of the intensity ratio that lowers a link's score by exp(-1/2).")
        double intensityLogRatio,

        @Doc("How much complete overlap (intersection over union) of the two masks shortens the distance, 0 to 1.")
        double overlapWeight,

        @Doc("Distance of the daughters' midpoint from the mother that lowers a division's score by exp(-1/2).")
        double divisionMidpointSpacings,

        @Doc("Logarithm of the daughters' area ratio that lowers a division's score by exp(-1/2).")
        double daughterAreaLogRatio,

        @Doc("Logarithm of the daughters' intensity ratio that lowers a division's score by exp(-1/2).")
        double daughterIntensityLogRatio,

        @Doc("Logarithm of daughters' summed area over the mother's that lowers a division's score by exp(-1/2).")
        double summedAreaLogRatio)
        implements java.io.Serializable {

    /** Tuned on the training movies listed in {@code docs/BENCHMARKS.md}. */
    public static final LinkOptions DEFAULTS = new LinkOptions(1.5, 8, 0.3, 0.5, 0.6, 0.8, 0.7, 0.4, 0.5, 0.5, 0.7);

    public LinkOptions {
        requirePositive("gate_spacings", gateSpacings);
        requirePositive("distance_spacings", distanceSpacings);
        requirePositive("area_log_ratio", areaLogRatio);
        requirePositive("intensity_log_ratio", intensityLogRatio);
        requirePositive("division_midpoint_spacings", divisionMidpointSpacings);
        requirePositive("daughter_area_log_ratio", daughterAreaLogRatio);
        requirePositive("daughter_intensity_log_ratio", daughterIntensityLogRatio);
        requirePositive("summed_area_log_ratio", summedAreaLogRatio);
        if (maxCandidates < 1) {
            throw new IllegalArgumentException("max_candidates must be at least 1, but is " + maxCandidates);
        }
        requireShare("velocity_trust", velocityTrust);
        requireShare("overlap_weight", overlapWeight);
    }

    /** Returns the options with another gate. */
    public LinkOptions withGate(double spacings, int candidates) {
        return new LinkOptions(
                spacings,
                candidates,
                velocityTrust,
                distanceSpacings,
                areaLogRatio,
                intensityLogRatio,
                overlapWeight,
                divisionMidpointSpacings,
                daughterAreaLogRatio,
                daughterIntensityLogRatio,
                summedAreaLogRatio);
    }

    private static void requirePositive(String key, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(key + " must be above 0, but is " + value);
        }
    }

    private static void requireShare(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(key + " must be between 0 and 1, but is " + value);
        }
    }
}
