package org.cellineage.portal.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which handler answers which path. A path names nothing but what is listed here; none is ever that of a file. */
public final class Routes {

    private static final Pattern PART = Pattern.compile("\\{([a-z]+)}");
    private static final String TEXT = "([A-Za-z0-9_.~-]{1,600})";

    /** Answers a request. */
    @FunctionalInterface
    public interface Handler {
        Answer handle(Exchange exchange) throws Exception;
    }

    /** A handler and the named parts of a path that it answers. */
    record Match(Handler handler, Map<String, String> path) {}

    private record Route(String method, Pattern path, List<String> names, Handler handler) {}

    private final List<Route> routes = new ArrayList<>();

    /**
     * Adds a route for reading, which is answered from the beginning again if tables were published anew meanwhile.
     *
     * @param path parts in braces have a name and stand for letters, digits and {@code _.~-}
     */
    public Routes get(String path, Handler handler) {
        return add("GET", path, exchange -> Rereading.once(() -> handler.handle(exchange)));
    }

    /** Adds a route that changes something, likewise. */
    public Routes post(String path, Handler handler) {
        return add("POST", path, handler);
    }

    private Routes add(String method, String path, Handler handler) {
        List<String> names = new ArrayList<>();
        StringBuilder regex = new StringBuilder();
        Matcher parts = PART.matcher(path);
        int from = 0;
        while (parts.find()) {
            regex.append(Pattern.quote(path.substring(from, parts.start()))).append(TEXT);
            names.add(parts.group(1));
            from = parts.end();
        }
        regex.append(Pattern.quote(path.substring(from)));
        routes.add(new Route(method, Pattern.compile(regex.toString()), names, handler));
        return this;
    }

    Optional<Match> find(String method, String path) {
        for (Route route : routes) {
            Matcher matcher = route.path().matcher(path);
            if (route.method().equals(method) && matcher.matches()) {
                Map<String, String> named = new TreeMap<>();
                for (int i = 0; i < route.names().size(); i++) {
                    named.put(route.names().get(i), matcher.group(i + 1));
                }
                return Optional.of(new Match(route.handler(), named));
            }
        }
        return Optional.empty();
    }
}
