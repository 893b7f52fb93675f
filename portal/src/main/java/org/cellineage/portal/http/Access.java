package org.cellineage.portal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.Problem;

/**
 * Who may ask for what. A server on the loopback interface answers everybody on this machine whose browser was not sent by
 * a page of somewhere else; any other asks for a token first.
 */
public final class Access {

    /** Header that a page of another server cannot make a browser send. */
    public static final String HEADER = "X-Cellineage";

    private static final String COOKIE = "cellineage";
    private static final int SECRET_BYTES = 32;
    private static final int SHORTEST_TOKEN = 16;
    private static final int MOST_SESSIONS = 1000;

    /**
     * What a server is told at its start.
     *
     * @param address to listen on
     * @param token asked for before anything is answered; empty for none
     * @param names names of the machine beside its address by which browsers may reach it
     * @param readOnly whether nothing may be changed
     */
    public record Rules(String address, String token, Set<String> names, boolean readOnly) {

        /** Checks the rules. Throws {@link BadConfigurationException} if they would let everybody in. */
        public Rules {
            names = Set.copyOf(names);
            boolean loopback;
            try {
                loopback = InetAddress.getByName(address).isLoopbackAddress();
            } catch (UnknownHostException e) {
                throw new BadConfigurationException(
                        "--address " + address, "This machine has no such address.", "Give an IP address.", e);
            }
            if (!loopback && token.isEmpty()) {
                throw new BadConfigurationException(
                        "--address " + address,
                        "Without a token, everybody who reaches this machine could read and change the lineages.",
                        "Put a long random text into a file that only you can read, and give it with --token-file.");
            }
            if (!token.isEmpty() && token.length() < SHORTEST_TOKEN) {
                throw new BadConfigurationException(
                        "--token-file",
                        "The token is shorter than " + SHORTEST_TOKEN + " characters and could be guessed.",
                        "Make one, for example with: openssl rand -hex 32");
            }
        }
    }

    private final Rules rules;
    private final Set<String> hosts = new TreeSet<>();
    private final SecureRandom random = new SecureRandom();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();

    /** Starts without sessions. */
    public Access(Rules rules) {
        this.rules = rules;
        hosts.addAll(Set.of("localhost", "127.0.0.1", "[::1]"));
        hosts.add(rules.address().contains(":") ? "[" + rules.address() + "]" : rules.address());
        rules.names().forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
    }

    /** Whether nothing may be changed. */
    public boolean isReadOnly() {
        return rules.readOnly();
    }

    /**
     * What a request must be allowed by.
     *
     * @param method of HTTP
     * @param path without parameters
     * @param host the header, empty if there is none
     * @param isPublic whether it may be answered without a token
     */
    record Asked(String method, String path, String host, boolean isPublic) {}

    /** Checks a request; throws {@link HttpRefusal} if it may not be answered. */
    void check(Asked asked, Headers headers) {
        requireKnownHost(asked.host());
        boolean isLogin = asked.path().equals("/login");
        if (!asked.method().equals("GET")) {
            requireSameOrigin(asked.host(), headers);
            if (!isLogin && headers.get(HEADER).isEmpty()) {
                throw refused("The request was not made by a page of this server.");
            }
            if (rules.readOnly() && !isLogin) {
                throw new HttpRefusal(
                        403,
                        new Problem(
                                "this server",
                                "It only shows lineages; nothing can be changed.",
                                "Ask whoever started it to start it without --read-only."));
            }
        }
        if (!asked.isPublic() && !isLogin && !isKnown(headers)) {
            throw new HttpRefusal(
                    401,
                    new Problem("this server", "It asks for a token first.", "Enter the token on the login page."));
        }
    }

    /** Headers of a request. */
    @FunctionalInterface
    interface Headers {
        Optional<String> get(String name);
    }

    /**
     * A name of another server that now has our address (DNS rebinding) is none of ours. Where a token is asked for, a
     * number is as good as a name: a browser sends the cookie only to where it got it.
     */
    private void requireKnownHost(String header) {
        String host = header.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]{1,5}$", "");
        boolean isNumber = host.matches("[0-9.]+|\\[[0-9a-f:.]+]");
        if (!hosts.contains(host) && !(isNumber && !rules.token().isEmpty())) {
            throw new HttpRefusal(
                    421,
                    new Problem(
                            "the address",
                            "This server does not go by that name.",
                            "Use its address, or start it with --host NAME."));
        }
    }

    private static void requireSameOrigin(String host, Headers headers) {
        String site = headers.get("Sec-Fetch-Site").orElse("same-origin");
        boolean sameSite = site.equals("same-origin") || site.equals("none");
        boolean sameOrigin = headers.get("Origin")
                .map(origin -> origin.equals("http://" + host) || origin.equals("https://" + host))
                .orElse(true);
        if (!sameSite || !sameOrigin) {
            throw refused("The request comes from a page of another server.");
        }
    }

    private static HttpRefusal refused(String cause) {
        return new HttpRefusal(403, new Problem("the request", cause, "Use the pages of this server."));
    }

    private boolean isKnown(Headers headers) {
        if (rules.token().isEmpty()) {
            return true;
        }
        Optional<String> bearer = headers.get("Authorization")
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()));
        return bearer.map(this::isToken).orElse(false)
                || session(headers).map(sessions::contains).orElse(false);
    }

    private static Optional<String> session(Headers headers) {
        for (String cookie : headers.get("Cookie").orElse("").split(";")) {
            String[] parts = cookie.strip().split("=", 2);
            if (parts.length == 2 && parts[0].equals(COOKIE)) {
                return Optional.of(parts[1]);
            }
        }
        return Optional.empty();
    }

    private boolean isToken(String given) {
        return MessageDigest.isEqual(sha256(given), sha256(rules.token()));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Begins a session.
     *
     * @return the cookie; empty if this is not the token
     */
    Optional<String> login(String token) {
        if (rules.token().isEmpty() || !isToken(token)) {
            return Optional.empty();
        }
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String session = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        if (sessions.size() >= MOST_SESSIONS) {
            sessions.clear();
        }
        sessions.add(session);
        return Optional.of(COOKIE + "=" + session + "; Path=/; HttpOnly; SameSite=Strict");
    }
}
