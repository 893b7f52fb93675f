package org.cellineage.jobs.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.cellineage.format.HeaderCache;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.run.Version;
import org.cellineage.problem.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Headers of an input, cached in the output from one run to the next: {@code _catalog/HASH.headers}, one file per
 * input, which is replaced as a whole. It may be deleted at any time.
 *
 * <p>Used only by the same version of Cellineage; a file of another version, or a damaged one, is ignored and replaced.
 * Two runs over one input may save at the same time; what one of them does not find next time is read again.
 */
public final class StoredHeaders implements HeaderCache {

    private static final Logger LOG = LoggerFactory.getLogger(StoredHeaders.class);

    /** Incremented when the meaning or format of entries changes. */
    private static final int FORMAT = 1;

    private static final String FOLDER = "_catalog";
    private static final int NAME_DIGITS = 16;
    private static final String END = "end ";

    /** A plate of 1,536 stacks of 300 frames takes about 10 MB, one of single images 1 MB. */
    private static final long MAX_CHARACTERS = 64L << 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OutputFolder output;
    private final String path;
    private final long maxCharacters;
    /** Entries by key. */
    private final Map<String, String> entries = new ConcurrentHashMap<>();

    /** Keys that were requested or stored since the file was opened. */
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    private volatile boolean changed;

    /** The contents of an entry. */
    private record Entry<T>(String version, T facts) {}

    private StoredHeaders(OutputFolder output, String root, long maxCharacters) {
        this.output = output;
        this.path = FOLDER + "/" + ConfigurationLoader.sha256(root).substring(0, NAME_DIGITS) + ".headers";
        this.maxCharacters = maxCharacters;
    }

    /**
     * Opens the cache of an input.
     *
     * @param output location of the input's tables
     * @param root absolute location of the input
     */
    public static StoredHeaders open(OutputFolder output, String root) {
        return open(output, root, MAX_CHARACTERS);
    }

    static StoredHeaders open(OutputFolder output, String root, long maxCharacters) {
        StoredHeaders headers = new StoredHeaders(output, root, maxCharacters);
        headers.entries.putAll(headers.read());
        return headers;
    }

    /** Starts with an empty cache, so that every header is read again and stored. */
    public static StoredHeaders renewed(OutputFolder output, String root) {
        return new StoredHeaders(output, root, MAX_CHARACTERS);
    }

    @Override
    public <T extends Record & Serializable> Optional<T> find(String key, String version, Class<T> type) {
        String name = ConfigurationLoader.sha256(key);
        String packed = entries.get(name);
        if (packed == null) {
            return Optional.empty();
        }
        try {
            Entry<T> entry =
                    JSON.readValue(unpacked(packed), JSON.getTypeFactory().constructParametricType(Entry.class, type));
            if (!entry.version().equals(version)) {
                return Optional.empty();
            }
            used.add(name);
            return Optional.of(entry.facts());
        } catch (IOException | IllegalArgumentException e) {
            LOG.info("{}: an entry cannot be read and is made anew: {}", output.resolve(path), e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public <T extends Record & Serializable> void keep(String key, String version, T facts) {
        String name = ConfigurationLoader.sha256(key);
        entries.put(name, packed(new Entry<>(version, facts)));
        used.add(name);
        changed = true;
    }

    /** Saves the entries, if there are new ones. A failure is logged; the next run then reads these headers again. */
    public void save() {
        if (!changed) {
            return;
        }
        try {
            output.replace(path, text(bounded()));
            changed = false;
        } catch (IOException | UserException e) {
            LOG.warn("{}: what was read of headers could not be kept: {}", output.resolve(path), e.getMessage());
        }
    }

    /** The entries to save: those used first, then others, including those of another run, up to the size limit. */
    private Map<String, String> bounded() {
        Map<String, String> all = new TreeMap<>(read());
        all.putAll(entries);
        Set<String> order = new LinkedHashSet<>();
        all.keySet().stream().filter(used::contains).forEach(order::add);
        order.addAll(all.keySet());
        Map<String, String> kept = new LinkedHashMap<>();
        long characters = 0;
        for (String key : order) {
            String entry = all.getOrDefault(key, "");
            characters += key.length() + entry.length() + 2;
            if (characters > maxCharacters) {
                break;
            }
            kept.put(key, entry);
        }
        return kept;
    }

    private static String head() {
        return "headers " + FORMAT + " " + Version.text();
    }

    private static String text(Map<String, String> entries) {
        StringBuilder text = new StringBuilder(head()).append('\n');
        entries.forEach(
                (key, entry) -> text.append(key).append(' ').append(entry).append('\n'));
        String body = text.toString();
        return body + END + ConfigurationLoader.sha256(body) + "\n";
    }

    /** The entries in the file; empty if it is missing, damaged, or of another version. */
    private Map<String, String> read() {
        Optional<String> text;
        try {
            text = output.read(path);
        } catch (IOException | UserException e) {
            LOG.warn("{}: headers are read anew: {}", output.resolve(path), e.getMessage());
            return Map.of();
        }
        return text.isEmpty() ? Map.of() : parsed(text.get());
    }

    private Map<String, String> parsed(String text) {
        if (!text.startsWith(head() + "\n")) {
            LOG.info("{}: written by another version; headers are read anew", output.resolve(path));
            return Map.of();
        }
        int end = text.lastIndexOf('\n' + END) + 1;
        String body = text.substring(0, end);
        if (end == 0 || !text.substring(end).equals(END + ConfigurationLoader.sha256(body) + "\n")) {
            LOG.warn("{}: damaged; headers are read anew", output.resolve(path));
            return Map.of();
        }
        Map<String, String> found = new TreeMap<>();
        body.lines().skip(1).forEach(line -> {
            int space = line.indexOf(' ');
            found.put(line.substring(0, space), line.substring(space + 1));
        });
        return found;
    }

    private static String packed(Entry<?> entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(JSON.writeValueAsBytes(entry));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new IllegalStateException("memory is written without fail", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static InflaterInputStream unpacked(String packed) {
        return new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(packed)));
    }
}
