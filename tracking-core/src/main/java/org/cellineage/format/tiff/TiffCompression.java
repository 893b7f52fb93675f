package org.cellineage.format.tiff;

import java.util.Locale;

/** Compression schemes by number: those that can be read, and the names of others. */
final class TiffCompression {

    /** Number of bytes needed to determine the kind of JPEG. */
    static final int START_BYTES = 1024;

    private static final int JPEG_START = 0xffd8;
    private static final int JPEG_LS_FRAME = 0xfff7;

    private TiffCompression() {}

    static boolean isRead(int scheme) {
        return switch (scheme) {
            case TiffTag.COMPRESSION_NONE,
                    TiffTag.COMPRESSION_LZW,
                    TiffTag.COMPRESSION_DEFLATE,
                    TiffTag.COMPRESSION_DEFLATE_OLD,
                    TiffTag.COMPRESSION_PACK_BITS,
                    TiffTag.COMPRESSION_ZSTD,
                    TiffTag.COMPRESSION_ZSTD_OLD -> true;
            default -> false;
        };
    }

    /** Maximum number of bytes to which one stored byte can expand; a header that claims more is invalid. */
    static long mostPerByte(int scheme) {
        return switch (scheme) {
            case TiffTag.COMPRESSION_NONE -> 1;
            case TiffTag.COMPRESSION_PACK_BITS -> 64;
            case TiffTag.COMPRESSION_LZW -> 3000;
            // A block of up to 128 KiB of one repeated byte takes four bytes.
            case TiffTag.COMPRESSION_ZSTD, TiffTag.COMPRESSION_ZSTD_OLD -> 1 << 15;
            default -> 1100;
        };
    }

    /**
     * Name and number of an unsupported scheme. JPEG-LS has no number of its own and is recognized by its data.
     *
     * @param start the first bytes of a segment
     */
    static String describe(int scheme, byte[] start) {
        String name = isJpegLs(start) ? "JPEG-LS" : named(scheme);
        return String.format(Locale.ROOT, "%s (scheme %d)", name, scheme);
    }

    /** Whether the frame of a JPEG stream is JPEG-LS; skips the segments before it. */
    private static boolean isJpegLs(byte[] start) {
        int at = start.length >= 2 && u16(start, 0) == JPEG_START ? 2 : start.length;
        while (at + 4 <= start.length && u16(start, at) >= 0xff00 && u16(start, at) != JPEG_LS_FRAME) {
            at += 2 + u16(start, at + 2);
        }
        return at + 2 <= start.length && u16(start, at) == JPEG_LS_FRAME;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private static String named(int scheme) {
        return switch (scheme) {
            case 2, 3, 4 -> "fax coding";
            case 6, 7, 33007, 34892 -> "JPEG";
            case 9, 10, 34661, 34715 -> "JBIG";
            case 33003, 33004, 33005, 34712 -> "JPEG 2000";
            case 34676, 34677 -> "SGI LogLuv";
            case 34713 -> "Nikon NEF";
            case 34887 -> "LERC";
            case 34925 -> "LZMA";
            case 34927, 50001 -> "WebP";
            case 34933 -> "PNG";
            case 34934, 22610 -> "JPEG XR";
            case 48124 -> "Jetraw";
            case 50002, 52546 -> "JPEG XL";
            default -> "an unknown method";
        };
    }
}
