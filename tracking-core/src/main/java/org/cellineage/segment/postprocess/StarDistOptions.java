package org.cellineage.segment.postprocess;

import org.cellineage.config.Doc;

/** Settings for turning star-convex polygons into cells. */
public record StarDistOptions(
        @Doc("Number of rays of a polygon, as the network was trained.")
        int rays,

        @Doc("Polygons are considered where the probability is above this.")
        double probabilityThreshold,

        @Doc("Maximum overlap of two polygons, as a share of the smaller one; beyond it, only the better one is kept.")
        double nmsThreshold,

        @Doc(value = "Distance between neighbouring pixels of the maps, as the network was trained.", unit = "px")
        int gridPx,

        @Doc(value = "Minimum area of a cell; smaller polygons are removed before any are compared.", unit = "px")
        int minAreaPx)
        implements java.io.Serializable {

    /** StarDist's defaults, except for the minimum area. */
    public static final StarDistOptions DEFAULTS = new StarDistOptions(32, 0.5, 0.4, 1, 12);

    private static final int MAX_RAYS = 1024;
    private static final int MAX_GRID_PX = 64;

    public StarDistOptions {
        requireRange("rays", rays, 3, MAX_RAYS);
        requireRange("grid_px", gridPx, 1, MAX_GRID_PX);
        requireRange("min_area_px", minAreaPx, 0, Integer.MAX_VALUE);
        requireShare("probability_threshold", probabilityThreshold);
        requireShare("nms_threshold", nmsThreshold);
    }

    private static void requireRange(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    key + " must be between " + least + " and " + most + ", but is " + value);
        }
    }

    private static void requireShare(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(key + " must be between 0 and 1, but is " + value);
        }
    }
}
