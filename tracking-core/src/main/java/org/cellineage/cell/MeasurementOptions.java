package org.cellineage.cell;

import java.io.Serializable;
import org.cellineage.config.Doc;

/** How cells are measured. */
public record MeasurementOptions(
        @Doc("Gap between a cell and the ring around it, in typical diameters; at least 1 px.")
        double ringGapDiameters,

        @Doc("Width of the ring, in typical diameters; at least 1 px.")
        double ringWidthDiameters,

        @Doc("Folder with a flat-field image for each channel whose intensities are corrected, as channel0.tif, made by"
                + " cellineage flatfield; and a dark image to subtract, as dark0.tif, if there is one. Empty: none.")
        String flatField)
        implements Serializable {

    public static final MeasurementOptions DEFAULTS = new MeasurementOptions(0.06, 0.25, "");

    private static final double MOST_DIAMETERS = 5;

    public MeasurementOptions {
        requireShare("ring_gap_diameters", ringGapDiameters);
        requireShare("ring_width_diameters", ringWidthDiameters);
    }

    /** Returns the options without saying where flat fields are: the same ones elsewhere change nothing. */
    public MeasurementOptions withoutPlaces() {
        return new MeasurementOptions(ringGapDiameters, ringWidthDiameters, "");
    }

    private static void requireShare(String key, double value) {
        if (!(value >= 0 && value <= MOST_DIAMETERS)) {
            throw new IllegalArgumentException(key + " must be between 0 and " + MOST_DIAMETERS + ", but is " + value);
        }
    }
}
