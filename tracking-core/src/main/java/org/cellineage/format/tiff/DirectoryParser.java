package org.cellineage.format.tiff;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.cellineage.format.SeekableBytes;
import org.cellineage.image.PixelType;
import org.cellineage.problem.BadInputException;

/**
 * Reads the directories of a TIFF (TIFF 6.0, Adobe 1992) or BigTIFF file, no pixel. Whatever a header claims is held
 * against the file's real length before memory is taken for it.
 */
final class DirectoryParser {

    private static final int CLASSIC = 42;
    private static final int BIG = 43;
    private static final String RESAVE = "Save the movie again as a plain or OME-TIFF with 8 or 16 bits a pixel.";
    private static final String COPY_AGAIN = "Copy the file again from its source, or leave it out.";

    private final ByteWindow in;
    private final String where;
    private boolean big;

    private record Entry(int type, long count, long position) {}

    DirectoryParser(SeekableBytes bytes, String where) throws IOException {
        this.in = new ByteWindow(bytes);
        this.where = where;
    }

    ByteOrder order() {
        return in.order();
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
                where, "This is not a TIFF file, whatever its name says.", "Export it as TIFF, or leave it out.");
    }

    private List<TiffDirectory> parseChain(long first) throws IOException {
        List<TiffDirectory> directories = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        long position = first;
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
            directories.add(directory(entries, (int) count, directories.size()));
            long next = entries + count * entryBytes;
            position = big ? in.i64(next) : in.u32(next);
        }
        if (directories.isEmpty()) {
            throw bad("The TIFF file holds no page.", COPY_AGAIN);
        }
        return directories;
    }

    private BadInputException bad(String cause, String remedy) {
        return new BadInputException(where, cause, remedy);
    }

    private TiffDirectory directory(long entries, int count, int page) throws IOException {
        Map<Integer, Entry> tags = new HashMap<>();
        for (int i = 0; i < count; i++) {
            long at = entries + (long) i * (big ? 20 : 12);
            int tag = in.u16(at);
            int type = in.u16(at + 2);
            long values = big ? in.i64(at + 4) : in.u32(at + 4);
            long inline = at + (big ? 12 : 8);
            int size = sizeOf(type);
            if (size == 0) {
                continue;
            }
            boolean fits = values >= 0 && values <= (big ? 8 : 4) / size;
            long position = fits ? inline : big ? in.i64(inline) : in.u32(inline);
            if (values < 0 || position < 0 || values > (in.length() - position) / size) {
                throw new EOFException("tag " + tag + " of page " + page + " lies outside it");
            }
            tags.putIfAbsent(tag, new Entry(type, values, position));
        }
        return build(tags, page);
    }

    private TiffDirectory build(Map<Integer, Entry> tags, int page) throws IOException {
        long width = number(tags, TiffTag.IMAGE_WIDTH, -1);
        long height = number(tags, TiffTag.IMAGE_LENGTH, -1);
        if (width <= 0 || height <= 0) {
            throw bad("Page " + page + " says it has " + width + " x " + height + " pixels.", COPY_AGAIN);
        }
        long samples = number(tags, TiffTag.SAMPLES_PER_PIXEL, 1);
        if (samples < 1 || samples > 64) {
            throw bad("Page " + page + " has " + samples + " samples a pixel; 1 to 64 can be read.", RESAVE);
        }
        if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE || width * height > Integer.MAX_VALUE - 16) {
            throw bad(
                    "Page " + page + " says it has " + width + " x " + height
                            + " pixels; a frame may have 2,147,483,631 at most.",
                    "Cut the frames into smaller fields, or leave the file out if it is damaged.");
        }
        boolean tiled = tags.containsKey(TiffTag.TILE_OFFSETS) || tags.containsKey(TiffTag.TILE_WIDTH);
        long segmentWidth = tiled ? number(tags, TiffTag.TILE_WIDTH, 0) : width;
        long segmentHeight = tiled
                ? number(tags, TiffTag.TILE_LENGTH, 0)
                : Math.min(height, number(tags, TiffTag.ROWS_PER_STRIP, height));
        if (segmentWidth <= 0
                || segmentHeight <= 0
                || segmentWidth > 1 << 20 && tiled
                || segmentHeight > 1 << 20 && tiled) {
            throw bad(
                    "Page " + page + " is stored in pieces of " + segmentWidth + " x " + segmentHeight + " pixels.",
                    COPY_AGAIN);
        }
        int sampleFormat = (int) number(tags, TiffTag.SAMPLE_FORMAT, TiffTag.SAMPLE_UNSIGNED);
        TiffDirectory directory = new TiffDirectory(
                (int) width,
                (int) height,
                pixelType(tags, sampleFormat, page),
                sampleFormat == TiffTag.SAMPLE_UNSIGNED,
                (int) samples,
                samples > 1 && number(tags, TiffTag.PLANAR_CONFIGURATION, 1) == 2,
                number(tags, TiffTag.FILL_ORDER, 1) == TiffTag.FILL_LOW_BIT_FIRST,
                (int) number(tags, TiffTag.COMPRESSION, TiffTag.COMPRESSION_NONE),
                (int) number(tags, TiffTag.PREDICTOR, TiffTag.PREDICTOR_NONE),
                (int) segmentWidth,
                (int) segmentHeight,
                tiled,
                numbers(tags, tiled ? TiffTag.TILE_OFFSETS : TiffTag.STRIP_OFFSETS),
                numbers(tags, tiled ? TiffTag.TILE_BYTE_COUNTS : TiffTag.STRIP_BYTE_COUNTS),
                text(tags),
                rational(tags, TiffTag.X_RESOLUTION).orElse(Double.NaN));
        checkCoding(directory, tags, page);
        return checkSegments(directory, page);
    }

    private PixelType pixelType(Map<Integer, Entry> tags, int sampleFormat, int page) throws IOException {
        long[] bits = numbers(tags, TiffTag.BITS_PER_SAMPLE);
        long first = bits.length == 0 ? 1 : bits[0];
        for (long b : bits) {
            if (b != first) {
                throw bad("Page " + page + " mixes samples of " + first + " and " + b + " bits.", RESAVE);
            }
        }
        if (sampleFormat == TiffTag.SAMPLE_FLOAT && first == 32) {
            return PixelType.F32;
        }
        if (sampleFormat == TiffTag.SAMPLE_UNSIGNED && first == 8) {
            return PixelType.U8;
        }
        if (sampleFormat == TiffTag.SAMPLE_UNSIGNED && first == 16) {
            return PixelType.U16;
        }
        if (sampleFormat != TiffTag.SAMPLE_FLOAT && first == 32) {
            return PixelType.I32;
        }
        String kind = switch (sampleFormat) {
            case TiffTag.SAMPLE_SIGNED -> "signed integer";
            case TiffTag.SAMPLE_FLOAT -> "float";
            default -> "unsigned integer";
        };
        throw bad(
                "Page " + page + " has " + first + "-bit " + kind
                        + " samples; 8 and 16-bit unsigned, 32-bit integer and 32-bit float can be read.",
                RESAVE);
    }

    private void checkCoding(TiffDirectory directory, Map<Integer, Entry> tags, int page) throws IOException {
        switch (directory.compression()) {
            case TiffTag.COMPRESSION_NONE,
                    TiffTag.COMPRESSION_LZW,
                    TiffTag.COMPRESSION_DEFLATE,
                    TiffTag.COMPRESSION_DEFLATE_OLD,
                    TiffTag.COMPRESSION_PACK_BITS -> {}
            default ->
                throw bad(
                        "Page " + page + " is compressed by scheme " + directory.compression()
                                + "; none, LZW, deflate and PackBits can be read.",
                        RESAVE);
        }
        boolean isFloat = directory.type() == PixelType.F32;
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
        if (number(tags, TiffTag.PHOTOMETRIC, 1) == TiffTag.PHOTOMETRIC_PALETTE) {
            throw bad(
                    "Page " + page + " holds palette colours, not intensities.",
                    "Save the movie again as grey values with 8 or 16 bits a pixel.");
        }
    }

    /** Every piece must be there, and be long enough for what it is said to hold. */
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
        for (int i = 0; i < pieces; i++) {
            long needed = directory.decodedBytes((int) (i / across % down));
            long most = switch (directory.compression()) {
                case TiffTag.COMPRESSION_NONE -> 1;
                case TiffTag.COMPRESSION_PACK_BITS -> 64;
                case TiffTag.COMPRESSION_LZW -> 3000;
                default -> 1100;
            };
            if (counts[i] < 0 || needed > Integer.MAX_VALUE - 16 || counts[i] < (needed + most - 1) / most) {
                throw bad(
                        "Page " + page + " says it has " + directory.width() + " x " + directory.height()
                                + " pixels, but piece " + i + " stores " + counts[i] + " bytes for " + needed + ".",
                        COPY_AGAIN);
            }
        }
        if (counts == directory.byteCounts()) {
            return directory;
        }
        return new TiffDirectory(
                directory.width(),
                directory.height(),
                directory.type(),
                directory.unsigned32(),
                directory.samplesPerPixel(),
                directory.planar(),
                directory.reversedBits(),
                directory.compression(),
                directory.predictor(),
                directory.segmentWidth(),
                directory.segmentHeight(),
                directory.tiled(),
                directory.offsets(),
                counts,
                directory.description(),
                directory.xResolution());
    }

    private static int sizeOf(int type) {
        return switch (type) {
            case 1, 2, 6, 7 -> 1;
            case 3, 8 -> 2;
            case 4, 9, 11, 13 -> 4;
            case 5, 10, 12, 16, 17, 18 -> 8;
            default -> 0;
        };
    }

    private long number(Map<Integer, Entry> tags, int tag, long absent) throws IOException {
        Entry entry = tags.get(tag);
        return entry == null || entry.count() == 0 ? absent : number(entry, 0);
    }

    private long[] numbers(Map<Integer, Entry> tags, int tag) throws IOException {
        Entry entry = tags.get(tag);
        if (entry == null) {
            return new long[0];
        }
        long[] values = new long[(int) Math.min(entry.count(), Integer.MAX_VALUE - 16)];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(entry, i);
        }
        return values;
    }

    private long number(Entry entry, int index) throws IOException {
        return switch (entry.type()) {
            case 1, 6, 7 -> in.u8(entry.position() + index);
            case 3, 8 -> in.u16(entry.position() + 2L * index);
            case 4, 9, 13 -> in.u32(entry.position() + 4L * index);
            case 16, 17, 18 -> in.i64(entry.position() + 8L * index);
            default -> throw bad("A header number has type " + entry.type() + ".", COPY_AGAIN);
        };
    }

    private OptionalDouble rational(Map<Integer, Entry> tags, int tag) throws IOException {
        Entry entry = tags.get(tag);
        if (entry == null || entry.type() != 5 || entry.count() < 1) {
            return OptionalDouble.empty();
        }
        long denominator = in.u32(entry.position() + 4);
        return denominator == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) in.u32(entry.position()) / denominator);
    }

    private String text(Map<Integer, Entry> tags) throws IOException {
        Entry entry = tags.get(TiffTag.IMAGE_DESCRIPTION);
        if (entry == null || entry.count() > 1 << 28) {
            return "";
        }
        byte[] bytes = in.copy(entry.position(), (int) entry.count());
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return new String(Arrays.copyOf(bytes, end), StandardCharsets.UTF_8);
    }
}
