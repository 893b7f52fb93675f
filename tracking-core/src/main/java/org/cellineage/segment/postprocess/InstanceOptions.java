package org.cellineage.segment.postprocess;

import org.cellineage.config.Doc;

/** Settings for turning detections with masks into cells. */
public record InstanceOptions(
        @Doc("Detections count if their score is above this.")
        double scoreThreshold,

        @Doc("A mask consists of the pixels whose value is above this.")
        double maskThreshold,

        @Doc("Two masks overlap if their intersection over union is above this.")
        double overlapIou,

        @Doc(
                "How many others a mask may overlap; of masks that overlap more, the one with the lowest score is removed first.")
        int maxOverlaps,

        @Doc("The foreground of the semantic map is where it is above this.")
        double foregroundThreshold,

        @Doc(
                value = "Foreground next to masks in which no circle of this radius fits is their rim, not a cell.",
                unit = "px")
        double rimRadiusPx,

        @Doc(value = "Minimum area of a cell.", unit = "px") int minAreaPx)
        implements java.io.Serializable {

    /** The values published for RetinaMask, with a rim of up to 4 px. */
    public static final InstanceOptions DEFAULTS = new InstanceOptions(0.5, 0.5, 0.25, 1, 0.5, 3, 100);

    public InstanceOptions {
        requireShare("score_threshold", scoreThreshold);
        requireShare("mask_threshold", maskThreshold);
        requireShare("overlap_iou", overlapIou);
        requireShare("foreground_threshold", foregroundThreshold);
        if (maxOverlaps < 0) {
            throw new IllegalArgumentException("max_overlaps must be at least 0, but is " + maxOverlaps);
        }
        if (!(rimRadiusPx >= 0)) {
            throw new IllegalArgumentException("rim_radius_px must be at least 0, but is " + rimRadiusPx);
        }
        if (minAreaPx < 0) {
            throw new IllegalArgumentException("min_area_px must be at least 0, but is " + minAreaPx);
        }
    }

    private static void requireShare(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(key + " must be between 0 and 1, but is " + value);
        }
    }
}
