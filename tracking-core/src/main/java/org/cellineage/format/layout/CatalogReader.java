package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.cellineage.format.Catalog;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogRequest;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Description;
import org.cellineage.format.HeaderCache;
import org.cellineage.format.Headers;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieDescriber;
import org.cellineage.format.MovieKey;
import org.cellineage.format.MovieOutline;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * Reads the catalog of an input in two steps: {@link #outline} finds layout and movies from the listing alone, and
 * {@link #describe} reads the headers of at most two files per movie. In between, outlines may be sent to other
 * machines and described there with {@link MovieOutline#describe}.
 */
public final class CatalogReader {

    private final Storage storage;
    private final Headers headers;
    private final MovieDescriber describer;
    private final Predicate<MovieKey> wanted;

    /** Creates a reader without a header cache that refuses multiple z planes. */
    public CatalogReader(Storage storage) {
        this(storage, HeaderCache.NONE, ReadOptions.DEFAULTS);
    }

    /**
     * @param cache headers read earlier
     * @param options how ambiguous files are read
     */
    public CatalogReader(Storage storage, HeaderCache cache, ReadOptions options) {
        this(new Headers(storage, cache, options), new HeaderThreads(), movie -> true);
    }

    /**
     * @param describer reads the headers
     * @param wanted movies to describe; others whose keys are known only from headers are described too
     */
    public CatalogReader(Headers headers, MovieDescriber describer, Predicate<MovieKey> wanted) {
        this.storage = headers.storage();
        this.headers = headers;
        this.describer = describer;
        this.wanted = wanted;
    }

    /**
     * Reads the catalog of one location.
     *
     * @param layout name of a layout, or {@link MovieFormats#AUTO}
     * @throws org.cellineage.problem.BadInputException if the location does not exist or contains no possible movie
     */
    public Catalog read(String location, String layout) throws IOException {
        return readListing(location, layout).catalog();
    }

    /**
     * A catalog with the listing from which it was read.
     *
     * @param root absolute location
     * @param files all files under it; for OME-Zarr, whose chunks are not listed, one file per image and archive
     * @param leftOut keys of movies that were not wanted and are not in the catalog
     */
    public record Listing(Catalog catalog, String root, List<StoredFile> files, Set<MovieKey> leftOut) {}

    /** Like {@link #read}, but also returns the listing, so that a bucket need not be listed twice. */
    public Listing readListing(String location, String layout) throws IOException {
        String root = storage.absolute(location);
        if (layout.equals(MovieFormats.AUTO) || layout.equals(ZarrFormat.NAME)) {
            Optional<ZarrFormat.Reading> zarr = ZarrFormat.read(root, storage, headers.options());
            if (zarr.isPresent()) {
                return new Listing(
                        merge(List.of(zarr.get().catalog())), root, zarr.get().files(), Set.of());
            }
        } else {
            // An unknown layout is an error before anything is listed.
            MovieFormats.named(layout);
        }
        List<Problem> unlisted = new ArrayList<>();
        List<StoredFile> files = storage.list(root, unlisted::add);
        if (files.isEmpty() && !unlisted.isEmpty()) {
            Problem first = unlisted.get(0);
            throw new BadInputException(first.where(), first.cause(), first.remedy());
        }
        List<LayoutOutline> parts = outline(root, files, layout);
        Set<MovieKey> leftOut = new TreeSet<>();
        for (LayoutOutline part : parts) {
            part.outline().movies().stream()
                    .filter(movie -> !isWanted(movie))
                    .forEach(movie -> leftOut.add(movie.key()));
        }
        return new Listing(warned(describe(parts), root, unlisted), root, files, leftOut);
    }

    private boolean isWanted(MovieOutline movie) {
        return !movie.isOneMovie() || wanted.test(movie.key());
    }

    /** Adds warnings about what the listing left out. */
    private static Catalog warned(Catalog catalog, String root, List<Problem> unlisted) {
        if (unlisted.isEmpty()) {
            return catalog;
        }
        MovieKey input = MovieKeys.key(Names.last(Names.trim(root)), MovieKey.NO_WELL, MovieKey.NO_WELL);
        List<CatalogWarning> warnings = new ArrayList<>(catalog.warnings());
        unlisted.forEach(problem -> warnings.add(CatalogWarning.ofMovie(input, problem)));
        return merge(
                List.of(new Catalog(catalog.layout(), catalog.why(), catalog.movies(), catalog.failures(), warnings)));
    }

    /**
     * Finds the movies in a listing, without opening any image.
     *
     * @param root absolute location that was listed
     * @param files all files under it, in any order
     * @param layout name of a layout, or {@link MovieFormats#AUTO}
     * @return the parts of the input, by layout
     * @throws org.cellineage.problem.BadInputException if there is no possible movie
     */
    public List<LayoutOutline> outline(String root, List<StoredFile> files, String layout) throws IOException {
        List<StoredFile> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparing(StoredFile::location));
        CatalogRequest request = new CatalogRequest(root, sorted, headers);
        return layout.equals(MovieFormats.AUTO)
                ? MovieFormats.recognise(request)
                : List.of(
                        new LayoutOutline(layout, "", MovieFormats.named(layout).outline(request)));
    }

    /** Describes the wanted movies of an input and assembles its catalog. */
    public Catalog describe(List<LayoutOutline> parts) throws IOException {
        List<MovieOutline> movies = parts.stream()
                .flatMap(part -> part.outline().movies().stream())
                .filter(this::isWanted)
                .toList();
        return assemble(parts, describer.describe(movies, headers));
    }

    /** Describes all movies of a folder inside an open archive, one after another. */
    Description describeFolder(String root, List<StoredFile> files) throws IOException {
        List<LayoutOutline> parts = outline(root, files, MovieFormats.AUTO);
        List<Description> descriptions = new ArrayList<>();
        for (LayoutOutline part : parts) {
            part.outline().movies().forEach(movie -> descriptions.add(Descriptions.of(movie, headers)));
        }
        Catalog catalog = assemble(parts, descriptions);
        return new Description(catalog.movies(), catalog.failures(), catalog.warnings());
    }

    /**
     * Assembles the catalog of an input.
     *
     * @param parts the outlines of its parts
     * @param descriptions descriptions of all movies of all parts, in any order
     */
    public static Catalog assemble(List<LayoutOutline> parts, List<Description> descriptions) {
        List<CatalogFailure> failures = new ArrayList<>();
        List<CatalogWarning> warnings = new ArrayList<>();
        Set<String> layouts = new TreeSet<>();
        Set<String> reasons = new LinkedHashSet<>();
        for (LayoutOutline part : parts) {
            layouts.add(part.layout());
            reasons.add(part.why());
            failures.addAll(part.outline().failures());
            warnings.addAll(part.outline().warnings());
        }
        Description joined = Descriptions.join(descriptions);
        failures.addAll(joined.failures());
        warnings.addAll(joined.warnings());
        warnings.addAll(ShortMovies.warnings(joined.movies()));
        reasons.remove("");
        boolean allStacks = joined.movies().stream()
                .allMatch(movie -> movie.source()
                        .equals(movie.frames().get(0).channels().get(0).location()));
        if (allStacks && !joined.movies().isEmpty() && layouts.remove("frames")) {
            // Numbered files that turned out to be movies of their own.
            layouts.add("stacks");
        }
        return merge(List.of(new Catalog(
                String.join("+", layouts), String.join("; ", reasons), joined.movies(), failures, warnings)));
    }

    /** Merges catalogs. Of two movies with the same key, the later one fails with a message that names both. */
    public static Catalog merge(List<Catalog> catalogs) {
        Map<MovieKey, Movie> movies = new HashMap<>();
        List<CatalogFailure> failures = new ArrayList<>();
        List<CatalogWarning> warnings = new ArrayList<>();
        Set<String> layouts = new TreeSet<>();
        Set<String> reasons = new LinkedHashSet<>();
        for (Catalog catalog : catalogs) {
            layouts.add(catalog.layout());
            reasons.add(catalog.why());
            failures.addAll(catalog.failures());
            warnings.addAll(catalog.warnings());
            List<Movie> ordered = new ArrayList<>(catalog.movies());
            ordered.sort(Comparator.comparing(Movie::source));
            for (Movie movie : ordered) {
                Movie first = movies.putIfAbsent(movie.key(), movie);
                if (first != null) {
                    failures.add(CatalogFailure.ofMovie(movie.key(), twice(movie, first)));
                }
            }
        }
        List<Movie> sorted = new ArrayList<>(movies.values());
        sorted.sort(Comparator.comparing(Movie::key));
        failures.sort(Comparator.comparing(CatalogFailure::movie)
                .thenComparingInt(CatalogFailure::frame)
                .thenComparing(f -> f.problem().toString()));
        warnings.sort(Comparator.comparing(CatalogWarning::movie)
                .thenComparingInt(CatalogWarning::frame)
                .thenComparing(w -> w.problem().toString()));
        reasons.remove("");
        return new Catalog(String.join("+", layouts), String.join("; ", reasons), sorted, failures, warnings);
    }

    private static Problem twice(Movie movie, Movie first) {
        return new Problem(
                movie.source(),
                "Movie " + movie.key().id() + " exists twice: " + first.source()
                        + " has the same plate, well and site.",
                "Rename one of them, or give the plates in separate runs.");
    }
}
