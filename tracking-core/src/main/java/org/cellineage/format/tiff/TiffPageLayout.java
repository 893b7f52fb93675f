package org.cellineage.format.tiff;

import java.util.List;

/**
 * Where the parts of a page that is written are in the file: directory, text, resolution, places of the strips, lengths of
 * the strips, strips. The resolution is padded to an even place.
 *
 * @param entries of the directory
 * @param end behind the last strip
 */
record TiffPageLayout(
        int entries, long textAt, long resolutionAt, long placesAt, long lengthsAt, long stripsAt, long end) {

    private static final int RESOLUTION_BYTES = 8;

    /**
     * The layout of a page.
     *
     * @param position where its directory begins
     * @param big whether the file is a BigTIFF
     * @param textBytes of the description, 0 where it has none
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
