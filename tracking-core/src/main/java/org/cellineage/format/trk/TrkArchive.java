package org.cellineage.format.trk;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.cellineage.format.LocalSeekableBytes;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.archive.ArchiveLimits;
import org.cellineage.format.archive.SeekableInputStream;
import org.cellineage.format.archive.TarIndex;
import org.cellineage.format.archive.TemporaryFile;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/**
 * A {@code .trk} or {@code .trks} file: raw movie, tracked labels and lineage in a tar archive, plain or gzipped.
 *
 * <p>Arrays are (frame, y, x, channel), in batches (movie, frame, y, x, channel). A plane is read without the others; a
 * gzipped file is first unpacked once to the local disk.
 */
public final class TrkArchive implements Closeable {

    /** Name of the raw array in the archive. */
    public static final String RAW = "raw.npy";

    /** Name of the tracked array in the archive. */
    public static final String TRACKED = "tracked.npy";

    private static final int CHUNK_ROWS_BYTES = 1 << 20;

    private final String where;
    private final SeekableBytes bytes;
    private final Optional<TemporaryFile> unpacked;
    private final TarIndex index;
    private final NpyHeader raw;
    private final NpyHeader tracked;

    private TrkArchive(
            String where,
            SeekableBytes bytes,
            Optional<TemporaryFile> unpacked,
            TarIndex index,
            NpyHeader raw,
            NpyHeader tracked) {
        this.where = where;
        this.bytes = bytes;
        this.unpacked = unpacked;
        this.index = index;
        this.raw = raw;
        this.tracked = tracked;
    }

    /**
     * Opens a file and reads its headers.
     *
     * @throws BadInputException if it is not such a file, or its arrays do not match
     */
    public static TrkArchive open(Storage storage, String location) throws IOException {
        SeekableBytes bytes = storage.open(location);
        Optional<TemporaryFile> unpacked = Optional.empty();
        try {
            byte[] magic = new byte[2];
            boolean gzipped = bytes.read(0, magic, 0, 2) == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
            if (gzipped) {
                TemporaryFile file = unpack(bytes, location);
                unpacked = Optional.of(file);
                bytes.close();
                bytes = new LocalSeekableBytes(file.path());
            }
            TarIndex index = TarIndex.read(bytes, location);
            NpyHeader raw = NpyHeader.read(bytes, member(index, RAW, location), location + "!" + RAW);
            NpyHeader tracked = NpyHeader.read(bytes, member(index, TRACKED, location), location + "!" + TRACKED);
            checkShapes(raw, tracked, location);
            return new TrkArchive(location, bytes, unpacked, index, raw, tracked);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            if (unpacked.isPresent()) {
                unpacked.get().close();
            }
            throw e;
        }
    }

    private static TemporaryFile unpack(SeekableBytes bytes, String where) throws IOException {
        TemporaryFile file = TemporaryFile.create();
        long limit = ArchiveLimits.DEFAULTS.maxBytes();
        try (InputStream in = new GZIPInputStream(new SeekableInputStream(bytes), 1 << 16);
                OutputStream out = file.output()) {
            byte[] buffer = new byte[1 << 16];
            long total = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                total += n;
                if (total > limit) {
                    throw new BadInputException(
                            where,
                            "It unpacks to more than " + limit + " bytes.",
                            "Provide the movies as TIFF stacks.");
                }
                out.write(buffer, 0, n);
            }
            return file;
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            file.close();
            throw new BadInputException(
                    where, "It cannot be unpacked: " + e.getMessage() + ".", "Copy it again from its source.", e);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static TarIndex.Extent member(TarIndex index, String name, String where) {
        TarIndex.Extent place = index.members().get(name);
        if (place == null) {
            throw new BadInputException(
                    where,
                    "The archive contains no " + name + ", only "
                            + index.members().keySet() + ".",
                    "Give a .trk or .trks file of deepcell-tracking.");
        }
        return place;
    }

    private static void checkShapes(NpyHeader raw, NpyHeader tracked, String where) {
        int rank = raw.shape().size();
        boolean fits = (rank == 4 || rank == 5)
                && tracked.shape().size() == rank
                && tracked.shape().get(rank - 1) == 1
                && raw.shape().subList(0, rank - 1).equals(tracked.shape().subList(0, rank - 1))
                && !raw.shape().contains(0);
        if (!fits) {
            throw new BadInputException(
                    where,
                    "Its arrays do not match: raw is " + raw.shape() + ", tracked is " + tracked.shape() + ".",
                    "Both must be (frames, y, x, channels), or (movies, frames, y, x, channels) in a .trks file, the"
                            + " tracked array with one channel.");
        }
    }

    /** Number of movies; 1 in a {@code .trk}. */
    public int movies() {
        return raw.shape().size() == 5 ? raw.shape().get(0) : 1;
    }

    /** Number of frames of each movie. */
    public int frames() {
        return side(4);
    }

    /** Number of rows in pixels. */
    public int height() {
        return side(3);
    }

    /** Number of columns in pixels. */
    public int width() {
        return side(2);
    }

    /** Number of channels of the raw movie. */
    public int channels() {
        return side(1);
    }

    private int side(int fromEnd) {
        return raw.shape().get(raw.shape().size() - fromEnd);
    }

    /** Type of the raw planes. */
    public PixelType rawType() {
        return type(raw);
    }

    /**
     * The lineages, one list of tracks per movie, ascending by label.
     *
     * @throws BadInputException if one has a flaw
     */
    public List<List<TrkTrack>> lineages() throws IOException {
        List<List<TrkTrack>> lineages = new ArrayList<>();
        for (TrkLineages.Lineage lineage : givenLineages()) {
            lineage.given().flawless();
            lineages.add(lineage.tracks());
        }
        return lineages;
    }

    /** The lineages as far as they could be read, one per movie. */
    public List<TrkLineages.Lineage> givenLineages() throws IOException {
        for (String name : List.of("lineage.json", "lineages.json")) {
            TarIndex.Extent place = index.members().get(name);
            if (place != null && place.length() < 1 << 30) {
                byte[] json = new byte[(int) place.length()];
                bytes.readFully(place.offset(), json, 0, json.length);
                List<TrkLineages.Lineage> lineages = TrkLineages.parseGiven(json, where + "!" + name);
                if (lineages.size() != movies()) {
                    throw new BadInputException(
                            where,
                            "It has " + movies() + " movies, but " + lineages.size() + " lineages.",
                            "Save it again with one lineage per movie.");
                }
                return lineages;
            }
        }
        throw new BadInputException(
                where, "The archive contains no lineage.json.", "Give a .trk or .trks file of deepcell-tracking.");
    }

    /** Reads one channel of one raw frame. */
    public Plane raw(int movie, int frame, int channel) throws IOException {
        return plane(raw, rawType(), movie, frame, channel);
    }

    /** Reads the labels of a frame; the type is {@link PixelType#I32} or smaller. */
    public Plane tracked(int movie, int frame) throws IOException {
        return plane(tracked, trackedType(), movie, frame, 0);
    }

    private static PixelType type(NpyHeader header) {
        if (header.kind() == 'f') {
            return PixelType.F32;
        }
        boolean signed = header.kind() == 'i';
        if (header.itemBytes() == 1 && !signed) {
            return PixelType.U8;
        }
        return header.itemBytes() == 2 && !signed ? PixelType.U16 : PixelType.I32;
    }

    /** Labels stored as floats are read as integers, which they must be. */
    private PixelType trackedType() {
        return tracked.kind() == 'f' ? PixelType.I32 : type(tracked);
    }

    private Plane plane(NpyHeader header, PixelType type, int movie, int frame, int channel) throws IOException {
        int channels = header.shape().get(header.shape().size() - 1);
        if (movie >= movies() || frame >= frames() || channel >= channels) {
            throw new BadInputException(
                    where,
                    "It has no movie " + movie + ", frame " + frame + ", channel " + channel + ".",
                    "Check that the file has not been changed in the meantime.");
        }
        int pixels = width() * height();
        int step = channels * header.itemBytes();
        long at = header.dataOffset() + ((long) movie * frames() + frame) * pixels * step;
        int chunk = Math.max(1, CHUNK_ROWS_BYTES / step);
        byte[] buffer = new byte[Math.min(chunk, pixels) * step];
        Samples samples = Samples.of(type, pixels);
        for (int done = 0; done < pixels; done += chunk) {
            int n = Math.min(chunk, pixels - done);
            bytes.readFully(at + (long) done * step, buffer, 0, n * step);
            ByteBuffer in = ByteBuffer.wrap(buffer).order(header.order());
            for (int i = 0; i < n; i++) {
                samples.put(done + i, in, i * step + channel * header.itemBytes(), header, where);
            }
        }
        return samples.plane(width(), height());
    }

    @Override
    public void close() throws IOException {
        bytes.close();
        if (unpacked.isPresent()) {
            unpacked.get().close();
        }
    }
}
