package org.cellineage.segment.postprocess;

import org.cellineage.config.Doc;

/** Settings for turning maps of background, interior and border into cells. */
public record SemanticOptions(
        @Doc("Foreground is where the probability of background is below 1 minus this.")
        double foregroundThreshold,

        @Doc("Markers are where the probability of interior is above this, and above that of border.")
        double markerThreshold,

        @Doc(value = "Minimum area of a marker.", unit = "px")
        int minMarkerAreaPx,

        @Doc(value = "Minimum area of a cell.", unit = "px") int minAreaPx,

        @Doc("Whether background enclosed by a single cell becomes part of it.")
        boolean fillHoles)
        implements java.io.Serializable {

    /** The most probable class wins; markers of fewer than four pixels are noise. */
    public static final SemanticOptions DEFAULTS = new SemanticOptions(0.5, 0.5, 4, 12, true);

    public SemanticOptions {
        requireShare("foreground_threshold", foregroundThreshold);
        requireShare("marker_threshold", markerThreshold);
        requireCount("min_marker_area_px", minMarkerAreaPx);
        requireCount("min_area_px", minAreaPx);
    }

    private static void requireShare(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(key + " must be between 0 and 1, but is " + value);
        }
    }

    private static void requireCount(String key, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(key + " must be at least 0, but is " + value);
        }
    }
}
