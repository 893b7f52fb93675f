package org.cellineage.track;

import java.util.Locale;

/** How a track began. */
public enum Origin {
    /** It was present in the first frame of the movie. */
    START,
    /** Its mother divided. */
    DIVISION,
    /** It entered from outside the field of view. */
    ENTERED,
    /** It appeared inside the field and no mother was found. */
    APPEARED;

    /** The value in the tables, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the value with this label.
     *
     * @throws IllegalArgumentException if there is none
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
