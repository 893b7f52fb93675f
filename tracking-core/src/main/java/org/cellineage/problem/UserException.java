package org.cellineage.problem;

import org.jspecify.annotations.Nullable;

/**
 * User action is required: the input, the configuration or the output is invalid.
 *
 * <p>The subtype says which of the three. The command line shows the {@link Problem} in a box, without a stack trace.
 */
public abstract class UserException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    protected UserException(Problem problem, @Nullable Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    /** Location, cause and fix. */
    public Problem problem() {
        return problem;
    }
}
