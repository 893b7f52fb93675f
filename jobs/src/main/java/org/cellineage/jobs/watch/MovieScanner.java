package org.cellineage.jobs.watch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.cellineage.format.Catalog;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.jobs.catalog.StoredHeaders;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.problem.BadInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds complete movies: none of their files has changed for some time, or a marker file says that they are complete.
 */
final class MovieScanner {

    /** An input with this suffix stands for every folder directly below it. */
    static final String EVERY_FOLDER = "/*";

    private static final Logger LOG = LoggerFactory.getLogger(MovieScanner.class);

    private final Source source;
    private final List<String> inputs;
    private final Completeness completeness;
    private final LongSupplier clockMillis;
    /** The last version seen of each movie, and since when. */
    private final Map<String, Seen> seen = new HashMap<>();

    private record Seen(String version, long sinceMillis) {}

    /**
     * The contents of each folder at the last scan, so that names are examined again only where something has changed.
     */
    private final Map<String, Known> known = new HashMap<>();

    private record Known(String version, Catalog catalog) {}

    /** Header cache of each folder, so that only changed files are opened. */
    private final Map<String, StoredHeaders> headers = new HashMap<>();

    /**
     * How movies are found.
     *
     * @param storage storage in which they arrive
     * @param output location of their tables, in which headers are cached so that the run need not read them again
     * @param layout name of a layout, or {@code auto}
     * @param options how ambiguous files are read
     */
    record Source(Storage storage, OutputFolder output, String layout, ReadOptions options) {}

    /**
     * When a movie is complete.
     *
     * @param settleSeconds how long its files must be unchanged
     * @param marker name of a file in its folder, or above it within the input, that says so instead; empty for none
     * @param watches whether the scanner itself must have seen the files unchanged for that time; otherwise their
     *     modification times are trusted
     */
    record Completeness(int settleSeconds, String marker, boolean watches) {}

    /** @param clockMillis current time in milliseconds since 1970 */
    MovieScanner(Source source, List<String> inputs, Completeness completeness, LongSupplier clockMillis) {
        this.source = source;
        this.inputs = List.copyOf(inputs);
        this.completeness = completeness;
        this.clockMillis = clockMillis;
    }

    /** The complete movies, by input and key. */
    List<Arrival> whole() throws IOException {
        List<Arrival> found = new ArrayList<>();
        Set<String> present = new TreeSet<>();
        Set<String> folders = new TreeSet<>();
        for (String input : inputs) {
            for (Map.Entry<String, List<StoredFile>> root : roots(input).entrySet()) {
                folders.add(root.getKey());
                scan(root.getKey(), root.getValue(), present, found);
            }
        }
        seen.keySet().retainAll(present);
        known.keySet().retainAll(folders);
        headers.keySet().retainAll(folders);
        return found;
    }

    /** The folders that an input stands for, with their files; empty if nothing is there yet. */
    private Map<String, List<StoredFile>> roots(String input) throws IOException {
        boolean every = input.endsWith(EVERY_FOLDER);
        String root =
                source.storage().absolute(every ? input.substring(0, input.length() - EVERY_FOLDER.length()) : input);
        List<StoredFile> files;
        try {
            files = source.storage().list(root);
        } catch (BadInputException e) {
            if (e.getCause() instanceof FileNotFoundException) {
                // A bucket has no empty folders; the first movie creates it.
                return Map.of();
            }
            throw e;
        }
        if (!every) {
            return files.isEmpty() ? Map.of() : Map.of(root, files);
        }
        Map<String, List<StoredFile>> folders = new TreeMap<>();
        int start = root.endsWith("/") ? root.length() : root.length() + 1;
        for (StoredFile file : files) {
            int end = file.location().indexOf('/', start);
            if (end > 0) {
                folders.computeIfAbsent(file.location().substring(0, end), folder -> new ArrayList<>())
                        .add(file);
            }
        }
        return folders;
    }

    private void scan(String root, List<StoredFile> files, Set<String> present, List<Arrival> found)
            throws IOException {
        String version = version(files);
        Known before = known.get(root);
        Catalog catalog;
        try {
            catalog = before != null && before.version().equals(version) ? before.catalog() : catalog(root, files);
        } catch (BadInputException e) {
            LOG.info("{}: no movie yet: {}", root, e.problem().cause());
            return;
        }
        known.put(root, new Known(version, catalog));
        TreeMap<String, StoredFile> byLocation = new TreeMap<>();
        files.forEach(file -> byLocation.put(file.location(), file));
        Map<MovieKey, Set<StoredFile>> filesOf = new TreeMap<>();
        for (Movie movie : catalog.movies()) {
            Set<String> locations = new TreeSet<>();
            for (FrameRef frame : movie.frames()) {
                for (PlaneRef channel : frame.channels()) {
                    channel.planes().forEach(plane -> locations.add(plane.location()));
                }
            }
            for (String location : locations) {
                add(filesOf, movie.key(), byLocation.get(location));
                // A Zarr array is a folder of chunks; '0' is the character after '/'.
                byLocation
                        .subMap(location + "/", location + "0")
                        .values()
                        .forEach(file -> add(filesOf, movie.key(), file));
            }
        }
        for (CatalogFailure failure : catalog.failures()) {
            if (failure.lostMovie().isPresent() && !filesOf.containsKey(failure.movie())) {
                String where = failure.problem().where();
                files.stream()
                        .filter(file ->
                                file.location().equals(where) || file.location().startsWith(where + "/"))
                        .forEach(file -> add(filesOf, failure.movie(), file));
            }
        }
        filesOf.forEach((key, own) -> {
            Arrival arrival = new Arrival(root, key.plate(), key.well(), key.site(), version(own));
            present.add(arrival.name());
            if (isWhole(arrival, own, root, files)) {
                found.add(arrival);
            }
        });
    }

    private Catalog catalog(String root, List<StoredFile> files) throws IOException {
        StoredHeaders kept = headers.computeIfAbsent(root, folder -> StoredHeaders.open(source.output(), folder));
        CatalogReader reader = new CatalogReader(source.storage(), kept, source.options());
        Catalog catalog = reader.describe(reader.outline(root, files, source.layout()));
        kept.save();
        return catalog;
    }

    private static void add(
            Map<MovieKey, Set<StoredFile>> filesOf,
            MovieKey movie,
            @org.jspecify.annotations.Nullable StoredFile file) {
        if (file != null) {
            filesOf.computeIfAbsent(movie, key -> new TreeSet<>(java.util.Comparator.comparing(StoredFile::location)))
                    .add(file);
        }
    }

    private static String version(Collection<StoredFile> files) {
        StringBuilder text = new StringBuilder();
        files.forEach(file ->
                text.append(file.location()).append(' ').append(file.version()).append('\n'));
        return ConfigurationLoader.sha256(text.toString());
    }

    private boolean isWhole(Arrival arrival, Collection<StoredFile> own, String root, List<StoredFile> all) {
        if (!completeness.marker().isEmpty()) {
            return all.stream()
                    .filter(file -> file.name().equals(completeness.marker()))
                    .map(file -> file.location().substring(0, file.location().lastIndexOf('/') + 1))
                    .anyMatch(folder -> folder.equals(root + "/")
                            || own.stream().allMatch(file -> file.location().startsWith(folder)));
        }
        long now = clockMillis.getAsLong();
        long settle = completeness.settleSeconds() * 1000L;
        Seen before = seen.get(arrival.name());
        if (before == null || !before.version().equals(arrival.version())) {
            before = new Seen(arrival.version(), now);
            seen.put(arrival.name(), before);
        }
        long newest = own.stream().mapToLong(StoredFile::modifiedMillis).max().orElse(now);
        boolean old = now - newest >= settle;
        return old && (!completeness.watches() || now - before.sinceMillis() >= settle);
    }
}
