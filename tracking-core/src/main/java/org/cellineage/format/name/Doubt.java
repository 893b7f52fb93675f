package org.cellineage.format.name;

import java.util.Optional;

/**
 * A reason to ask before the names are believed.
 *
 * @param kind how bad it is
 * @param cause one sentence that says what could be meant
 * @param layout what {@code --layout} would settle it, where that is known
 */
public record Doubt(Kind kind, String cause, Optional<String> layout) {

    /** How bad it is. */
    public enum Kind {
        /** The names mean different movies to different layouts, or two files are the same image: stop. */
        AMBIGUOUS,
        /** The names can be read, but the movies that come out are unlikely: say so. */
        SUSPICIOUS
    }
}
