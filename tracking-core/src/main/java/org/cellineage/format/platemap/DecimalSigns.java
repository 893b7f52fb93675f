package org.cellineage.format.platemap;

import java.util.List;
import java.util.regex.Pattern;

/** Determines the decimal separator of a column and converts it to a point. */
final class DecimalSigns {

    private static final String EXPONENT = "(?:[eE][-+]?\\d+)?";
    private static final Pattern COMMA = Pattern.compile("[-+]?(?:\\d+|\\d{1,3}(?:\\.\\d{3})+)(?:,\\d+)?" + EXPONENT);
    private static final Pattern POINT = Pattern.compile("[-+]?(?:\\d*\\.)?\\d+" + EXPONENT);
    private static final Pattern GROUPED = Pattern.compile("[-+]?\\d{1,3}(?:,\\d{3})*(?:\\.\\d+)?");

    private DecimalSigns() {}

    /**
     * Returns the column with decimal points if all values are numbers and some have a comma; otherwise unchanged.
     *
     * @param values non-empty values
     * @param commaSeparates whether commas separate the cells of the file, so that the decimal separator is a point
     */
    static List<String> withPoints(List<String> values, boolean commaSeparates) {
        boolean anyComma = values.stream().anyMatch(value -> value.indexOf(',') >= 0);
        if (!anyComma || values.stream().allMatch(value -> POINT.matcher(value).matches())) {
            return values;
        }
        if (commaSeparates
                && values.stream().allMatch(value -> GROUPED.matcher(value).matches())) {
            return values.stream().map(value -> value.replace(",", "")).toList();
        }
        if (values.stream().allMatch(value -> COMMA.matcher(value).matches())) {
            return values.stream()
                    .map(value -> value.replace(".", "").replace(',', '.'))
                    .toList();
        }
        return values;
    }
}
