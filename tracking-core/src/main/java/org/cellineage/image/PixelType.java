package org.cellineage.image;

/** Storage type of the samples of a plane. */
public enum PixelType {
    /** 8-bit unsigned integer. */
    U8(1),
    /** 16-bit unsigned integer. */
    U16(2),
    /** 32-bit signed integer; also used for other signed integers in files, and for 64-bit integers that fit. */
    I32(4),
    /** 32-bit IEEE float; also used for 16-bit and 64-bit floats in files. */
    F32(4);

    private final int bytes;

    PixelType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes per sample. */
    public int bytes() {
        return bytes;
    }
}
