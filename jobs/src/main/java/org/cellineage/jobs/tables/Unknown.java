package org.cellineage.jobs.tables;

import org.jspecify.annotations.Nullable;

/** Converts unknown numbers to null, as the tables represent them. */
final class Unknown {

    private Unknown() {}

    static @Nullable Double asNull(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** A count per second; unknown if no time has passed. */
    static @Nullable Double rate(double count, double seconds) {
        return seconds > 0 ? count / seconds : null;
    }

    static @Nullable String asNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
