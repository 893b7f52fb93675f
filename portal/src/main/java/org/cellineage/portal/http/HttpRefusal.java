package org.cellineage.portal.http;

import java.util.Map;
import org.cellineage.problem.Problem;

/** A request that is not answered as it was meant: the status, and a problem in words. */
public final class HttpRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Problem problem;
    private final transient Map<String, String> more;

    /**
     * Refuses a request.
     *
     * @param status of HTTP
     */
    public HttpRefusal(int status, Problem problem) {
        this(status, problem, Map.of());
    }

    /**
     * Refuses a request.
     *
     * @param more fields of the answer beside the problem
     */
    public HttpRefusal(int status, Problem problem, Map<String, String> more) {
        super(problem.cause());
        this.status = status;
        this.problem = problem;
        this.more = Map.copyOf(more);
    }

    /** There is no such thing, or none that may be seen. */
    public static HttpRefusal notFound() {
        return new HttpRefusal(
                404, new Problem("the address", "There is nothing here.", "Go back to the list of plates."));
    }

    /** The request makes no sense. */
    public static HttpRefusal badRequest(String where, String cause) {
        return new HttpRefusal(400, new Problem(where, cause, "Load the page again, and try once more."));
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    /** What is wrong. */
    public Problem problem() {
        return problem;
    }

    /** Fields of the answer beside the problem. */
    public Map<String, String> more() {
        return more;
    }
}
