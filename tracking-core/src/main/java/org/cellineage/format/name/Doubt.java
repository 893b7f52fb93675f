package org.cellineage.format.name;

import java.util.Optional;

/**
 * A reason to doubt the interpretation of names.
 *
 * @param kind severity
 * @param cause one sentence with the alternative interpretation
 * @param layout the {@code --layout} that would resolve it, if known
 */
public record Doubt(Kind kind, String cause, Optional<String> layout) {

    /** Severity of a doubt. */
    public enum Kind {
        /** Layouts disagree about the movies, or two files are the same image: stop. */
        AMBIGUOUS,
        /** The names are readable, but the resulting movies are implausible: warn. */
        SUSPICIOUS
    }
}
