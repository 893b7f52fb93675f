package org.cellineage.track;

import java.util.Locale;

/** How a track ended. */
public enum Fate {
    /** It is present in the last frame of the movie. */
    END,
    /** It divided into two daughters. */
    DIVISION,
    /** It left the field of view. */
    LEFT,
    /** It disappeared inside the field: it died or was missed. */
    LOST;

    /** The value in the tables, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the value with this label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Fate ofLabel(String label) {
        for (Fate value : values()) {
            if (value.label().equals(label)) {
                return value;
            }
        }
        throw new IllegalArgumentException("no track ended by '" + label + "'");
    }
}
