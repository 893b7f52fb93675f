package org.cellineage.cell;

import java.io.Serializable;
import org.cellineage.config.Doc;

/** How cells are measured. */
public record MeasurementOptions(
        @Doc("Gap between a cell and the ring around it, in typical diameters; at least 1 px.")
        double ringGapDiameters,

        @Doc("Width of the ring, in typical diameters; at least 1 px.")
        double ringWidthDiameters,

        @Doc(
                "Pixels of a ring count from this share of the ring's intensity (the 90th percentile of its smoothed pixels,"
                        + " above the background): those of gaps between cells do not. 0: all of them.")
        double ringMinShare,

        @Doc("Folder with a flat-field image for each channel whose intensities are corrected, as channel0.tif, made by"
                + " cellineage flatfield; and a dark image to subtract, as dark0.tif, if there is one. Empty: none.")
        String flatField)
        implements Serializable {

    public static final MeasurementOptions DEFAULTS = new MeasurementOptions(0.06, 0.25, 0.3, "");

    private static final double MOST_DIAMETERS = 5;

    public MeasurementOptions {
        requireShare("ring_gap_diameters", ringGapDiameters);
        requireShare("ring_width_diameters", ringWidthDiameters);
        if (!(ringMinShare >= 0 && ringMinShare < 1)) {
            throw new IllegalArgumentException("ring_min_share must be from 0 to below 1, but is " + ringMinShare);
        }
    }

    /** Returns the options without saying where flat fields are: the same ones elsewhere change nothing. */
    public MeasurementOptions withoutPlaces() {
        return new MeasurementOptions(ringGapDiameters, ringWidthDiameters, ringMinShare, "");
    }

    private static void requireShare(String key, double value) {
        if (!(value >= 0 && value <= MOST_DIAMETERS)) {
            throw new IllegalArgumentException(key + " must be between 0 and " + MOST_DIAMETERS + ", but is " + value);
        }
    }
}
