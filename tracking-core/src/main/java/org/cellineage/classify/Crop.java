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
        interleave(to, at, 0);
    }

    /**
     * The same of the crop in one of the eight ways in which a square can be turned and mirrored.
     *
     * @param way 0 to 7: 0 is the crop as it is, 1 mirrors it left to right, 2 top to bottom, 3 turns it by half; 4 to 7 are
     *     the same after rows and columns have changed places
     */
    void interleave(float[] to, int at, int way) {
        int channels = planes.length + (hasMask() ? 1 : 0);
        int last = sidePx - 1;
        for (int row = 0; row < sidePx; row++) {
            for (int column = 0; column < sidePx; column++) {
                int y = (way & 2) == 0 ? row : last - row;
                int x = (way & 1) == 0 ? column : last - column;
                int p = (way & 4) == 0 ? y * sidePx + x : x * sidePx + y;
                int into = at + (row * sidePx + column) * channels;
                for (float[] plane : planes) {
                    to[into++] = plane[p];
                }
                if (hasMask()) {
                    to[into] = mask[p];
                }
            }
        }
    }
}
