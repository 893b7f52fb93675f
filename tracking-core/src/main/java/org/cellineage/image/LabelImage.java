package org.cellineage.image;

/**
 * The cell of each pixel of a frame: 0 is background, each positive value is one cell.
 *
 * <p>Row-major, index {@code y * width + x}. Labels need not be consecutive, and cells need not be connected. The array
 * is not copied and must not be modified.
 */
@SuppressWarnings("ArrayRecordComponent")
public record LabelImage(int width, int height, int[] labels) {

    public LabelImage {
        if (width <= 0 || height <= 0 || (long) width * height != labels.length) {
            throw new IllegalArgumentException(width + " x " + height + " pixels need " + (long) width * height
                    + " labels, but the array has " + labels.length);
        }
    }

    /** The largest label, 0 if there are no cells. */
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
