package org.cellineage.format.tiff;

import java.util.List;

/**
 * Positions of the parts of a page to be written: directory, text, resolution, strip offsets, strip sizes, strips. The
 * resolution is padded to an even position.
 *
 * @param entries number of entries of the directory
 * @param end position after the last strip
 */
record TiffPageLayout(
        int entries, long textAt, long resolutionAt, long placesAt, long lengthsAt, long stripsAt, long end) {

    private static final int RESOLUTION_BYTES = 8;

    /**
     * Computes the layout of a page.
     *
     * @param position position of its directory
     * @param big whether the file is a BigTIFF
     * @param textBytes size of the description, 0 if there is none
     */
    static TiffPageLayout of(
            long position, boolean big, int entries, int textBytes, boolean hasResolution, List<byte[]> strips) {
        int word = big ? 8 : 4;
        long textAt = position + (big ? 8 : 2) + (long) entries * (big ? 20 : 12) + word;
        long resolutionAt = even(textAt + textBytes);
        long placesAt = resolutionAt + (hasResolution ? RESOLUTION_BYTES : 0);
        long lengthsAt = placesAt + (long) strips.size() * word;
        long stripsAt = lengthsAt + (long) strips.size() * word;
        long end = stripsAt;
        for (byte[] strip : strips) {
            end += strip.length;
        }
        return new TiffPageLayout(entries, textAt, resolutionAt, placesAt, lengthsAt, stripsAt, end);
    }

    static long even(long place) {
        return place + (place & 1);
    }
}
