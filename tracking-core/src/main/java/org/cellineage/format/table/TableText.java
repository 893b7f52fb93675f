package org.cellineage.format.table;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.cellineage.problem.BadInputException;

/**
 * Decodes tables as saved by spreadsheet programs: UTF-8 with or without a byte order mark, UTF-16 in both byte orders,
 * or Windows-1252.
 */
public final class TableText {

    private static final Charset WINDOWS =
            Charset.isSupported("windows-1252") ? Charset.forName("windows-1252") : StandardCharsets.ISO_8859_1;
    private static final int LOOK_BYTES = 4096;

    private TableText() {}

    /**
     * Decodes a file.
     *
     * @throws BadInputException if it is a workbook instead of text
     */
    public static String of(byte[] bytes, String where) {
        refuseWorkbooks(bytes, where);
        if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
            return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
        }
        if (startsWith(bytes, 0xff, 0xfe)) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
        }
        if (startsWith(bytes, 0xfe, 0xff)) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE);
        }
        int[] zeros = zeros(bytes);
        int pairs = Math.min(bytes.length, LOOK_BYTES) / 2;
        if (zeros[1] > pairs / 2) {
            return new String(bytes, StandardCharsets.UTF_16LE);
        }
        if (zeros[0] > pairs / 2) {
            return new String(bytes, StandardCharsets.UTF_16BE);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, WINDOWS);
        }
    }

    private static void refuseWorkbooks(byte[] bytes, String where) {
        boolean zipped = startsWith(bytes, 'P', 'K', 3, 4);
        if (zipped || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
            throw new BadInputException(
                    where,
                    "It is a spreadsheet workbook (" + (zipped ? ".xlsx or .ods" : ".xls") + "), not a text file.",
                    "Save the sheet as \"CSV UTF-8 (comma delimited)\" and give that file.");
        }
    }

    private static boolean startsWith(byte[] bytes, int... expected) {
        if (bytes.length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Counts zero bytes at even and at odd positions of the beginning: every Latin letter in UTF-16 has one. */
    private static int[] zeros(byte[] bytes) {
        int[] zeros = new int[2];
        for (int i = 0; i < Math.min(bytes.length, LOOK_BYTES); i++) {
            zeros[i % 2] += bytes[i] == 0 ? 1 : 0;
        }
        return zeros;
    }
}
