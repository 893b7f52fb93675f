package org.cellineage.format.tiff;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.cellineage.problem.BadInputException;

/** The entries of a TIFF or BigTIFF directory and their values. */
final class TagReader {

    private static final int MOST_TEXT_BYTES = 1 << 28;
    private static final String COPY_AGAIN = "Copy the file again from its source, or remove it from the input.";

    /** Used by Windows programs that do not write UTF-8; it includes all letters of Latin-1. */
    private static final Charset WESTERN = Charset.forName("windows-1252");

    private final ByteWindow in;
    private final String where;
    private final Map<Integer, Entry> entries = new HashMap<>();

    private record Entry(int type, long count, long position) {}

    /**
     * Reads the entries of a directory; of duplicate tags, the first is used.
     *
     * @param position position of the first entry
     * @param count number of entries, which lie inside the file
     * @throws EOFException if a value lies outside the file
     */
    TagReader(ByteWindow in, boolean big, long position, int count, int page, String where) throws IOException {
        this.in = in;
        this.where = where;
        for (int i = 0; i < count; i++) {
            long at = position + (long) i * (big ? 20 : 12);
            int tag = in.u16(at);
            int type = in.u16(at + 2);
            long values = big ? in.i64(at + 4) : in.u32(at + 4);
            long inline = at + (big ? 12 : 8);
            int size = sizeOf(type);
            if (size == 0) {
                continue;
            }
            boolean fits = values >= 0 && values <= (big ? 8 : 4) / size;
            long place = fits ? inline : big ? in.i64(inline) : in.u32(inline);
            if (values < 0 || place < 0 || values > (in.length() - place) / size) {
                throw new EOFException("tag " + tag + " of page " + page + " is outside it");
            }
            entries.putIfAbsent(tag, new Entry(type, values, place));
        }
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

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /** Number of values of a tag, 0 if absent. */
    long count(int tag) {
        Entry entry = entries.get(tag);
        return entry == null ? 0 : entry.count();
    }

    long number(int tag, long absent) throws IOException {
        Entry entry = entries.get(tag);
        return entry == null || entry.count() == 0 ? absent : number(entry, 0);
    }

    /** The first values of a tag, at most {@code most}; empty if absent. */
    long[] numbers(int tag, long most) throws IOException {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return new long[0];
        }
        long[] values = new long[(int) Math.min(entry.count(), Math.min(most, Integer.MAX_VALUE - 16))];
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
            default -> throw new BadInputException(where, "A header number has type " + entry.type() + ".", COPY_AGAIN);
        };
    }

    OptionalDouble rational(int tag) throws IOException {
        Entry entry = entries.get(tag);
        if (entry == null || entry.type() != 5 || entry.count() < 1) {
            return OptionalDouble.empty();
        }
        long denominator = in.u32(entry.position() + 4);
        return denominator == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) in.u32(entry.position()) / denominator);
    }

    /** Whether a text starts with {@code start}, which is ASCII; reads only that many bytes. */
    boolean startsWith(int tag, String start) throws IOException {
        Entry entry = entries.get(tag);
        if (entry == null || entry.count() < start.length()) {
            return false;
        }
        for (int i = 0; i < start.length(); i++) {
            if (in.u8(entry.position() + i) != start.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A text without trailing zero bytes, decoded as UTF-8 or else as Windows-1252. Empty if absent. */
    String text(int tag) throws IOException {
        Entry entry = entries.get(tag);
        if (entry == null || entry.count() > MOST_TEXT_BYTES) {
            return "";
        }
        byte[] bytes = in.copy(entry.position(), (int) entry.count());
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return decode(bytes, end);
    }

    /** Decodes the first {@code length} bytes as UTF-8 or else as Windows-1252. */
    static String decode(byte[] bytes, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, 0, length, WESTERN);
        }
    }
}
