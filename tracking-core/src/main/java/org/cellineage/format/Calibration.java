package org.cellineage.format;

import java.io.Serializable;

/**
 * Physical size of a pixel and duration of a frame; NaN if the file does not specify them.
 *
 * @param pixelSizeUm side of a pixel in micrometres
 * @param frameIntervalS time between frames in seconds
 */
public record Calibration(double pixelSizeUm, double frameIntervalS) implements Serializable {

    /** Nothing is known. */
    public static final Calibration UNKNOWN = new Calibration(Double.NaN, Double.NaN);

    public boolean hasPixelSize() {
        return !Double.isNaN(pixelSizeUm);
    }

    public boolean hasFrameInterval() {
        return !Double.isNaN(frameIntervalS);
    }
}
