package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cellineage.format.Catalog;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.Problem;

/** Reads the catalog of an input: lists it (OME-Zarr aside), finds its layout, and makes sure that every movie is there once. */
public final class CatalogReader {

    private final Storage storage;

    public CatalogReader(Storage storage) {
        this.storage = storage;
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
     */
    public record Listing(Catalog catalog, String root, List<StoredFile> files) {}

    /** As {@link #read}, and keeps the listing, so that nobody lists a bucket twice. */
    public Listing readListing(String location, String layout) throws IOException {
        MovieFormat given = layout.equals(MovieFormats.AUTO) ? null : MovieFormats.named(layout);
        String root = storage.absolute(location);
        if (given == null || given instanceof ZarrFormat) {
            Optional<ZarrFormat.Reading> zarr = ZarrFormat.read(root, storage);
            if (zarr.isPresent()) {
                return new Listing(
                        merge(List.of(zarr.get().catalog())), root, zarr.get().files());
            }
        }
        List<StoredFile> files = storage.list(root);
        MovieFormat format = given == null ? MovieFormats.detect(root, files, storage) : given;
        return new Listing(merge(List.of(format.catalog(root, files, storage))), root, files);
    }

    /** Joins catalogs; of two movies with one key the later fails, and both are named. */
    public static Catalog merge(List<Catalog> catalogs) {
        Map<MovieKey, Movie> movies = new HashMap<>();
        List<CatalogFailure> failures = new ArrayList<>();
        List<CatalogWarning> warnings = new ArrayList<>();
        Set<String> layouts = new HashSet<>();
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
                    failures.add(CatalogFailure.ofMovie(
                            movie.key(),
                            new Problem(
                                    movie.source(),
                                    "Movie " + movie.key().id() + " is there twice: " + first.source()
                                            + " has the same plate, well and site.",
                                    "Rename one of them, or give the plates in separate runs.")));
                }
            }
        }
        List<Movie> sorted = new ArrayList<>(movies.values());
        sorted.sort(Comparator.comparing(Movie::key));
        failures.sort(Comparator.comparing(CatalogFailure::movie)
                .thenComparingInt(CatalogFailure::frame)
                .thenComparing(f -> f.problem().where()));
        warnings.sort(Comparator.comparing(CatalogWarning::movie)
                .thenComparingInt(CatalogWarning::frame)
                .thenComparing(w -> w.problem().where()));
        reasons.remove("");
        return new Catalog(
                String.join("+", layouts.stream().sorted().toList()),
                String.join("; ", reasons),
                sorted,
                failures,
                warnings);
    }
}
