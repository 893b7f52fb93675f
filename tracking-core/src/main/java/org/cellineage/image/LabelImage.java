package org.cellineage.image;

/**
 * Which cell each pixel of a frame belongs to: 0 is background, every positive value one cell.
 *
 * <p>Row-major, index {@code y * width + x}. Labels need not be consecutive, and a cell need not be connected. The array
 * is held, not copied; nobody may change it afterwards.
 */
@SuppressWarnings("ArrayRecordComponent")
public record LabelImage(int width, int height, int[] labels) {

    public LabelImage {
        if (width <= 0 || height <= 0 || (long) width * height != labels.length) {
            throw new IllegalArgumentException(width + " x " + height + " pixels need " + (long) width * height
                    + " labels, but the array has " + labels.length);
        }
    }

    /** The largest label, 0 where there is no cell. */
    public int maxLabel() {
        int max = 0;
        for (int label : labels) {
            if (label > max) {
                max = label;
            }
        }
        return max;
    }
}
