package org.cellineage.format.zarr;

import java.util.Optional;
import org.cellineage.image.PixelType;

/** How an array stores a sample, and its type in a plane. */
public enum SampleType {
    BOOL(1, PixelType.U8, "bool", "b1"),
    U8(1, PixelType.U8, "uint8", "u1"),
    U16(2, PixelType.U16, "uint16", "u2"),
    U32(4, PixelType.I32, "uint32", "u4"),
    U64(8, PixelType.I32, "uint64", "u8"),
    I8(1, PixelType.I32, "int8", "i1"),
    I16(2, PixelType.I32, "int16", "i2"),
    I32(4, PixelType.I32, "int32", "i4"),
    I64(8, PixelType.I32, "int64", "i8"),
    F16(2, PixelType.F32, "float16", "f2"),
    F32(4, PixelType.F32, "float32", "f4"),
    F64(8, PixelType.F32, "float64", "f8");

    private final int bytes;
    private final PixelType plane;
    private final String v3Name;
    private final String v2Name;

    SampleType(int bytes, PixelType plane, String v3Name, String v2Name) {
        this.bytes = bytes;
        this.plane = plane;
        this.v3Name = v3Name;
        this.v2Name = v2Name;
    }

    /** Bytes per sample. */
    public int bytes() {
        return bytes;
    }

    /** Type of the planes that contain such samples; integers that do not fit are rejected when they are read. */
    PixelType plane() {
        return plane;
    }

    /** Whether samples are floats. */
    public boolean isFloat() {
        return plane == PixelType.F32;
    }

    /** The type with which planes of a kind are stored. */
    public static SampleType of(PixelType plane) {
        return switch (plane) {
            case U8 -> U8;
            case U16 -> U16;
            case I32 -> I32;
            case F32 -> F32;
        };
    }

    /** The name in Zarr 2, little-endian. */
    String v2Type() {
        return (bytes == 1 ? "|" : "<") + v2Name;
    }

    /** The name in Zarr 3 and in most programs, such as {@code uint16}. */
    public String fullName() {
        return v3Name;
    }

    /** The type with a name such as {@code uint16} (Zarr 3) or {@code u2} (Zarr 2, without the byte order). */
    static Optional<SampleType> named(String name) {
        for (SampleType type : values()) {
            if (type.v3Name.equals(name) || type.v2Name.equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
