package org.cellineage.format;

import java.io.Serializable;

/**
 * Says where one plane (one channel of one frame) is, so that any executor can read it alone.
 *
 * @param encoding how the plane is stored
 * @param location the file, as {@link Storage#open} takes it
 * @param member the file inside an archive, empty where {@code location} is no archive
 * @param index which plane of the file, counted from 0: TIFF pages in file order; for {@code .npy} arrays the planes
 *     (movie, frame, channel) with the channel fastest; for Zarr arrays over all axes but the last two, the last fastest
 */
public record PlaneRef(Encoding encoding, String location, String member, int index) implements Serializable {

    /** How planes are stored. */
    public enum Encoding {
        /** A TIFF or BigTIFF file. */
        TIFF,
        /** A TIFF file inside a zip archive. */
        ZIPPED_TIFF,
        /** A PNG file of one grey image; label images only. */
        PNG,
        /** A numpy array inside a tar or gzipped tar archive ({@code .trk}, {@code .trks}). */
        TRK_ARRAY,
        /** A Zarr array: a folder, or a folder inside a zip archive. */
        ZARR
    }

    /** A page of a plain TIFF file. */
    public static PlaneRef tiff(String location, int page) {
        return new PlaneRef(Encoding.TIFF, location, "", page);
    }

    /** The location and, for archives, the member, for messages. */
    public String describe() {
        return (member.isEmpty() ? location : location + "!" + member) + (index == 0 ? "" : " plane " + index);
    }
}
