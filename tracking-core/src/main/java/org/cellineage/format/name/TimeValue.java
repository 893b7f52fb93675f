package org.cellineage.format.name;

import java.util.Comparator;
import java.util.OptionalLong;

/**
 * When an image was taken, as its name says. Values of one kind compare by time; the number of a frame is the rank of its
 * value among those of its movie.
 *
 * @param kind what {@code value} counts
 * @param value the number of the time point, or milliseconds
 * @param elapsedMillis milliseconds since the first image, where the name says them besides the number
 */
public record TimeValue(Kind kind, long value, OptionalLong elapsedMillis) implements Comparable<TimeValue> {

    private static final Comparator<TimeValue> ORDER =
            Comparator.comparing(TimeValue::kind).thenComparingLong(TimeValue::value);

    /** What a value counts. */
    public enum Kind {
        /** Time points: the time between two of them is not in the name. */
        INDEX,
        /** Milliseconds since the acquisition began. */
        ELAPSED,
        /** Milliseconds of the clock on the wall, as if it stood in UTC; only differences mean something. */
        CLOCK;

        /** Whether differences of values are milliseconds. */
        public boolean isMillis() {
            return this != INDEX;
        }
    }

    /** A numbered time point. */
    public static TimeValue index(long number) {
        return new TimeValue(Kind.INDEX, number, OptionalLong.empty());
    }

    /** A time since the acquisition began. */
    public static TimeValue elapsed(long millis) {
        return new TimeValue(Kind.ELAPSED, millis, OptionalLong.of(millis));
    }

    /** A time of the clock. */
    public static TimeValue clock(long millis) {
        return new TimeValue(Kind.CLOCK, millis, OptionalLong.empty());
    }

    @Override
    public int compareTo(TimeValue other) {
        return ORDER.compare(this, other);
    }
}
