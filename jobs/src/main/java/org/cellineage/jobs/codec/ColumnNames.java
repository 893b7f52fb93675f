package org.cellineage.jobs.codec;

/** Names of columns: the component {@code areaPx} of a record is the column {@code area_px} of a table. */
public final class ColumnNames {

    private ColumnNames() {}

    /** The column of a record component. */
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
