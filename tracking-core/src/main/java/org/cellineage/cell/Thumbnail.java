package org.cellineage.cell;

import java.io.Serializable;

/**
 * A frame made small enough to travel with its cells, one byte a pixel. Linking cuts the neighbourhood from it wherever a
 * track is expected.
 *
 * @param width columns
 * @param height rows
 * @param frameWidth columns of the frame, pixels
 * @param frameHeight rows of the frame
 * @param unitPx what windows are measured in: a typical cell's diameter, pixels of the frame
 * @param levels row-major, brightness from {@value #DARKEST} to {@value #BRIGHTEST} times that of a typical cell
 */
@SuppressWarnings("ArrayRecordComponent")
public record Thumbnail(int width, int height, int frameWidth, int frameHeight, double unitPx, byte[] levels)
        implements Serializable {

    /** Brightness of level 0, where 0 is the background and 1 a typical cell. */
    public static final float DARKEST = -0.5f;

    /** Brightness of level 255. */
    public static final float BRIGHTEST = 4f;

    private static final float STEPS = 255;

    /** Makes a thumbnail of brightness between {@value #DARKEST} and {@value #BRIGHTEST}. */
    public static Thumbnail of(
            float[] brightness, int width, int height, int frameWidth, int frameHeight, double unitPx) {
        byte[] levels = new byte[brightness.length];
        for (int p = 0; p < levels.length; p++) {
            float share = (brightness[p] - DARKEST) / (BRIGHTEST - DARKEST);
            levels[p] = (byte) Math.round(STEPS * Math.max(0, Math.min(1, share)));
        }
        return new Thumbnail(width, height, frameWidth, frameHeight, unitPx, levels);
    }

    /** Brightness, row-major. */
    public float[] brightness() {
        float[] values = new float[levels.length];
        for (int p = 0; p < values.length; p++) {
            values[p] = DARKEST + (BRIGHTEST - DARKEST) * (levels[p] & 0xff) / STEPS;
        }
        return values;
    }
}
