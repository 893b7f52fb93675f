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
 * Reads the catalog of an input in two steps: {@link #outline} finds its layout and its movies from the listing alone, and
 * {@link #describe} reads the headers of at most two files a movie. Between them, outlines may be sent to other machines
 * and described there, with {@link MovieOutline#describe}.
 */
public final class CatalogReader {

    private final Storage storage;
    private final Headers headers;
    private final MovieDescriber describer;
    private final Predicate<MovieKey> wanted;

    /** Reads every header anew, and refuses several z planes. */
    public CatalogReader(Storage storage) {
        this(storage, HeaderCache.NONE, ReadOptions.DEFAULTS);
    }

    /**
     * @param cache headers that were read before
     * @param options how movies are read where their files leave a choice
     */
    public CatalogReader(Storage storage, HeaderCache cache, ReadOptions options) {
        this(new Headers(storage, cache, options), new HeaderThreads(), movie -> true);
    }

    /**
     * @param describer reads the headers
     * @param wanted the movies to describe; others are described too where only their headers can tell their keys
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
     * @param layout a layout's name, or {@link MovieFormats#AUTO}
     * @throws org.cellineage.problem.BadInputException where there is nothing, or nothing that can be a movie
     */
    public Catalog read(String location, String layout) throws IOException {
        return readListing(location, layout).catalog();
    }

    /**
     * A catalog with the listing that it was read from.
     *
     * @param root the location in full
     * @param files all files under it; of OME-Zarr, whose chunks nobody lists, one for each image and archive
     * @param leftOut keys of movies that were not wanted, and are not in the catalog
     */
    public record Listing(Catalog catalog, String root, List<StoredFile> files, Set<MovieKey> leftOut) {}

    /** As {@link #read}, and keeps the listing, so that nobody lists a bucket twice. */
    public Listing readListing(String location, String layout) throws IOException {
        String root = storage.absolute(location);
        if (layout.equals(MovieFormats.AUTO) || layout.equals(ZarrFormat.NAME)) {
            Optional<ZarrFormat.Reading> zarr = ZarrFormat.read(root, storage, headers.options());
            if (zarr.isPresent()) {
                return new Listing(
                        merge(List.of(zarr.get().catalog())), root, zarr.get().files(), Set.of());
            }
        } else {
            // A name that is none is an error before anything is listed.
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

    /** A catalog that tells what the listing left out, too. */
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
     * What a listing tells, before any image is opened.
     *
     * @param root the location that was listed, in full
     * @param files all files under it, in any order
     * @param layout a layout's name, or {@link MovieFormats#AUTO}
     * @return the parts of the input, by layout
     * @throws org.cellineage.problem.BadInputException where there is nothing that can be a movie
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

    /** Describes the movies of an input that are wanted, and puts its catalog together. */
    public Catalog describe(List<LayoutOutline> parts) throws IOException {
        List<MovieOutline> movies = parts.stream()
                .flatMap(part -> part.outline().movies().stream())
                .filter(this::isWanted)
                .toList();
        return assemble(parts, describer.describe(movies, headers));
    }

    /** All movies of a folder inside an archive that is open, one after the other. */
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
     * Puts the catalog of an input together.
     *
     * @param parts what the listing told
     * @param descriptions of all movies of all parts, in any order
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

    /** Joins catalogs; of two movies with one key the later fails, and both are named. */
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
                "Movie " + movie.key().id() + " is there twice: " + first.source()
                        + " has the same plate, well and site.",
                "Rename one of them, or give the plates in separate runs.");
    }
}
