package org.cellineage.link.learned;

import java.io.Serializable;

/**
 * A frame made small enough to travel with its cells: {@value #PIXELS_PER_UNIT} pixels a cell's diameter, one byte a
 * pixel. Neighbourhood windows are cut from it wherever a track is expected.
 *
 * @param width columns
 * @param height rows
 * @param frameWidth columns of the frame, pixels
 * @param frameHeight rows of the frame
 * @param unitPx the frame's {@link FrameScale#unitPx}
 * @param levels row-major, brightness from {@value #DARKEST} to {@value #BRIGHTEST} times that of a typical cell
 */
@SuppressWarnings("ArrayRecordComponent")
public record Thumbnail(int width, int height, int frameWidth, int frameHeight, double unitPx, byte[] levels)
        implements Serializable {

    static final double PIXELS_PER_UNIT = 2.5;
    static final float DARKEST = -0.5f;
    static final float BRIGHTEST = 4f;
    private static final float STEPS = 255;

    static Thumbnail of(SampledPlane plane, int frameWidth, int frameHeight, double unitPx) {
        byte[] levels = new byte[plane.values().length];
        for (int p = 0; p < levels.length; p++) {
            float share = (plane.values()[p] - DARKEST) / (BRIGHTEST - DARKEST);
            levels[p] = (byte) Math.round(STEPS * Math.max(0, Math.min(1, share)));
        }
        return new Thumbnail(plane.width(), plane.height(), frameWidth, frameHeight, unitPx, levels);
    }

    /** For cutting windows. */
    SampledPlane plane() {
        float[] values = new float[levels.length];
        for (int p = 0; p < values.length; p++) {
            values[p] = DARKEST + (BRIGHTEST - DARKEST) * (levels[p] & 0xff) / STEPS;
        }
        return new SampledPlane(width, height, (double) frameHeight / height, (double) frameWidth / width, 0, values);
    }
}
