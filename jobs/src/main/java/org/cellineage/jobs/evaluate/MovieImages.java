package org.cellineage.jobs.evaluate;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.format.layout.MovieFormats;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.source.SourceMovie;
import org.cellineage.jobs.source.SourceMovies;
import org.cellineage.problem.UserException;

/**
 * Finds the images in which cells were found, for computing their contrast. Images that the user names must exist;
 * others may have disappeared, in which case the contrast is unknown.
 */
final class MovieImages {

    /** The layout of a dataset in which movies are next to their ground truth. */
    private static final String DATASET = "ctc";

    private final Storage storage;
    private final String named;

    /** @param named location of the images; empty if the user has not named it */
    MovieImages(Storage storage, String named) {
        this.storage = storage;
        this.named = named;
    }

    /** The source movies of movies in the tables of a lineage, read with the options of their runs. */
    Map<MovieKey, Movie> of(OutputFolder lineage, List<TableMovie> movies) throws IOException {
        SourceMovies sources = new SourceMovies(storage, lineage, "Give the location of the images with --images.");
        Map<MovieKey, SourceMovie> found = named.isEmpty() ? sources.of(movies) : sources.at(named, movies);
        Map<MovieKey, Movie> images = new HashMap<>();
        found.forEach((key, source) -> source.movie().ifPresent(movie -> images.put(key, movie)));
        return images;
    }

    /**
     * The movies that a ground truth belongs to, by the source of their label set. A ground truth without its movies is
     * not mistaken for one.
     *
     * @param location folder of the ground truth, in which a dataset also has its movies
     */
    Map<String, Movie> of(LabelCatalog truth, String location) throws IOException {
        List<Movie> movies = named.isEmpty() ? beside(location) : read(named, MovieFormats.AUTO);
        Map<?, LabelSet> paired = truth.pair(movies).sets();
        Map<String, Movie> images = new HashMap<>();
        for (Movie movie : movies) {
            Optional.ofNullable(paired.get(movie.key()))
                    .filter(set -> !set.frames()
                            .containsValue(movie.frames().get(0).channels().get(0)))
                    .ifPresent(set -> images.putIfAbsent(set.source(), movie));
        }
        return images;
    }

    private List<Movie> beside(String location) throws IOException {
        try {
            return read(location, DATASET);
        } catch (UserException | FileNotFoundException e) {
            return List.of();
        }
    }

    private List<Movie> read(String location, String layout) throws IOException {
        return new CatalogReader(storage).read(location, layout).movies();
    }
}
