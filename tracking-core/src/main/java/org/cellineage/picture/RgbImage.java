package org.cellineage.picture;

/**
 * A colour image with pixels {@code 0xRRGGBB}.
 *
 * <p>Row-major, index {@code y * width + x}. The array is not copied and must not be modified.
 */
@SuppressWarnings("ArrayRecordComponent")
public record RgbImage(int width, int height, int[] rgb) {

    public RgbImage {
        if (width <= 0 || height <= 0 || (long) width * height != rgb.length) {
            throw new IllegalArgumentException(width + " x " + height + " pixels need " + (long) width * height
                    + " colours, but the array has " + rgb.length);
        }
    }
}
