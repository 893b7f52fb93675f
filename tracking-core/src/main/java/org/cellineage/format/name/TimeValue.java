package org.cellineage.format.name;

import java.util.Comparator;
import java.util.OptionalLong;

/**
 * The time of an image as given by its name. Values of the same kind are ordered by time; the frame number is the rank
 * of the value among those of the movie.
 *
 * @param kind meaning of {@code value}
 * @param value number of the time point, or milliseconds
 * @param elapsedMillis milliseconds since the first image, if the name has them in addition to the number
 */
public record TimeValue(Kind kind, long value, OptionalLong elapsedMillis) implements Comparable<TimeValue> {

    private static final Comparator<TimeValue> ORDER =
            Comparator.comparing(TimeValue::kind).thenComparingLong(TimeValue::value);

    /** Meaning of a value. */
    public enum Kind {
        /** Numbered time points, with unknown interval. */
        INDEX,
        /** Milliseconds since the acquisition began. */
        ELAPSED,
        /** Milliseconds of local date and time, as if in UTC; only differences are meaningful. */
        CLOCK;

        /** Whether differences of values are in milliseconds. */
        public boolean isMillis() {
            return this != INDEX;
        }
    }

    /** A numbered time point. */
    public static TimeValue index(long number) {
        return new TimeValue(Kind.INDEX, number, OptionalLong.empty());
    }

    /** A time since the start of the acquisition. */
    public static TimeValue elapsed(long millis) {
        return new TimeValue(Kind.ELAPSED, millis, OptionalLong.of(millis));
    }

    /** A date and time. */
    public static TimeValue clock(long millis) {
        return new TimeValue(Kind.CLOCK, millis, OptionalLong.empty());
    }

    @Override
    public int compareTo(TimeValue other) {
        return ORDER.compare(this, other);
    }
}
