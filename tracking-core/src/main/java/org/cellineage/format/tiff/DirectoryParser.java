package org.cellineage.format.tiff;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cellineage.format.SeekableBytes;
import org.cellineage.problem.BadInputException;

/**
 * Reads the directories of a TIFF (TIFF 6.0, Adobe 1992) or BigTIFF file without pixels. All sizes in a header are
 * checked against the length of the file before memory is allocated for them.
 */
final class DirectoryParser {

    private static final int CLASSIC = 42;
    private static final int BIG = 43;

    /**
     * Small files may list a few segments without room for the lists, as values that fit are stored in the entries
     * themselves.
     */
    private static final int FEW_PIECES = 4096;

    /** Micro-Manager never writes longer texts about one image. */
    private static final int MOST_IMAGE_TEXT = 1 << 20;

    private static final String RESAVE = "Save the movie again as a plain or OME-TIFF with 8 or 16 bits per pixel.";
    private static final String COPY_AGAIN = "Copy the file again from its source, or remove it from the input.";

    private final ByteWindow in;
    private final String where;
    private boolean big;
    private long piecesSoFar;
    private String firstImage = "";
    private String lastImage = "";
    private Optional<BadInputException> unreadable = Optional.empty();

    DirectoryParser(SeekableBytes bytes, String where) throws IOException {
        this.in = new ByteWindow(bytes);
        this.where = where;
    }

    ByteOrder order() {
        return in.order();
    }

    /** Micro-Manager's metadata of the first page; empty if there is none. */
    String firstImage() {
        return firstImage;
    }

    /** Micro-Manager's metadata of the last page. */
    String lastImage() {
        return lastImage;
    }

    List<TiffDirectory> parse() throws IOException {
        if (in.length() == 0) {
            throw new BadInputException(where, "The file is empty.", COPY_AGAIN);
        }
        try {
            return parseChain(header());
        } catch (EOFException e) {
            throw new BadInputException(where, "The TIFF file is cut off: " + e.getMessage() + ".", COPY_AGAIN, e);
        }
    }

    private long header() throws IOException {
        if (in.length() < 8) {
            throw notTiff();
        }
        int mark = in.u16(0);
        if (mark == 0x4949) {
            in.order(ByteOrder.LITTLE_ENDIAN);
        } else if (mark == 0x4d4d) {
            in.order(ByteOrder.BIG_ENDIAN);
        } else {
            throw notTiff();
        }
        int version = in.u16(2);
        if (version == CLASSIC) {
            return in.u32(4);
        }
        if (version == BIG && in.u16(4) == 8) {
            big = true;
            return in.i64(8);
        }
        throw notTiff();
    }

    private BadInputException notTiff() {
        return new BadInputException(
                where, "This is not a TIFF file, despite its name.", "Export it as TIFF, or remove it from the input.");
    }

    private List<TiffDirectory> parseChain(long first) throws IOException {
        List<TiffDirectory> directories = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        long position = first;
        Optional<TagReader> last = Optional.empty();
        while (position != 0) {
            if (!seen.add(position)) {
                throw bad("The list of pages runs in a circle.", COPY_AGAIN);
            }
            long count = big ? in.i64(position) : in.u16(position);
            int entryBytes = big ? 20 : 12;
            long entries = position + (big ? 8 : 2);
            if (count <= 0 || count > (in.length() - entries) / entryBytes) {
                throw new EOFException("page " + directories.size() + " should have " + count
                        + " header entries at byte " + position + " of " + in.length());
            }
            int page = directories.size();
            TagReader tags = new TagReader(in, big, entries, (int) count, page, where);
            directories.add(directory(tags, page));
            if (page == 0) {
                firstImage = microManager(tags);
            }
            last = Optional.of(tags);
            long next = entries + count * entryBytes;
            position = big ? in.i64(next) : in.u32(next);
        }
        if (directories.isEmpty()) {
            throw bad("The TIFF file contains no pages.", COPY_AGAIN);
        }
        if (unreadable.isPresent() && directories.stream().noneMatch(TiffDirectory::isFrame)) {
            throw unreadable.get();
        }
        lastImage = last.isPresent() ? microManager(last.get()) : "";
        return directories;
    }

    private static String microManager(TagReader tags) throws IOException {
        return tags.count(TiffTag.MICRO_MANAGER) > MOST_IMAGE_TEXT ? "" : tags.text(TiffTag.MICRO_MANAGER);
    }

    /** An unreadable thumbnail or mask does not affect the frames; masks have one bit per pixel. */
    private TiffDirectory directory(TagReader tags, int page) throws IOException {
        TiffDirectory.Role role = role(tags);
        try {
            return build(tags, role, page);
        } catch (BadInputException e) {
            if (role == TiffDirectory.Role.FRAME) {
                throw e;
            }
            unreadable = Optional.of(unreadable.orElse(e));
            return TiffDirectory.unreadable(role, description(tags, page));
        }
    }

    private BadInputException bad(String cause, String remedy) {
        return new BadInputException(where, cause, remedy);
    }

    private TiffDirectory build(TagReader tags, TiffDirectory.Role role, int page) throws IOException {
        long width = tags.number(TiffTag.IMAGE_WIDTH, -1);
        long height = tags.number(TiffTag.IMAGE_LENGTH, -1);
        if (width <= 0 || height <= 0) {
            throw bad("Page " + page + " says it has " + width + " x " + height + " pixels.", COPY_AGAIN);
        }
        long samples = tags.number(TiffTag.SAMPLES_PER_PIXEL, 1);
        if (samples < 1 || samples > 64) {
            throw bad("Page " + page + " has " + samples + " samples per pixel; 1 to 64 can be read.", RESAVE);
        }
        if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE || width * height > Integer.MAX_VALUE - 16) {
            throw bad(
                    "Page " + page + " says it has " + width + " x " + height
                            + " pixels; a frame may have 2,147,483,631 at most.",
                    "Cut the frames into smaller fields, or leave the file out if it is damaged.");
        }
        boolean tiled = tags.has(TiffTag.TILE_OFFSETS) || tags.has(TiffTag.TILE_WIDTH);
        long segmentWidth = tiled ? tags.number(TiffTag.TILE_WIDTH, 0) : width;
        long segmentHeight = tiled
                ? tags.number(TiffTag.TILE_LENGTH, 0)
                : Math.min(height, tags.number(TiffTag.ROWS_PER_STRIP, height));
        if (segmentWidth <= 0
                || segmentHeight <= 0
                || segmentWidth > 1 << 20 && tiled
                || segmentHeight > 1 << 20 && tiled) {
            throw bad(
                    "Page " + page + " is stored in pieces of " + segmentWidth + " x " + segmentHeight + " pixels.",
                    COPY_AGAIN);
        }
        boolean planar = samples > 1 && tags.number(TiffTag.PLANAR_CONFIGURATION, 1) == 2;
        long pieces = (width + segmentWidth - 1) / segmentWidth * ((height + segmentHeight - 1) / segmentHeight);
        pieces *= planar ? samples : 1;
        int offsets = tiled ? TiffTag.TILE_OFFSETS : TiffTag.STRIP_OFFSETS;
        int counts = tiled ? TiffTag.TILE_BYTE_COUNTS : TiffTag.STRIP_BYTE_COUNTS;
        requireRoom(Math.min(pieces, tags.count(offsets)), page);
        TiffDirectory directory = new TiffDirectory(
                (int) width,
                (int) height,
                new SampleTypes(tags, where, page).type(),
                (int) samples,
                planar,
                tags.number(TiffTag.FILL_ORDER, 1) == TiffTag.FILL_LOW_BIT_FIRST,
                (int) tags.number(TiffTag.COMPRESSION, TiffTag.COMPRESSION_NONE),
                (int) tags.number(TiffTag.PREDICTOR, TiffTag.PREDICTOR_NONE),
                (int) segmentWidth,
                (int) segmentHeight,
                tiled,
                tags.numbers(offsets, pieces),
                tags.numbers(counts, pieces),
                description(tags, page),
                tags.rational(TiffTag.X_RESOLUTION).orElse(Double.NaN),
                samples >= 3 && tags.number(TiffTag.PHOTOMETRIC, 1) == TiffTag.PHOTOMETRIC_RGB,
                role);
        checkCoding(directory, tags, page);
        return checkSegments(directory, page);
    }

    /** Segment lists are kept in memory, so a small file must not make many pages share one large list. */
    private void requireRoom(long pieces, int page) {
        piecesSoFar += pieces;
        if (piecesSoFar > FEW_PIECES && piecesSoFar > in.length()) {
            throw bad(
                    "Up to page " + page + " it lists " + piecesSoFar + " pieces, but has only " + in.length()
                            + " bytes.",
                    COPY_AGAIN);
        }
    }

    /**
     * Only the first page's description, and those that tifffile writes at the start of a series, describe the
     * contents.
     */
    private static String description(TagReader tags, int page) throws IOException {
        int tag = TiffTag.IMAGE_DESCRIPTION;
        boolean wanted = page == 0
                || tags.count(tag) <= ShapedDescription.MOST_LENGTH
                        && (tags.startsWith(tag, ShapedDescription.JSON_START)
                                || tags.startsWith(tag, ShapedDescription.OLD_START));
        return wanted ? tags.text(tag) : "";
    }

    private static TiffDirectory.Role role(TagReader tags) throws IOException {
        long kind = tags.number(TiffTag.NEW_SUBFILE_TYPE, 0);
        if ((kind & TiffTag.NEW_SUBFILE_MASK) != 0) {
            return TiffDirectory.Role.MASK;
        }
        boolean reduced = (kind & TiffTag.NEW_SUBFILE_REDUCED) != 0
                || tags.number(TiffTag.SUBFILE_TYPE, 0) == TiffTag.SUBFILE_REDUCED;
        return reduced ? TiffDirectory.Role.REDUCED : TiffDirectory.Role.FRAME;
    }

    /** The first bytes of a page's first segment, as far as they exist. */
    private byte[] start(TiffDirectory directory) throws IOException {
        long from = directory.offsets().length == 0 ? 0 : directory.offsets()[0];
        long there = directory.byteCounts().length == 0 ? 0 : Math.min(directory.byteCounts()[0], in.length() - from);
        return from < 0 || there <= 0 ? new byte[0] : in.copy(from, (int) Math.min(there, TiffCompression.START_BYTES));
    }

    private void checkCoding(TiffDirectory directory, TagReader tags, int page) throws IOException {
        if (!TiffCompression.isRead(directory.compression())) {
            throw bad(
                    "Page " + page + " is compressed by "
                            + TiffCompression.describe(directory.compression(), start(directory))
                            + "; none, LZW, deflate, PackBits and zstd can be read.",
                    "Save the movie again without compression, or with deflate or LZW, and 8 or 16 bits per pixel.");
        }
        boolean isFloat = directory.type().isFloat();
        boolean fits = switch (directory.predictor()) {
            case TiffTag.PREDICTOR_NONE -> true;
            case TiffTag.PREDICTOR_HORIZONTAL -> !isFloat;
            case TiffTag.PREDICTOR_FLOAT -> isFloat;
            default -> false;
        };
        if (!fits) {
            throw bad(
                    "Page " + page + " uses predictor " + directory.predictor() + " with " + directory.type()
                            + " samples, which TIFF does not define.",
                    RESAVE);
        }
        long depth = tags.number(TiffTag.IMAGE_DEPTH, 1);
        if (depth > 1) {
            throw bad(
                    "Page " + page + " contains a volume of " + depth + " planes.",
                    "Save each plane as a separate page (in tifffile: volumetric=False).");
        }
        if (tags.number(TiffTag.PHOTOMETRIC, 1) == TiffTag.PHOTOMETRIC_YCBCR) {
            throw bad(
                    "Page " + page + " is stored as luminance and colour differences (YCbCr), like a photograph.",
                    "Save the movie again as grey values or RGB.");
        }
    }

    /** Checks that every segment exists and is long enough for its pixels. */
    private TiffDirectory checkSegments(TiffDirectory directory, int page) {
        int across = directory.segmentsAcross();
        int down = directory.segmentsDown();
        long pieces = (long) across * down * (directory.planar() ? directory.samplesPerPixel() : 1);
        long[] counts = directory.byteCounts();
        if (counts.length == 0 && pieces == 1 && directory.compression() == TiffTag.COMPRESSION_NONE) {
            counts = new long[] {directory.decodedBytes(0)};
        }
        if (directory.offsets().length < pieces || counts.length < pieces) {
            throw bad(
                    "Page " + page + " of " + directory.width() + " x " + directory.height() + " pixels needs " + pieces
                            + " pieces, but the header lists " + Math.min(directory.offsets().length, counts.length)
                            + ".",
                    COPY_AGAIN);
        }
        long most = TiffCompression.mostPerByte(directory.compression());
        for (int i = 0; i < pieces; i++) {
            long needed = directory.decodedBytes((int) (i / across % down));
            if (counts[i] < 0 || needed > Integer.MAX_VALUE - 16 || counts[i] < (needed + most - 1) / most) {
                throw bad(
                        "Page " + page + " says it has " + directory.width() + " x " + directory.height()
                                + " pixels, but piece " + i + " stores " + counts[i] + " bytes for " + needed + ".",
                        COPY_AGAIN);
            }
        }
        return counts == directory.byteCounts() ? directory : directory.withByteCounts(counts);
    }
}
