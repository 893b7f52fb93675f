package org.cellineage.track;

import java.util.Locale;

/** How a track ended. */
public enum Fate {
    /** It was there in the movie's last frame. */
    END,
    /** It divided into two daughters. */
    DIVISION,
    /** It went out over the edge of the field. */
    LEFT,
    /** It was not seen any more inside the field: it died, or it was missed. */
    LOST;

    /** The value in the tables: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The value that has this label.
     *
     * @throws IllegalArgumentException where none has
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
