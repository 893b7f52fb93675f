package org.cellineage.format.trk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.archive.TarIndex;
import org.cellineage.problem.BadInputException;

/**
 * The header of a NumPy array file ({@code .npy} 1.0 to 3.0).
 *
 * @param kind {@code u}, {@code i}, {@code f} or {@code b}
 * @param itemBytes bytes per number
 * @param order byte order
 * @param shape lengths of the axes, slowest first
 * @param dataOffset position of the first number in the file that contains the archive
 */
record NpyHeader(char kind, int itemBytes, ByteOrder order, List<Integer> shape, long dataOffset) {

    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([uifb])(\\d{1,2})'");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");

    NpyHeader {
        shape = List.copyOf(shape);
    }

    static NpyHeader read(SeekableBytes bytes, TarIndex.Extent place, String where) throws IOException {
        try {
            byte[] start = new byte[12];
            bytes.readFully(place.offset(), start, 0, 12);
            if ((start[0] & 0xff) != 0x93 || !new String(start, 1, 5, StandardCharsets.US_ASCII).equals("NUMPY")) {
                throw bad(where, "is not a numpy array");
            }
            int version = start[6];
            int textLength = (start[8] & 0xff) | (start[9] & 0xff) << 8;
            int textAt = 10;
            if (version >= 2) {
                textLength |= (start[10] & 0xff) << 16 | (start[11] & 0xff) << 24;
                textAt = 12;
            }
            if (textLength <= 0 || textLength > 1 << 20) {
                throw bad(where, "has a header of " + textLength + " bytes");
            }
            byte[] text = new byte[textLength];
            bytes.readFully(place.offset() + textAt, text, 0, textLength);
            NpyHeader header =
                    parse(new String(text, StandardCharsets.UTF_8), place.offset() + textAt + textLength, where);
            long numbers = header.itemBytes();
            for (int side : header.shape()) {
                numbers = Math.multiplyExact(numbers, side);
            }
            if (numbers > place.offset() + place.length() - header.dataOffset()) {
                throw bad(where, "is cut off: its shape " + header.shape() + " needs " + numbers + " bytes");
            }
            return header;
        } catch (EOFException | ArithmeticException e) {
            throw bad(where, "is cut off");
        }
    }

    private static NpyHeader parse(String text, long dataOffset, String where) {
        Matcher descr = DESCR.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        Matcher fortran = FORTRAN.matcher(text);
        if (!descr.find() || !shape.find() || !fortran.find()) {
            throw bad(where, "has a header that cannot be read: " + text.trim());
        }
        if (fortran.group(1).equals("True")) {
            throw bad(where, "is stored column by column (Fortran order)");
        }
        List<Integer> sides = new ArrayList<>();
        for (String side : shape.group(1).split(",")) {
            if (!side.isBlank()) {
                sides.add(parseSide(side.trim(), where));
            }
        }
        int itemBytes = Integer.parseInt(descr.group(3));
        boolean known = itemBytes == 1 || itemBytes == 2 || itemBytes == 4 || itemBytes == 8;
        if (!known || (descr.group(2).equals("f") && itemBytes < 4)) {
            throw bad(where, "contains numbers of type " + descr.group(2) + itemBytes);
        }
        return new NpyHeader(
                descr.group(2).charAt(0),
                itemBytes,
                descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                sides,
                dataOffset);
    }

    private static int parseSide(String text, String where) {
        try {
            int side = Integer.parseInt(text);
            if (side >= 0) {
                return side;
            }
        } catch (NumberFormatException e) {
            throw bad(where, "has an axis of length " + text);
        }
        throw bad(where, "has an axis of length " + text);
    }

    private static BadInputException bad(String where, String what) {
        return new BadInputException(
                where,
                "The array " + what + ".",
                "Save the .trk file again with C-ordered uint8, uint16, int32 or float32 arrays.");
    }
}
