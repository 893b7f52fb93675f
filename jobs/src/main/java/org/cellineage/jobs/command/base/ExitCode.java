package org.cellineage.jobs.command.base;

import java.util.Collection;
import java.util.Set;

/** The exit code of the process; see {@code docs/OPERATIONS.md}. */
public enum ExitCode {
    /** Success. */
    DONE(0),
    /** Invalid command line. */
    USAGE(1),
    /** User action required: input, configuration or output. */
    USER_ACTION_REQUIRED(2),
    /** Internal error. */
    INTERNAL_ERROR(3),
    /** Finished, but some movies or frames failed; the failures table says which. */
    SOME_FAILED(4);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** Combines the codes of the parts of one command: their code if it is the same, else {@link #SOME_FAILED}. */
    public static ExitCode ofAll(Collection<ExitCode> codes) {
        Set<ExitCode> different = Set.copyOf(codes);
        return different.size() == 1 ? different.iterator().next() : SOME_FAILED;
    }

    /** The number. */
    public int code() {
        return code;
    }
}
