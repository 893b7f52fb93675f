package org.cellineage.segment;

import org.cellineage.config.Doc;

/** Settings of the classical segmenter. Its length scales follow from the nucleus diameter. */
public record ClassicalOptions(
        @Doc("Index of the channel that shows the nuclei, from 0.")
        int channel,

        @Doc(value = "Typical nucleus diameter; null: measured in every frame.", unit = "px")
        double diameterPx,

        @Doc("Standard deviation of the smoothing, in diameters; at least 1 px.")
        double smoothingDiameters,

        @Doc("Minimum signal of a nucleus above the background, in standard deviations of the noise.")
        double noiseSigmas,

        @Doc("Share of the Otsu threshold (on the square root of the signal) that counts as foreground.")
        double otsuShare,

        @Doc("Edge of a nucleus: share of its own intensity above the background.")
        double edgeShare,

        @Doc("Minimum depth of a waist between two nuclei, in diameters.")
        double waistDiameters,

        @Doc("Minimum area of a nucleus, as a share of a typical area.")
        double minAreaShare)
        implements java.io.Serializable {

    /** Tuned on the training images listed in {@code docs/BENCHMARKS.md}. */
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

    /** Returns the options with another channel. */
    public ClassicalOptions withChannel(int other) {
        return new ClassicalOptions(
                other, diameterPx, smoothingDiameters, noiseSigmas, otsuShare, edgeShare, waistDiameters, minAreaShare);
    }

    private static void requireShare(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(key + " must be between 0 and 1, but is " + value);
        }
    }
}
