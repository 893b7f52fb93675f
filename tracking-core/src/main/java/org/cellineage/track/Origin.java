package org.cellineage.track;

import java.util.Locale;

/** How a track began. */
public enum Origin {
    /** It was there in the movie's first frame. */
    START,
    /** Its mother divided. */
    DIVISION,
    /** It came in over the edge of the field. */
    ENTERED,
    /** It appeared inside the field, without a mother that could be found. */
    APPEARED;

    /** The value in the tables: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The value that has this label.
     *
     * @throws IllegalArgumentException where none has
     */
    public static Origin ofLabel(String label) {
        for (Origin value : values()) {
            if (value.label().equals(label)) {
                return value;
            }
        }
        throw new IllegalArgumentException("no track began by '" + label + "'");
    }
}
