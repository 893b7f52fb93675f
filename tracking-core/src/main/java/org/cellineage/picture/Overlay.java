package org.cellineage.picture;

import java.util.Arrays;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/**
 * Draws an image for checking a segmentation: the frame in grey with the outline of every cell in colour.
 *
 * <p>Grey levels run from the 1st to the 99.8th percentile of the image. Outlines are one pixel wide and lie inside the
 * cell: they consist of the pixels with a 4-neighbour that is background, another cell, or outside the image. Cells
 * within three pixels of each other have different colours; apart from that, the label determines the colour.
 * Deterministic.
 */
public final class Overlay {

    /** Multiplies a level to equal red, green and blue. */
    private static final int GREY = 0x010101;

    private Overlay() {}

    /**
     * Draws a frame.
     *
     * @throws IllegalArgumentException if image and labels differ in size
     */
    public static RgbImage draw(Plane image, LabelImage labels) {
        if (image.width() != labels.width() || image.height() != labels.height()) {
            throw new IllegalArgumentException("an image of " + image.width() + " x " + image.height()
                    + " pixels and labels of " + labels.width() + " x " + labels.height() + " differ in size");
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
