package org.cellineage.segment.postprocess;

import org.cellineage.config.Doc;

/** Settings for turning maps of inner and outer distance into cells. */
public record DistanceOptions(
        @Doc("What marks a cell in the inner distance: h_maxima or threshold.")
        DistanceMarkers markers,

        @Doc("With h_maxima: minimum height of a marker's peak above 0 and above its saddle to a higher peak.")
        double markerHeight,

        @Doc("With threshold: markers are where the inner distance is above this.")
        double markerThreshold,

        @Doc("Foreground is where the smoothed outer distance is above this.")
        double foregroundThreshold,

        @Doc(value = "Smoothing of the outer distance (standard deviation); 0: none.", unit = "px")
        double smoothingPx,

        @Doc(value = "Minimum area of a cell.", unit = "px") int minAreaPx,

        @Doc("Whether background enclosed by a single cell becomes part of it.")
        boolean fillHoles)
        implements java.io.Serializable {

    /** The values of DeepCell's nuclear segmentation, except for the minimum area and the holes. */
    public static final DistanceOptions DEFAULTS =
            new DistanceOptions(DistanceMarkers.H_MAXIMA, 0.1, 0.5, 0.01, 1, 12, true);

    /** A larger kernel would smooth cells away and would not fit into memory. */
    private static final double MAX_SMOOTHING_PX = 100;

    public DistanceOptions {
        requireNumber("marker_height", markerHeight);
        requireNumber("marker_threshold", markerThreshold);
        requireNumber("foreground_threshold", foregroundThreshold);
        if (!(smoothingPx >= 0 && smoothingPx <= MAX_SMOOTHING_PX)) {
            throw new IllegalArgumentException(
                    "smoothing_px must be between 0 and " + MAX_SMOOTHING_PX + ", but is " + smoothingPx);
        }
        if (minAreaPx < 0) {
            throw new IllegalArgumentException("min_area_px must be at least 0, but is " + minAreaPx);
        }
    }

    private static void requireNumber(String key, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(key + " must be a number of at least 0, but is " + value);
        }
    }
}
