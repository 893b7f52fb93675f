package org.cellineage.format.layout;

import org.cellineage.format.Description;
import org.cellineage.format.Headers;
import org.cellineage.format.MovieKey;
import org.cellineage.format.MovieOutline;
import org.cellineage.problem.Problem;

/** A movie that cannot be used, judged by names alone. */
record FailedOutline(MovieKey key, String source, Problem problem) implements MovieOutline {

    private static final long serialVersionUID = 1L;

    @Override
    public boolean isOneMovie() {
        return true;
    }

    @Override
    public Description describe(Headers headers) {
        return Description.failed(key, problem);
    }
}
