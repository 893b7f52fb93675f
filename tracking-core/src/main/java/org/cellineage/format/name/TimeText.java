package org.cellineage.format.name;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times in the notations that people and programs use in names. */
final class TimeText {

    /** What {@code {time}} in a pattern may match; longer forms first. */
    static final String REGEX = "\\d{4}y\\d{2}m\\d{2}d[_-]?\\d{2}h\\d{2}m(?:\\d{2}s)?"
            + "|\\d{4}-\\d{2}-\\d{2}[T _-]\\d{2}[-_.]?\\d{2}(?:[-_.]?\\d{2})?"
            + "|(?:\\d{1,6}d)?(?:\\d{1,6}h)?(?:\\d{1,6}m(?:in)?(?![a-z]))(?:\\d{1,6}s)?"
            + "|(?:\\d{1,6}d)?(?:\\d{1,6}h)(?:\\d{1,6}s)?|\\d{1,6}d|\\d{1,9}ms|\\d{1,6}s|\\d{1,12}";

    private static final Pattern CLOCK = Pattern.compile(
            "(\\d{4})y(\\d{2})m(\\d{2})d[_-]?(\\d{2})h(\\d{2})m(?:(\\d{2})s)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern ISO =
            Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})[T _-](\\d{2})[-_.]?(\\d{2})(?:[-_.]?(\\d{2}))?");
    private static final Pattern SPAN = Pattern.compile(
            "(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?:in)?)?(?:(\\d{1,6})s)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern MILLIS = Pattern.compile("(\\d{1,9})ms", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}");

    private TimeText() {}

    /** Parses the whole of {@code text} as a time; empty if invalid. */
    static Optional<TimeValue> parse(String text) {
        if (NUMBER.matcher(text).matches()) {
            return Optional.of(TimeValue.index(Long.parseLong(text)));
        }
        Matcher clock = CLOCK.matcher(text);
        if (clock.matches()) {
            return clock(clock);
        }
        Matcher iso = ISO.matcher(text);
        if (iso.matches()) {
            return clock(iso);
        }
        Matcher millis = MILLIS.matcher(text);
        if (millis.matches()) {
            return Optional.of(TimeValue.elapsed(Long.parseLong(millis.group(1))));
        }
        Matcher span = SPAN.matcher(text);
        if (!text.isEmpty() && span.matches()) {
            return Optional.of(TimeValue.elapsed(span(span.group(1), span.group(2), span.group(3), span.group(4))));
        }
        return Optional.empty();
    }

    /** Milliseconds of days, hours, minutes and seconds; absent ones are 0. */
    static long span(
            @Nullable String days, @Nullable String hours, @Nullable String minutes, @Nullable String seconds) {
        return ((number(days) * 24 + number(hours)) * 60 + number(minutes)) * 60_000 + number(seconds) * 1000;
    }

    /** A date and time; empty if the date does not exist. */
    static Optional<TimeValue> clock(String[] parts) {
        try {
            LocalDateTime time = LocalDateTime.of(
                    (int) number(parts[0]),
                    (int) number(parts[1]),
                    (int) number(parts[2]),
                    (int) number(parts[3]),
                    (int) number(parts[4]),
                    (int) number(parts[5]));
            return Optional.of(TimeValue.clock(time.toInstant(ZoneOffset.UTC).toEpochMilli()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<TimeValue> clock(Matcher m) {
        String[] parts = new String[6];
        for (int i = 0; i < 6; i++) {
            String part = m.group(i + 1);
            parts[i] = part == null ? "0" : part;
        }
        return clock(parts);
    }

    private static long number(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? 0 : Long.parseLong(digits);
    }
}
