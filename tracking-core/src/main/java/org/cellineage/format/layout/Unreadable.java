package org.cellineage.format.layout;

import java.io.IOException;
import org.cellineage.problem.Problem;

/** What to say of a file that the storage does not give out. */
final class Unreadable {

    private Unreadable() {}

    static Problem file(String location, IOException e) {
        return new Problem(
                location,
                "It cannot be read: " + e.getMessage() + ".",
                "Check that it exists and that the user who runs the job may read it.");
    }
}
