package org.cellineage.jobs.tables;

import org.apache.spark.sql.Row;
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

    /** A number of a row; NaN if it is null. */
    static double asNaN(Row row, String column) {
        int index = row.fieldIndex(column);
        return row.isNullAt(index) ? Double.NaN : row.getDouble(index);
    }

    static @Nullable String asNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
