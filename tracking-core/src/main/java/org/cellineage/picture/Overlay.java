package org.cellineage.picture;

import java.util.Arrays;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/**
 * A picture to judge a segmentation by: the image in grey, the outline of every cell in colour.
 *
 * <p>Grey levels run from the 1st to the 99.8th percentile of the image. The outline of a cell is one pixel wide and
 * lies inside of it: its pixels that have another cell or background, or the image's border, above, below, left or
 * right of them. Two cells within three pixels of each other differ in colour; else the label decides. The same image
 * and labels give the same picture.
 */
public final class Overlay {

    /** Red, green and blue of level 1. */
    private static final int GREY = 0x010101;

    private Overlay() {}

    /**
     * Draws one frame.
     *
     * @throws IllegalArgumentException where image and labels differ in size
     */
    public static RgbImage draw(Plane image, LabelImage labels) {
        if (image.width() != labels.width() || image.height() != labels.height()) {
            throw new IllegalArgumentException("an image of " + image.width() + " x " + image.height()
                    + " pixels and labels of " + labels.width() + " x " + labels.height() + " do not fit");
        }
        int[] distinct = Arrays.stream(labels.labels())
                .filter(label -> label != 0)
                .sorted()
                .distinct()
                .toArray();
        int[] colors = ContourColors.of(labels, distinct);
        int[] rgb = GreyStretch.of(image);
        for (int p = 0; p < rgb.length; p++) {
            int label = labels.labels()[p];
            rgb[p] = label != 0 && isOutline(labels, p) ? colors[Arrays.binarySearch(distinct, label)] : rgb[p] * GREY;
        }
        return new RgbImage(image.width(), image.height(), rgb);
    }

    private static boolean isOutline(LabelImage image, int p) {
        int[] labels = image.labels();
        int width = image.width();
        int x = p % width;
        boolean atBorder = x == 0 || x == width - 1 || p < width || p >= labels.length - width;
        return atBorder
                || labels[p - 1] != labels[p]
                || labels[p + 1] != labels[p]
                || labels[p - width] != labels[p]
                || labels[p + width] != labels[p];
    }
}
