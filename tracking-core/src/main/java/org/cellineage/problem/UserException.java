package org.cellineage.problem;

import org.jspecify.annotations.Nullable;

/**
 * User action is required: the input, the configuration or the output is not valid.
 *
 * <p>The subtypes say which of the three. The command line shows the {@link Problem} in a box, without a stack trace.
 */
public abstract class UserException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    protected UserException(Problem problem, @Nullable Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    /** Where, why, and how to fix it. */
    public Problem problem() {
        return problem;
    }
}
