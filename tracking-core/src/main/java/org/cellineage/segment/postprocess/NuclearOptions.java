package org.cellineage.segment.postprocess;

import org.cellineage.config.Doc;

/** Settings of the nuclear head. */
public record NuclearOptions(
        @Doc("Minimum probability of a pixel of a nucleus; lower makes masks looser, higher tighter.")
        double foregroundThreshold,

        @Doc("Minimum mean of the interior, edge and centre maps in the middle of a nucleus; higher splits more.")
        double markerThreshold,

        @Doc(value = "Minimum area of the middle of a nucleus.", unit = "px")
        int minMarkerAreaPx,

        @Doc(value = "Minimum area of a nucleus.", unit = "px")
        int minAreaPx,

        @Doc("Minimum area of a nucleus, as a share of the frame's median.")
        double minAreaShare,

        @Doc("Minimum mean probability over the pixels of a nucleus; lower keeps dimmer nuclei and more debris.")
        double minForeground)
        implements java.io.Serializable {

    /** Tuned on the images listed in the bundled model's card. */
    public static final NuclearOptions DEFAULTS = new NuclearOptions(0.55, 0.62, 4, 12, 0.1, 0.85);

    /** For whole cells in transmitted light; tuned on training images. */
    public static final NuclearOptions TRANSMITTED_CELLS = new NuclearOptions(0.6, 0.65, 6, 40, 0.1, 0.8);

    /** For whole fluorescent cells, which may be dim; tuned on training images. */
    public static final NuclearOptions FLUORESCENT_CELLS = new NuclearOptions(0.5, 0.6, 6, 60, 0.15, 0.6);

    public NuclearOptions {
        requireShare("foreground_threshold", foregroundThreshold);
        requireShare("marker_threshold", markerThreshold);
        requireShare("min_area_share", minAreaShare);
        requireShare("min_foreground", minForeground);
        if (minMarkerAreaPx < 1) {
            throw new IllegalArgumentException("min_marker_area_px must be at least 1, but is " + minMarkerAreaPx);
        }
        if (minAreaPx < 1) {
            throw new IllegalArgumentException("min_area_px must be at least 1, but is " + minAreaPx);
        }
    }

    private static void requireShare(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(key + " must be between 0 and 1, but is " + value);
        }
    }
}
