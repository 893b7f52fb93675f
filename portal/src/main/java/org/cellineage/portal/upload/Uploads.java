package org.cellineage.portal.upload;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Movie;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.MovieFormats;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.page.PageJson;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.portal.http.HttpRefusal;
import org.cellineage.problem.Problem;
import org.cellineage.problem.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that people send: each waits in a hidden folder of the inbox, is looked at as {@code check} looks at an input, and
 * is moved into the inbox in one step when whoever sent it agrees. Nothing is unpacked. Thread-safe.
 */
public final class Uploads {

    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    /** Below a folder that no listing shows; archives in a folder whose name begins with a dot are not recognised. */
    private static final String WAITING = "_temporary/uploads";

    private static final int LONGEST_NAME = 120;
    private static final int BUFFER = 1 << 16;
    private static final int MOST_SHOWN = 50;
    private static final long EXPIRES_MILLIS = Duration.ofHours(24).toMillis();
    private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N} ()+,._=-]*\\.(tif|tiff|btf|zip)";

    private final OutputFolder inbox;
    private final Storage storage;
    private final PipelineConfiguration configuration;
    private final long quota;
    private final AtomicLong used = new AtomicLong();
    private final Map<String, Upload> waiting = new ConcurrentHashMap<>();

    /** A file that waits, and what was found in it. */
    private record Upload(String id, String name, long bytes, long sinceMillis, ObjectNode found) {

        String folder() {
            return WAITING + "/" + id;
        }

        ObjectNode json() {
            ObjectNode node = PageJson.object().put("id", id).put("name", name).put("bytes", bytes);
            return node.setAll(found);
        }

        boolean hasMovies() {
            return !found.path("movies").isEmpty();
        }
    }

    /**
     * Opens an inbox; what was sent and not accepted before is removed.
     *
     * @param quota bytes that may be sent as long as this server runs
     */
    public Uploads(
            Configuration hadoop, String location, Storage storage, PipelineConfiguration configuration, long quota)
            throws IOException {
        this.inbox = OutputFolder.open(hadoop, location);
        this.storage = storage;
        this.configuration = configuration;
        this.quota = quota;
        inbox.delete(WAITING);
    }

    /** The inbox. */
    public String location() {
        return inbox.location();
    }

    private static String checked(String name) {
        String plain = name.strip();
        if (plain.length() > LONGEST_NAME || !plain.toLowerCase(Locale.ROOT).matches(NAME)) {
            throw refused(
                    "the name of the file",
                    "It is no file name that can be taken.",
                    "Send .tif, .tiff, .btf or .zip files whose names have letters, digits and plain signs only, and at"
                            + " most " + LONGEST_NAME + " characters.");
        }
        return plain;
    }

    private static HttpRefusal refused(String where, String cause, String remedy) {
        return new HttpRefusal(422, new Problem(where, cause, remedy));
    }

    private HttpRefusal tooLarge() {
        return new HttpRefusal(
                413,
                new Problem(
                        "the inbox",
                        "The file does not fit into what may be sent, " + quota + " bytes in all.",
                        "Send less, or ask whoever started this server for a larger --input-quota."));
    }

    /**
     * Takes a file.
     *
     * @param length as the client says; negative if it does not
     * @return what is in it
     */
    public ObjectNode take(String givenName, long length, InputStream body) throws IOException {
        String name = checked(givenName);
        removeExpired();
        if (inbox.exists(name)) {
            throw refused(name, "There is a file of that name in the inbox.", "Give it another name.");
        }
        if (length > quota - used.get()) {
            throw tooLarge();
        }
        String id = UUID.randomUUID().toString();
        String folder = WAITING + "/" + id;
        long[] bytes = new long[1];
        boolean whole = false;
        try {
            inbox.write(folder + "/" + name, out -> copy(body, out, bytes));
            if (length >= 0 && bytes[0] != length) {
                throw HttpRefusal.badRequest(name, "The file did not arrive whole.");
            }
            ObjectNode found = check(folder);
            Upload upload = new Upload(id, name, bytes[0], System.currentTimeMillis(), found);
            waiting.put(id, upload);
            whole = true;
            return upload.json();
        } finally {
            if (!whole) {
                used.addAndGet(-bytes[0]);
                inbox.delete(folder);
            }
        }
    }

    private void copy(InputStream body, OutputStream out, long[] bytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            bytes[0] += read;
            if (used.addAndGet(read) > quota) {
                throw tooLarge();
            }
            out.write(buffer, 0, read);
        }
    }

    /** What a run would read. */
    private ObjectNode check(String folder) throws IOException {
        ObjectNode found = PageJson.object();
        ArrayNode movies = found.putArray("movies");
        ArrayNode findings = found.putArray("findings");
        RunRequest request = new RunRequest(
                List.of(inbox.resolve(folder)),
                MovieFormats.AUTO,
                Optional.empty(),
                Optional.empty(),
                MovieSelection.CHANGED,
                configuration);
        try {
            InputCatalog catalog = InputCatalog.read(storage, request);
            for (Movie movie : catalog.movies()) {
                ObjectNode one = movies.addObject().put("movie", movie.key().id());
                one.put("frames", movie.frames().size());
                one.put("width", movie.width()).put("height", movie.height());
                ArrayNode channels = one.putArray("channels");
                movie.channels().forEach(channels::add);
            }
            for (Failure failure : catalog.failures()) {
                add(findings, "error", failure.problem(), folder);
            }
            for (CatalogWarning warning : catalog.warnings()) {
                add(findings, "warning", warning.problem(), folder);
            }
        } catch (UserException e) {
            add(findings, "error", e.problem(), folder);
        }
        return found;
    }

    /** Paths are shown as whoever sent the file knows them. */
    private void add(ArrayNode findings, String level, Problem problem, String folder) {
        if (findings.size() < MOST_SHOWN) {
            String prefix = inbox.resolve(folder) + "/";
            findings.addObject()
                    .put("level", level)
                    .put("problem", problem.cause().replace(prefix, ""))
                    .put("where", problem.where().replace(prefix, ""))
                    .put("fix", problem.remedy().replace(prefix, ""));
        }
    }

    /** Files that wait for a decision. */
    public ArrayNode list() throws IOException {
        removeExpired();
        ArrayNode list = PageJson.object().arrayNode();
        waiting.values().stream()
                .sorted((a, b) -> Long.compare(a.sinceMillis(), b.sinceMillis()))
                .forEach(upload -> list.add(upload.json()));
        return list;
    }

    private Upload waiting(String id) {
        return Optional.ofNullable(waiting.get(id)).orElseThrow(HttpRefusal::notFound);
    }

    /** Moves a file into the inbox; returns its name. */
    public String accept(String id) throws IOException {
        Upload upload = waiting(id);
        if (!upload.hasMovies()) {
            throw refused(
                    upload.name(), "There is no movie in it.", "See what was found in it, and send another file.");
        }
        if (waiting.remove(id) == null) {
            throw HttpRefusal.notFound();
        }
        if (inbox.exists(upload.name())) {
            waiting.put(id, upload);
            throw refused(upload.name(), "There is a file of that name in the inbox.", "Give it another name.");
        }
        inbox.move(upload.folder() + "/" + upload.name(), upload.name());
        inbox.delete(upload.folder());
        return upload.name();
    }

    /** Removes a file that waits. */
    public void discard(String id) throws IOException {
        Upload upload = waiting(id);
        if (waiting.remove(id) != null) {
            used.addAndGet(-upload.bytes());
            inbox.delete(upload.folder());
        }
    }

    private void removeExpired() throws IOException {
        long now = System.currentTimeMillis();
        for (Upload upload : List.copyOf(waiting.values())) {
            if (now - upload.sinceMillis() > EXPIRES_MILLIS) {
                LOG.info("{}: nobody decided about it for a day; it is removed", upload.name());
                discard(upload.id());
            }
        }
    }
}
