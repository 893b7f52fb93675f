package org.cellineage.jobs.tables;

import org.jspecify.annotations.Nullable;

/** Unknown numbers are null in tables, whatever they are where they were computed. */
final class Unknown {

    private Unknown() {}

    static @Nullable Double asNull(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** A count a second; unknown where no time passed. */
    static @Nullable Double rate(double count, double seconds) {
        return seconds > 0 ? count / seconds : null;
    }

    static @Nullable String asNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
