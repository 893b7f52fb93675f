package org.cellineage.format;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Says where one plane (one channel of one frame) is, so that any executor can read it alone. A plane may be made of
 * several, such as the maximum of z planes.
 *
 * @param encoding how the plane is stored
 * @param location the file, as {@link Storage#open} takes it
 * @param member the file inside an archive, empty where {@code location} is no archive
 * @param index which plane of the file, counted from 0: TIFF pages in file order; for {@code .npy} arrays the planes
 *     (movie, frame, channel) with the channel fastest; for Zarr arrays over all axes but the last two, the last fastest
 * @param projection how this plane and the others become one
 * @param others further plain planes of the projection; empty where the plane is one of a file
 */
public record PlaneRef(
        Encoding encoding, String location, String member, int index, Projection projection, List<PlaneRef> others)
        implements Serializable {

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

    /** How several planes become one. */
    public enum Projection {
        /** There is only one. */
        NONE,
        /** Their largest value at each pixel. */
        MAXIMUM,
        /** Their mean at each pixel. */
        MEAN
    }

    public PlaneRef {
        others = List.copyOf(others);
        if ((projection == Projection.NONE) != others.isEmpty()) {
            throw new IllegalArgumentException(projection + " of " + (1 + others.size()) + " planes");
        }
    }

    /** A plane of a file. */
    public PlaneRef(Encoding encoding, String location, String member, int index) {
        this(encoding, location, member, index, Projection.NONE, List.of());
    }

    /** A page of a plain TIFF file. */
    public static PlaneRef tiff(String location, int page) {
        return new PlaneRef(Encoding.TIFF, location, "", page);
    }

    /** One plane made of at least two plain ones. */
    public static PlaneRef project(Projection projection, List<PlaneRef> planes) {
        PlaneRef first = planes.get(0);
        return new PlaneRef(
                first.encoding,
                first.location,
                first.member,
                first.index,
                projection,
                planes.subList(1, planes.size()));
    }

    /** The plain planes that are read for this one, in order; this one alone where it is plain. */
    public List<PlaneRef> planes() {
        if (others.isEmpty()) {
            return List.of(this);
        }
        List<PlaneRef> planes = new ArrayList<>();
        planes.add(new PlaneRef(encoding, location, member, index));
        planes.addAll(others);
        return planes;
    }

    /** The same plane of another file, for a plane whose parts all lie in one file. */
    public PlaneRef in(String file) {
        List<PlaneRef> moved = new ArrayList<>();
        others.forEach(other -> moved.add(other.in(file)));
        return new PlaneRef(encoding, file, member, index, projection, moved);
    }

    /** The location and, for archives, the member, for messages. */
    public String describe() {
        String file = member.isEmpty() ? location : location + "!" + member;
        return switch (projection) {
            case NONE -> file + (index == 0 ? "" : " plane " + index);
            case MAXIMUM -> "maximum of " + (1 + others.size()) + " planes from " + file + " plane " + index;
            case MEAN -> "mean of " + (1 + others.size()) + " planes from " + file + " plane " + index;
        };
    }
}
