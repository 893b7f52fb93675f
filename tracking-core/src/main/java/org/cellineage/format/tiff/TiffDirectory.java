package org.cellineage.format.tiff;

import org.cellineage.image.PixelType;

/**
 * One image file directory: how one page is stored. Strips are tiles as wide as the page.
 *
 * @param width columns, pixels
 * @param height rows, pixels
 * @param type how a sample is stored
 * @param unsigned32 whether 32-bit integers are unsigned
 * @param samplesPerPixel samples per pixel
 * @param planar whether each sample has segments of its own
 * @param reversedBits whether the bits of each stored byte stand in reverse (fill order 2)
 * @param compression compression scheme
 * @param predictor predictor
 * @param segmentWidth columns of a strip or tile
 * @param segmentHeight rows of a strip or tile
 * @param tiled whether the segments are tiles, padded to full size at the edges
 * @param offsets first byte of each segment
 * @param byteCounts stored bytes of each segment
 * @param description the image description, empty where there is none
 * @param xResolution pixels per unit, NaN where absent
 */
@SuppressWarnings("ArrayRecordComponent")
record TiffDirectory(
        int width,
        int height,
        PixelType type,
        boolean unsigned32,
        int samplesPerPixel,
        boolean planar,
        boolean reversedBits,
        int compression,
        int predictor,
        int segmentWidth,
        int segmentHeight,
        boolean tiled,
        long[] offsets,
        long[] byteCounts,
        String description,
        double xResolution) {

    int segmentsAcross() {
        return (int) (((long) width + segmentWidth - 1) / segmentWidth);
    }

    int segmentsDown() {
        return (int) (((long) height + segmentHeight - 1) / segmentHeight);
    }

    /** Samples that lie together in one segment's pixel. */
    int interleaved() {
        return planar ? 1 : samplesPerPixel;
    }

    /** Rows that segment row {@code down} stores. */
    int storedRows(int down) {
        return tiled ? segmentHeight : Math.min(segmentHeight, height - down * segmentHeight);
    }

    /** Bytes of a decoded segment in segment row {@code down}. */
    long decodedBytes(int down) {
        return (long) segmentWidth * storedRows(down) * interleaved() * type.bytes();
    }

    /** Bytes of one sample's plane, decoded. */
    long planeBytes() {
        return (long) width * height * type.bytes();
    }

    /** Whether the page is one uncompressed run of single samples. */
    boolean contiguous() {
        if (tiled
                || reversedBits
                || compression != TiffTag.COMPRESSION_NONE
                || predictor != TiffTag.PREDICTOR_NONE
                || samplesPerPixel != 1) {
            return false;
        }
        for (int i = 1; i < segmentsDown(); i++) {
            if (offsets[i] != offsets[i - 1] + decodedBytes(i - 1)) {
                return false;
            }
        }
        return true;
    }
}
