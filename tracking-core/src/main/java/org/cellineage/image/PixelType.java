package org.cellineage.image;

/** How one sample of a plane is stored. */
public enum PixelType {
    /** 8-bit unsigned integer. */
    U8(1),
    /** 16-bit unsigned integer. */
    U16(2),
    /** 32-bit signed integer; also what files store with a sign, or with 64 bits where it fits. */
    I32(4),
    /** 32-bit IEEE float; also what files store as floats of 16 or 64 bits. */
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
