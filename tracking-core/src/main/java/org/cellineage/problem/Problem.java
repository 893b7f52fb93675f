package org.cellineage.problem;

import java.io.Serializable;
import java.util.Objects;

/**
 * Something the user can act on: where it is, why it is wrong, and how to fix it.
 *
 * @param where the file, key or option concerned, as the user knows it
 * @param cause one sentence that says what is wrong
 * @param remedy one sentence that says what to do about it
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
