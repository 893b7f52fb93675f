package org.cellineage.format.vendor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Parses texts, numbers and times of metadata files in the notations that instruments use. */
final class VendorText {

    private VendorText() {}

    /** Decodes a file: UTF-8 or UTF-16 by its byte order mark, otherwise UTF-8 if valid, else Latin-1. */
    static String decode(byte[] bytes, int count) {
        if (count >= 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe) {
            return new String(bytes, 2, count - 2, StandardCharsets.UTF_16LE);
        }
        if (count >= 2 && (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff) {
            return new String(bytes, 2, count - 2, StandardCharsets.UTF_16BE);
        }
        boolean mark =
                count >= 3 && (bytes[0] & 0xff) == 0xef && (bytes[1] & 0xff) == 0xbb && (bytes[2] & 0xff) == 0xbf;
        int start = mark ? 3 : 0;
        return new String(bytes, start, count - start, charset(bytes, start, count - start));
    }

    private static Charset charset(byte[] bytes, int start, int count) {
        try {
            // The last bytes may be part of a character if the file was cut at the limit.
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, start, Math.max(0, count - 3)));
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException e) {
            return StandardCharsets.ISO_8859_1;
        }
    }

    /** A finite number, with a decimal point or comma. */
    static OptionalDouble number(String text) {
        String plain = text.strip().replace(',', '.');
        if (plain.isEmpty() || plain.length() > 40 || !plain.matches("[-+]?[0-9.]+(?:[eE][-+]?\\d{1,3})?")) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(plain);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** A non-negative whole number. */
    static OptionalInt whole(String text) {
        String plain = text.strip();
        return plain.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(plain)) : OptionalInt.empty();
    }

    /** Milliseconds of an ISO time, with or without a time zone. */
    static OptionalLong isoMillis(String text) {
        String plain = text.strip();
        try {
            Instant time = plain.matches(".*(?:Z|[+-]\\d{2}:\\d{2})")
                    ? OffsetDateTime.parse(plain).toInstant()
                    : LocalDateTime.parse(plain).toInstant(ZoneOffset.UTC);
            return OptionalLong.of(time.toEpochMilli());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
