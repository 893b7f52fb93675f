package org.cellineage.problem;

import java.io.Serializable;
import java.util.Objects;

/**
 * A problem that the user can fix.
 *
 * @param where the file, key or option concerned, as the user knows it
 * @param cause one sentence that says what is wrong
 * @param remedy one sentence that says how to fix it
 */
public record Problem(String where, String cause, String remedy) implements Serializable {

    public Problem {
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(remedy, "remedy");
    }

    @Override
    public String toString() {
        return where + ": " + cause + " " + remedy;
    }
}
