package org.cellineage.jobs.catalog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.cellineage.format.Catalog;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.FrameRef;
import org.cellineage.format.HeaderCache;
import org.cellineage.format.Headers;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.labels.LabelPairing;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.problem.BadInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contents of all inputs of a run. An input that cannot be used at all is a failure and does not affect the others.
 *
 * @param movies usable movies, sorted by key
 * @param infos the same movies in the form used by the tables
 * @param failures what cannot be used
 * @param warnings ambiguities and deliberate omissions
 * @param layouts layout of each input
 * @param leftOut movies that were not requested and therefore not examined
 */
public record InputCatalog(
        List<Movie> movies,
        Map<MovieKey, MovieInfo> infos,
        List<Failure> failures,
        List<CatalogWarning> warnings,
        Map<String, InputLayout> layouts,
        Set<MovieKey> leftOut) {

    /**
     * The layout of an input.
     *
     * @param name name of the layout; several are joined by {@code +}
     * @param why what it was recognized by, a phrase for messages; empty if the layout was requested by name
     */
    public record InputLayout(String name, String why) {}

    private static final Logger LOG = LoggerFactory.getLogger(InputCatalog.class);
    private static final int SHOWN_WARNINGS = 50;

    /** Reads the inputs of a request without a header cache. */
    public static InputCatalog read(Storage storage, RunRequest request) throws IOException {
        return read(CatalogSource.of(storage), request, Optional.empty(), movie -> true);
    }

    /**
     * Reads the inputs of a request.
     *
     * @param source unchanged headers are taken from its cache unless the request forces a run
     * @param labels a segmentation given with them; movies and frames without labels are failures, and labels can only
     *     be assigned to all movies together
     * @param wanted movies to examine; a movie whose key is known only from headers is examined too
     */
    public static InputCatalog read(
            CatalogSource source, RunRequest request, Optional<GivenLabels> labels, Predicate<MovieKey> wanted)
            throws IOException {
        Predicate<MovieKey> described = labels.isPresent() ? movie -> true : wanted;
        Set<MovieKey> leftOut = new TreeSet<>();
        List<Catalog> catalogs = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        Map<String, InputLayout> layouts = new TreeMap<>();
        Map<String, StoredFile> files = new HashMap<>();
        Map<MovieKey, String> inputOf = new HashMap<>();
        for (String input : request.inputs()) {
            try {
                CatalogReader.Listing listing = listing(source, request, input, described);
                leftOut.addAll(listing.leftOut());
                Catalog catalog = listing.catalog();
                catalogs.add(catalog);
                layouts.put(listing.root(), new InputLayout(catalog.layout(), catalog.why()));
                catalog.movies().forEach(movie -> inputOf.putIfAbsent(movie.key(), listing.root()));
                listing.files().forEach(file -> files.put(file.location(), file));
            } catch (BadInputException e) {
                failures.add(new Failure(Failure.UNKNOWN_MOVIE, -1, "catalog", e.problem()));
            }
        }
        Catalog all = CatalogReader.merge(catalogs);
        for (CatalogFailure failure : all.failures()) {
            failures.add(new Failure(failure.movie(), failure.frame(), "catalog", failure.problem()));
        }
        List<Movie> movies = new ArrayList<>();
        List<CatalogWarning> warnings = new ArrayList<>(all.warnings());
        Map<MovieKey, MovieInfo> infos = new HashMap<>();
        Optional<LabelPairing> pairing = labels.map(given -> given.pair(all.movies()));
        for (Movie movie : all.movies()) {
            if (pairing.isPresent() && pairing.get().notMovies().contains(movie.key())) {
                LOG.info("{}: label images of another movie; it is no movie itself", movie.source());
                continue;
            }
            if (labels.isPresent()) {
                List<Failure> missing = labels.get().missing(movie);
                failures.addAll(missing);
                if (missing.stream().anyMatch(Failure::losesMovie)) {
                    continue;
                }
                labels.get()
                        .note(movie.key())
                        .ifPresent(note -> warnings.add(CatalogWarning.ofMovie(movie.key(), note)));
            }
            String input = inputOf.getOrDefault(movie.key(), "");
            movies.add(movie);
            String layout = Optional.ofNullable(layouts.get(input))
                    .map(InputLayout::name)
                    .orElse("");
            String labelVersion =
                    labels.map(given -> given.version(movie.key())).orElse("");
            infos.put(
                    movie.key(),
                    MovieInfo.of(movie, input, layout, hash(movie, files, labelVersion), bytes(movie, files)));
        }
        failures.sort(Failure.ORDER);
        return new InputCatalog(movies, infos, failures, List.copyOf(warnings), layouts, leftOut);
    }

    private static CatalogReader.Listing listing(
            CatalogSource source, RunRequest request, String input, Predicate<MovieKey> wanted) throws IOException {
        Optional<StoredHeaders> headers = Optional.empty();
        if (source.output().isPresent()) {
            OutputFolder output = source.output().get();
            String root = source.storage().absolute(input);
            headers = Optional.of(
                    request.selection().force()
                            ? StoredHeaders.renewed(output, root)
                            : StoredHeaders.open(output, root));
        }
        HeaderCache cache = headers.isPresent() ? headers.get() : HeaderCache.NONE;
        CatalogReader.Listing listing = new CatalogReader(
                        new Headers(
                                source.storage(),
                                cache,
                                request.configuration().input().readOptions()),
                        source.describer(),
                        wanted)
                .readListing(input, request.layout());
        headers.ifPresent(StoredHeaders::save);
        return listing;
    }

    /** The plates of all movies, including that of unrecognized inputs. */
    public Set<String> plates() {
        Set<String> plates = new TreeSet<>();
        movies.forEach(movie -> plates.add(movie.key().plate()));
        failures.forEach(failure -> plates.add(failure.movie().plate()));
        leftOut.forEach(movie -> plates.add(movie.plate()));
        return plates;
    }

    /** All movies, including those that cannot be used. */
    public Set<MovieKey> keys() {
        Set<MovieKey> known = new TreeSet<>();
        movies.forEach(movie -> known.add(movie.key()));
        failures.forEach(failure -> known.add(failure.movie()));
        known.remove(Failure.UNKNOWN_MOVIE);
        return known;
    }

    /** Returns the catalog restricted to some movies. */
    public InputCatalog only(Set<MovieKey> keys) {
        return new InputCatalog(
                movies.stream().filter(movie -> keys.contains(movie.key())).toList(),
                infos,
                failures.stream()
                        .filter(failure -> keys.contains(failure.movie()))
                        .toList(),
                warnings.stream()
                        .filter(warning -> keys.contains(warning.movie()))
                        .toList(),
                layouts,
                Set.of());
    }

    /** Warnings about the input, one per line. */
    public List<String> warningLines() {
        List<String> lines = new ArrayList<>(warnings.stream()
                .limit(SHOWN_WARNINGS)
                .map(CatalogWarning::text)
                .toList());
        int more = warnings.size() - lines.size();
        if (more > 0) {
            lines.add(String.format(Locale.ROOT, "and %,d more about the input; 'check --json' lists them all", more));
        }
        return lines;
    }

    /** Information about a usable movie for the tables. */
    public MovieInfo info(MovieKey movie) {
        MovieInfo info = infos.get(movie);
        if (info == null) {
            throw new IllegalArgumentException("no usable movie of the input: " + movie.id());
        }
        return info;
    }

    private static Set<String> locations(Movie movie) {
        Set<String> locations = new TreeSet<>();
        for (FrameRef frame : movie.frames()) {
            frame.channels().forEach(channel -> channel.planes().forEach(plane -> locations.add(plane.location())));
        }
        return locations;
    }

    private static long bytes(Movie movie, Map<String, StoredFile> files) {
        long bytes = 0;
        for (String location : locations(movie)) {
            StoredFile file = files.get(location);
            bytes += file == null ? 0 : file.lengthBytes();
        }
        return bytes;
    }

    /**
     * A hash that changes with the contents of the movie's files, and with their assignment to frames and channels, but
     * never with other files, such as a movie of another layout that arrives later.
     */
    private static String hash(Movie movie, Map<String, StoredFile> files, String labelVersion) {
        StringBuilder text = new StringBuilder();
        for (FrameRef frame : movie.frames()) {
            text.append(frame.frame());
            for (PlaneRef plane : frame.channels()) {
                text.append(' ').append(plane.describe());
            }
            text.append('\n');
        }
        for (String location : locations(movie)) {
            StoredFile file = files.get(location);
            text.append(location)
                    .append(' ')
                    .append(file == null ? "" : file.version())
                    .append('\n');
        }
        return ConfigurationLoader.sha256(text.append(labelVersion).toString());
    }
}
