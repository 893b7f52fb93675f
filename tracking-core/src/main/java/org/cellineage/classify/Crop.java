package org.cellineage.classify;

/**
 * What a network sees of a cell: a square window of some channels, on the scale of the network.
 *
 * <p>The arrays are held, not copied; nobody may change them.
 *
 * @param sidePx side of the window
 * @param planes one array of side × side values for each channel, row-major; 0 is dark and 1 bright
 * @param mask share of each pixel that belongs to the cell; empty if the cell's pixels are not known
 * @param relative figures of the cell relative to its frame's typical cell; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent")
public record Crop(int sidePx, float[][] planes, float[] mask, float[] relative) {

    /** Least value of a view; darker pixels show it. */
    public static final float LOWEST = -4;

    /** Greatest value of a view; brighter pixels show it. */
    public static final float HIGHEST = 12;

    public Crop {
        for (float[] plane : planes) {
            if (plane.length != sidePx * sidePx) {
                throw new IllegalArgumentException("a plane of " + plane.length + " values is no square of " + sidePx);
            }
        }
        if (mask.length > 0 && mask.length != sidePx * sidePx) {
            throw new IllegalArgumentException("a mask of " + mask.length + " values is no square of " + sidePx);
        }
    }

    /** Whether the cell's pixels are known. */
    public boolean hasMask() {
        return mask.length > 0;
    }

    /** Writes the channels, the mask last if there is one, as a network reads them: row-major, channels last. */
    public void interleave(float[] to, int at) {
        int channels = planes.length + (hasMask() ? 1 : 0);
        for (int p = 0; p < sidePx * sidePx; p++) {
            int into = at + p * channels;
            for (float[] plane : planes) {
                to[into++] = plane[p];
            }
            if (hasMask()) {
                to[into] = mask[p];
            }
        }
    }
}
