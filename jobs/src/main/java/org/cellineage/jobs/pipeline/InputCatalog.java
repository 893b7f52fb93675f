package org.cellineage.jobs.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cellineage.format.Catalog;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.problem.BadInputException;

/**
 * Everything found in the inputs of a run. An input that cannot be used at all is a failure and stops no other input.
 *
 * @param movies usable movies, sorted by key
 * @param infos the same movies for the tables
 * @param failures what cannot be used
 * @param layouts input to the layout it was taken for
 */
public record InputCatalog(
        List<Movie> movies, Map<MovieKey, MovieInfo> infos, List<Failure> failures, Map<String, String> layouts) {

    /** Reads the inputs. */
    public static InputCatalog read(Storage storage, List<String> inputs, String layout) throws IOException {
        CatalogReader reader = new CatalogReader(storage);
        List<Catalog> catalogs = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        Map<String, String> layouts = new HashMap<>();
        Map<String, StoredFile> files = new HashMap<>();
        Map<MovieKey, String> inputOf = new HashMap<>();
        for (String input : inputs) {
            try {
                CatalogReader.Listing listing = reader.readListing(input, layout);
                Catalog catalog = listing.catalog();
                catalogs.add(catalog);
                layouts.put(listing.root(), catalog.layout());
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
        Map<MovieKey, MovieInfo> infos = new HashMap<>();
        for (Movie movie : all.movies()) {
            String input = inputOf.getOrDefault(movie.key(), "");
            movies.add(movie);
            infos.put(movie.key(), MovieInfo.of(movie, input, layouts.getOrDefault(input, ""), hash(movie, files)));
        }
        failures.sort(Failure.ORDER);
        return new InputCatalog(movies, infos, failures, layouts);
    }

    private static String hash(Movie movie, Map<String, StoredFile> files) {
        Set<String> locations = new TreeSet<>();
        for (FrameRef frame : movie.frames()) {
            for (PlaneRef plane : frame.channels()) {
                locations.add(plane.location());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String location : locations) {
            StoredFile file = files.get(location);
            text.append(location);
            if (file != null) {
                text.append(' ').append(file.lengthBytes()).append(' ').append(file.modifiedMillis());
            }
            text.append('\n');
        }
        return ConfigurationLoader.sha256(text.toString());
    }
}
