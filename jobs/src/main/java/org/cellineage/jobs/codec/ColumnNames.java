package org.cellineage.jobs.codec;

/** The names of columns: {@code areaPx} of a record is {@code area_px} in a table. */
public final class ColumnNames {

    private ColumnNames() {}

    /** The column of a record's component. */
    public static String of(String component) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < component.length(); i++) {
            char c = component.charAt(i);
            if (Character.isUpperCase(c)) {
                name.append('_').append(Character.toLowerCase(c));
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }
}
