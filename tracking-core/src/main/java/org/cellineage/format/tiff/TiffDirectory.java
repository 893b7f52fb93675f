package org.cellineage.format.tiff;

/**
 * One image file directory: how one page is stored. Strips are tiles as wide as the page.
 *
 * @param width columns, pixels
 * @param height rows, pixels
 * @param type how a sample is stored
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
 * @param rgb whether the first three samples are red, green and blue
 * @param role what the page is beside the frames
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

    /** What a page is. */
    enum Role {
        /** A picture of its own. */
        FRAME,
        /** A smaller copy of another page (a thumbnail, a level of a pyramid), by its own word. */
        REDUCED,
        /** A transparency mask of another page. */
        MASK
    }

    /** A page beside the frames of which nothing but its place in the file counts. */
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

    /** Whether the page is a picture of its own. */
    boolean isFrame() {
        return role == Role.FRAME;
    }

    /** The page whose pixels lie {@code by} bytes further on. */
    TiffDirectory moved(long by) {
        long[] moved = offsets.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += by;
        }
        return with(moved, byteCounts);
    }

    /** The same page with other byte counts. */
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

    /** Bytes of the page's pixels, decoded. */
    long pageBytes() {
        return (long) width * height * type.bytes() * samplesPerPixel;
    }

    /** Whether the page is one uncompressed run of single samples. */
    boolean contiguous() {
        return samplesPerPixel == 1 && !reversedBits && run();
    }

    /** Whether the page's pixels are one uncompressed run, so that further pages may follow behind it. */
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
