package org.cellineage.format.archive;

/**
 * A member as the archive's directory lists it.
 *
 * @param name with {@code /} between folders
 * @param method of compression: {@link #STORED}, {@link #DEFLATED}, or one that is refused
 * @param flags general purpose bits
 * @param crc checksum of the unpacked bytes
 * @param packedBytes in the archive
 * @param bytes unpacked, as declared
 * @param headerAt where its local header stands, in the archive's bytes
 */
record ZipMember(String name, int method, int flags, long crc, long packedBytes, long bytes, long headerAt) {

    static final int STORED = 0;
    static final int DEFLATED = 8;

    private static final int ENCRYPTED = 1;

    boolean isEncrypted() {
        return (flags & ENCRYPTED) != 0;
    }

    /** What the compression is called. */
    String methodName() {
        return switch (method) {
            case STORED -> "none";
            case DEFLATED -> "Deflate";
            case 9 -> "Deflate64";
            case 12 -> "BZip2";
            case 14 -> "LZMA";
            case 93 -> "Zstandard";
            case 95 -> "XZ";
            case 98 -> "PPMd";
            case 99 -> "AES encryption";
            default -> "number " + method;
        };
    }
}
