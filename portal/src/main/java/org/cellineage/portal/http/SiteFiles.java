package org.cellineage.portal.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cellineage.page.PageFiles;

/**
 * The pages: those of a report, and those that only a server has, which take the place of others of the same name. They
 * are read once, from the list of their names; no path of a request is ever looked up as a file.
 */
final class SiteFiles {

    private static final String LIST = "/org/cellineage/portal/files.txt";
    private static final String FOLDER = "/org/cellineage/portal/files/";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon");

    private final Map<String, byte[]> files = new TreeMap<>();

    SiteFiles() {
        PageFiles.NAMES.forEach(name -> files.put("/" + name, PageFiles.read(name)));
        new String(resource(LIST), StandardCharsets.UTF_8)
                .lines()
                .filter(name -> !name.isBlank())
                .forEach(name -> files.put("/" + name, resource(FOLDER + name)));
        files.put("/", Optional.ofNullable(files.get("/index.html")).orElseThrow());
    }

    private static byte[] resource(String path) {
        try (InputStream in = SiteFiles.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Answer> find(String path) {
        byte[] file = files.get(path);
        if (file == null) {
            return Optional.empty();
        }
        String name = path.equals("/") ? "/index.html" : path;
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        return Optional.of(Answer.bytes(200, type, file).with("Cache-Control", "no-cache"));
    }

    /** Whether a path is of a page that asks for the token, or of what that page loads. */
    boolean isPublic(String path) {
        return path.equals("/login.html")
                || ((path.endsWith(".css") || path.endsWith(".js") || path.endsWith(".svg"))
                        && files.containsKey(path));
    }
}
