package org.cellineage.format.layout;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.cellineage.format.PlaneReader;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.archive.ArchiveLimits;
import org.cellineage.format.archive.ZipArchive;
import org.cellineage.format.geff.GeffPlanes;
import org.cellineage.format.png.PngImage;
import org.cellineage.format.spots.SpotGrid;
import org.cellineage.format.spots.SpotMovie;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.format.tracks.TrackFiles;
import org.cellineage.format.trk.TrkArchive;
import org.cellineage.format.zarr.ZarrArray;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.jspecify.annotations.Nullable;

/** Reads planes of all layouts from a storage; keeps the last file and its archive open. */
public final class StoragePlaneReader implements PlaneReader {

    private final Storage storage;
    private @Nullable Source open;
    private @Nullable OpenArchive archive;

    private record OpenArchive(String location, ZipArchive archive) {}

    public StoragePlaneReader(Storage storage) {
        this.storage = storage;
    }

    /** An open file. */
    private interface Source extends Closeable {
        boolean holds(PlaneRef ref);

        Plane read(int index) throws IOException;
    }

    @Override
    public Plane read(PlaneRef ref) throws IOException {
        if (ref.projection() == PlaneRef.Projection.NONE) {
            return readOne(ref);
        }
        List<PlaneRef> planes = ref.planes();
        PlaneProjection projection = new PlaneProjection(ref.projection(), readOne(planes.get(0)));
        for (PlaneRef plane : planes.subList(1, planes.size())) {
            projection.add(readOne(plane), plane.describe());
        }
        return projection.result();
    }

    private Plane readOne(PlaneRef ref) throws IOException {
        Source source = open;
        if (source == null || !source.holds(ref)) {
            closeSource();
            source = open(ref);
            open = source;
        }
        return source.read(ref.index());
    }

    private Source open(PlaneRef ref) throws IOException {
        return switch (ref.encoding()) {
            case TIFF -> Numbered.tiff(ref, TiffFile.open(storage.open(ref.location()), ref.location()));
            case ZIPPED_TIFF -> openZipped(ref);
            case PNG -> Numbered.png(ref, storage);
            case TRK_ARRAY -> new Trk(ref, TrkArchive.open(storage, ref.location()));
            case ZARR -> Numbered.zarr(ref, ZarrArray.open(storage, ref));
            case SPOTS -> Numbered.spots(ref, TrackFiles.read(storage, ref.location(), SpotGrid.parse(ref.member())));
            case GEFF -> Numbered.geff(ref, GeffPlanes.open(storage, ref));
        };
    }

    private Source openZipped(PlaneRef ref) throws IOException {
        String where = ref.location() + "!" + ref.member();
        return Numbered.tiff(ref, TiffFile.open(archive(ref.location()).content(ref.member()), where));
    }

    /** The archive of the last member stays open, because the next member is usually in the same archive. */
    private ZipArchive archive(String location) throws IOException {
        OpenArchive current = archive;
        if (current == null || !current.location.equals(location)) {
            closeArchive();
            current = new OpenArchive(location, ZipArchive.open(storage, location, ArchiveLimits.DEFAULTS));
            archive = current;
        }
        return current.archive;
    }

    private void closeSource() throws IOException {
        Source source = open;
        open = null;
        if (source != null) {
            source.close();
        }
    }

    private void closeArchive() throws IOException {
        OpenArchive last = archive;
        archive = null;
        if (last != null) {
            last.archive.close();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            closeSource();
        } finally {
            closeArchive();
        }
    }

    private static boolean sameFile(PlaneRef a, PlaneRef b) {
        return a.encoding() == b.encoding()
                && a.location().equals(b.location())
                && a.member().equals(b.member());
    }

    /** Reads a plane of a file by its index. */
    @FunctionalInterface
    private interface Planes {
        Plane read(int index) throws IOException;
    }

    /** A file whose planes are identified by their index alone. */
    private record Numbered(PlaneRef ref, Planes planes, Closeable file) implements Source {
        static Numbered tiff(PlaneRef ref, TiffFile file) {
            return new Numbered(ref, file::read, file);
        }

        static Numbered zarr(PlaneRef ref, ZarrArray array) {
            return new Numbered(ref, array::read, array);
        }

        /** The spots of all frames are in memory. */
        static Numbered spots(PlaneRef ref, SpotMovie spots) {
            return new Numbered(
                    ref,
                    frame -> {
                        LabelImage labels = spots.labels(frame);
                        return Plane.of(labels.width(), labels.height(), labels.labels());
                    },
                    () -> {});
        }

        static Numbered geff(PlaneRef ref, GeffPlanes labels) {
            return new Numbered(ref, labels::read, labels);
        }

        /** A PNG image is read again each time; nothing is kept open. */
        static Numbered png(PlaneRef ref, Storage storage) {
            return new Numbered(ref, index -> PngImage.read(storage, ref.location()), () -> {});
        }

        @Override
        public boolean holds(PlaneRef other) {
            return sameFile(ref, other);
        }

        @Override
        public Plane read(int index) throws IOException {
            return planes.read(index);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** A trk archive with both of its arrays. */
    private record Trk(PlaneRef ref, TrkArchive archive) implements Source {
        @Override
        public boolean holds(PlaneRef other) {
            return sameFile(ref, other);
        }

        @Override
        public Plane read(int index) throws IOException {
            if (ref.member().equals(TrkArchive.TRACKED)) {
                return archive.tracked(index / archive.frames(), index % archive.frames());
            }
            int channels = archive.channels();
            int frame = index / channels;
            return archive.raw(frame / archive.frames(), frame % archive.frames(), index % channels);
        }

        @Override
        public void close() throws IOException {
            archive.close();
        }
    }
}
