package org.cellineage.cell;

import java.io.Serializable;

/**
 * A downscaled frame with one byte per pixel, stored with the cells. Linking samples the neighbourhood of a track's
 * predicted position from it.
 *
 * @param width columns
 * @param height rows
 * @param frameWidth columns of the frame in pixels
 * @param frameHeight rows of the frame in pixels
 * @param unitPx unit of window sizes: the diameter of a typical cell in pixels of the frame
 * @param levels row-major, intensities from {@value #DARKEST} to {@value #BRIGHTEST} times that of a typical cell
 */
@SuppressWarnings("ArrayRecordComponent")
public record Thumbnail(int width, int height, int frameWidth, int frameHeight, double unitPx, byte[] levels)
        implements Serializable {

    /** Intensity of level 0, on a scale where 0 is the background and 1 a typical cell. */
    public static final float DARKEST = -0.5f;

    /** Intensity of level 255. */
    public static final float BRIGHTEST = 4f;

    private static final float STEPS = 255;

    /** Quantizes intensities, clipped to the range from {@value #DARKEST} to {@value #BRIGHTEST}. */
    public static Thumbnail of(
            float[] brightness, int width, int height, int frameWidth, int frameHeight, double unitPx) {
        byte[] levels = new byte[brightness.length];
        for (int p = 0; p < levels.length; p++) {
            float share = (brightness[p] - DARKEST) / (BRIGHTEST - DARKEST);
            levels[p] = (byte) Math.round(STEPS * Math.max(0, Math.min(1, share)));
        }
        return new Thumbnail(width, height, frameWidth, frameHeight, unitPx, levels);
    }

    /** Intensities, row-major. */
    public float[] brightness() {
        float[] values = new float[levels.length];
        for (int p = 0; p < values.length; p++) {
            values[p] = DARKEST + (BRIGHTEST - DARKEST) * (levels[p] & 0xff) / STEPS;
        }
        return values;
    }
}
