package org.cellineage.format.archive;

/**
 * A member as listed in the archive's directory.
 *
 * @param name with {@code /} between folders
 * @param method compression method: {@link #STORED}, {@link #DEFLATED}, or an unsupported one
 * @param flags general purpose bits
 * @param crc checksum of the unpacked bytes
 * @param packedBytes packed size
 * @param bytes declared unpacked size
 * @param headerAt position of its local header in the archive
 */
public record ZipMember(String name, int method, int flags, long crc, long packedBytes, long bytes, long headerAt) {

    /** Method of a member that is not compressed. */
    public static final int STORED = 0;
    /** Method of a member that is deflated. */
    public static final int DEFLATED = 8;

    private static final int ENCRYPTED = 1;

    /** Whether a password is needed. */
    public boolean isEncrypted() {
        return (flags & ENCRYPTED) != 0;
    }

    /** Name of the compression method. */
    public String methodName() {
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
