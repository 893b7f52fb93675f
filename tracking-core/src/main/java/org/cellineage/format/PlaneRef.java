package org.cellineage.format;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Location of a plane (one channel of one frame), sufficient for any executor to read it. A plane may be a projection
 * of several, such as the maximum of z planes.
 *
 * @param encoding file format of the plane
 * @param location the file, as passed to {@link Storage#open}
 * @param member the file inside an archive; for spots, the {@linkplain org.cellineage.format.spots.SpotGrid grid} on
 *     which they are drawn; otherwise empty
 * @param index 0-based index of the plane in the file: for TIFF, pages in file order; for {@code .npy} arrays, planes
 *     (movie, frame, channel) with the channel fastest; for Zarr arrays, all axes but the last two, the last fastest; for
 *     spots, the frame
 * @param projection how this plane and the others are combined
 * @param others further simple planes of the projection; empty for a simple plane
 */
public record PlaneRef(
        Encoding encoding, String location, String member, int index, Projection projection, List<PlaneRef> others)
        implements Serializable {

    /** File formats of planes. */
    public enum Encoding {
        /** A TIFF or BigTIFF file. */
        TIFF,
        /** A TIFF file inside a zip archive. */
        ZIPPED_TIFF,
        /** A PNG file with one grey image; label images only. */
        PNG,
        /** A NumPy array inside a tar or gzipped tar archive ({@code .trk}, {@code .trks}). */
        TRK_ARRAY,
        /** A Zarr array: a folder, or a folder inside a zip archive. */
        ZARR,
        /** Spots with outlines or radii in a file of another program, drawn as labels; label images only. */
        SPOTS,
        /** Label images of a GEFF, with tracks as values; the member is that of its label images, or names discs. */
        GEFF
    }

    /** How several planes are combined. */
    public enum Projection {
        /** There is only one plane. */
        NONE,
        /** Maximum at each pixel. */
        MAXIMUM,
        /** Mean at each pixel. */
        MEAN
    }

    public PlaneRef {
        others = List.copyOf(others);
        if ((projection == Projection.NONE) != others.isEmpty()) {
            throw new IllegalArgumentException(projection + " of " + (1 + others.size()) + " planes");
        }
    }

    /** A simple plane. */
    public PlaneRef(Encoding encoding, String location, String member, int index) {
        this(encoding, location, member, index, Projection.NONE, List.of());
    }

    /** A page of a plain TIFF file. */
    public static PlaneRef tiff(String location, int page) {
        return new PlaneRef(Encoding.TIFF, location, "", page);
    }

    /** A projection of at least two simple planes. */
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

    /** The simple planes to read for this one, in order; only itself if it is simple. */
    public List<PlaneRef> planes() {
        if (others.isEmpty()) {
            return List.of(this);
        }
        List<PlaneRef> planes = new ArrayList<>();
        planes.add(new PlaneRef(encoding, location, member, index));
        planes.addAll(others);
        return planes;
    }

    /** Returns the same plane in another file, if all its parts are in one file. */
    public PlaneRef in(String file) {
        List<PlaneRef> moved = new ArrayList<>();
        others.forEach(other -> moved.add(other.in(file)));
        return new PlaneRef(encoding, file, member, index, projection, moved);
    }

    /** The location and, in archives, the member, for messages. */
    public String describe() {
        if (encoding == Encoding.SPOTS) {
            return location + " frame " + index;
        }
        String file = member.isEmpty() ? location : location + "!" + member;
        return switch (projection) {
            case NONE -> file + (index == 0 ? "" : " plane " + index);
            case MAXIMUM -> "maximum of " + (1 + others.size()) + " planes from " + file + " plane " + index;
            case MEAN -> "mean of " + (1 + others.size()) + " planes from " + file + " plane " + index;
        };
    }
}
