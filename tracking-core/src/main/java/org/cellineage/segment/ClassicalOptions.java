package org.cellineage.segment;

import org.cellineage.config.Doc;

/** How the classical segmenter works. Lengths follow from the nucleus diameter. */
public record ClassicalOptions(
        @Doc("Channel that shows the nuclei, counted from 0.")
        int channel,

        @Doc(value = "Typical nucleus diameter; null: measured in every frame.", unit = "px")
        double diameterPx,

        @Doc("Width of the smoothing (standard deviation) in diameters; at least 1 px.")
        double smoothingDiameters,

        @Doc("Least signal of a nucleus above the background, in standard deviations of its noise.")
        double noiseSigmas,

        @Doc("Share of the Otsu threshold (on the square root of the signal) that counts as foreground.")
        double otsuShare,

        @Doc("Where a nucleus ends: share of its own brightness above the background.")
        double edgeShare,

        @Doc("Least depth of a waist between two nuclei, in diameters.")
        double waistDiameters,

        @Doc("Least area of a nucleus, as a share of the area of a typical one.")
        double minAreaShare)
        implements java.io.Serializable {

    /** Chosen on the training images that {@code docs/BENCHMARKS.md} names. */
    public static final ClassicalOptions DEFAULTS = new ClassicalOptions(0, Double.NaN, 0.06, 5, 0.7, 0.35, 0.06, 0.15);

    public ClassicalOptions {
        if (channel < 0) {
            throw new IllegalArgumentException("channel must be at least 0, but is " + channel);
        }
        if (diameterPx <= 0) {
            throw new IllegalArgumentException("diameter_px must be above 0, but is " + diameterPx);
        }
        requireShare("smoothing_diameters", smoothingDiameters);
        requireShare("otsu_share", otsuShare);
        requireShare("edge_share", edgeShare);
        requireShare("min_area_share", minAreaShare);
        if (!(noiseSigmas >= 0)) {
            throw new IllegalArgumentException("noise_sigmas must be at least 0, but is " + noiseSigmas);
        }
        if (!(waistDiameters >= 0)) {
            throw new IllegalArgumentException("waist_diameters must be at least 0, but is " + waistDiameters);
        }
    }

    private static void requireShare(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(key + " must be between 0 and 1, but is " + value);
        }
    }
}
