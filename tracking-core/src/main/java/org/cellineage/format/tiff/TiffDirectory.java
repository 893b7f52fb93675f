package org.cellineage.format.tiff;

/**
 * An image file directory: how a page is stored. Strips are treated as tiles of the page's width.
 *
 * @param width number of columns in pixels
 * @param height number of rows in pixels
 * @param type storage type of a sample
 * @param samplesPerPixel samples per pixel
 * @param planar whether each sample has its own segments
 * @param reversedBits whether the bits of each stored byte are reversed (fill order 2)
 * @param compression compression scheme
 * @param predictor predictor
 * @param segmentWidth columns of a strip or tile
 * @param segmentHeight rows of a strip or tile
 * @param tiled whether the segments are tiles, padded to full size at the edges
 * @param offsets position of each segment
 * @param byteCounts stored size of each segment in bytes
 * @param description image description, empty if there is none
 * @param xResolution pixels per unit, NaN if absent
 * @param rgb whether the first three samples are red, green and blue
 * @param role role of the page
 */
@SuppressWarnings("ArrayRecordComponent")
record TiffDirectory(
        int width,
        int height,
        SampleType type,
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
        double xResolution,
        boolean rgb,
        Role role) {

    /** Role of a page. */
    enum Role {
        /** An image in its own right. */
        FRAME,
        /** A page marked as a smaller copy of another (thumbnail, pyramid level). */
        REDUCED,
        /** A transparency mask of another page. */
        MASK
    }

    /** A page other than a frame, of which only the position in the file matters. */
    static TiffDirectory unreadable(Role role, String description) {
        long[] none = {0};
        return new TiffDirectory(
                1,
                1,
                SampleType.U8,
                1,
                false,
                false,
                TiffTag.COMPRESSION_NONE,
                TiffTag.PREDICTOR_NONE,
                1,
                1,
                false,
                none,
                none,
                description,
                Double.NaN,
                false,
                role);
    }

    /** Whether the page is an image in its own right. */
    boolean isFrame() {
        return role == Role.FRAME;
    }

    /** Returns the page whose pixels are {@code by} bytes further on. */
    TiffDirectory moved(long by) {
        long[] moved = offsets.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += by;
        }
        return with(moved, byteCounts);
    }

    /** Returns the page with other byte counts. */
    TiffDirectory withByteCounts(long[] counts) {
        return with(offsets, counts);
    }

    private TiffDirectory with(long[] places, long[] counts) {
        return new TiffDirectory(
                width,
                height,
                type,
                samplesPerPixel,
                planar,
                reversedBits,
                compression,
                predictor,
                segmentWidth,
                segmentHeight,
                tiled,
                places,
                counts,
                description,
                xResolution,
                rgb,
                role);
    }

    int segmentsAcross() {
        return (int) (((long) width + segmentWidth - 1) / segmentWidth);
    }

    int segmentsDown() {
        return (int) (((long) height + segmentHeight - 1) / segmentHeight);
    }

    /** Samples per pixel within a segment. */
    int interleaved() {
        return planar ? 1 : samplesPerPixel;
    }

    /** Number of rows stored in the segments of segment row {@code down}. */
    int storedRows(int down) {
        return tiled ? segmentHeight : Math.min(segmentHeight, height - down * segmentHeight);
    }

    /** Decoded size in bytes of a segment in segment row {@code down}. */
    long decodedBytes(int down) {
        return (long) segmentWidth * storedRows(down) * interleaved() * type.bytes();
    }

    /** Decoded size of the page in bytes. */
    long pageBytes() {
        return (long) width * height * type.bytes() * samplesPerPixel;
    }

    /** Whether the page is one uncompressed run of single samples. */
    boolean contiguous() {
        return samplesPerPixel == 1 && !reversedBits && run();
    }

    /** Whether the page's pixels are one uncompressed run, so that further pages may follow it. */
    boolean run() {
        if (tiled || compression != TiffTag.COMPRESSION_NONE || predictor != TiffTag.PREDICTOR_NONE) {
            return false;
        }
        int down = segmentsDown();
        int pieces = planar ? down * samplesPerPixel : down;
        for (int i = 1; i < pieces; i++) {
            if (offsets[i] != offsets[i - 1] + decodedBytes((i - 1) % down)) {
                return false;
            }
        }
        return true;
    }
}
