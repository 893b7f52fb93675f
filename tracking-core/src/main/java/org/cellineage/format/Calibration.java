package org.cellineage.format;

import java.io.Serializable;

/**
 * What a pixel and a frame mean in the world; NaN where the file does not tell.
 *
 * @param pixelSizeUm side of a pixel, micrometres
 * @param frameIntervalS time between frames, seconds
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
