package org.cellineage.format.zarr;

/** Reads numbers whose least significant byte comes first. */
final class LittleEndian {

    private LittleEndian() {}

    /** An unsigned number of four bytes. */
    static long u32(byte[] bytes, int at) {
        return bytes[at] & 0xff
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xffL) << 24;
    }
}
