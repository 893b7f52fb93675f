package org.cellineage.jobs.evaluate;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.format.Movie;
import org.cellineage.format.Storage;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.format.layout.MovieFormats;
import org.cellineage.jobs.published.TableMovie;
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
    private final Map<String, List<Movie>> read = new HashMap<>();

    /** @param named location of the images; empty if the user has not named it */
    MovieImages(Storage storage, String named) {
        this.storage = storage;
        this.named = named;
    }

    /** The source movie of a movie in the tables. */
    Optional<Movie> of(TableMovie movie) throws IOException {
        List<Movie> movies = named.isEmpty() ? movies(movie.input(), movie.layout()) : movies(named, MovieFormats.AUTO);
        Optional<Movie> same =
                movies.stream().filter(other -> other.key().equals(movie.key())).findFirst();
        // At another location, the same movie may have another plate; if there is only one, it must be this one.
        return same.isEmpty() && !named.isEmpty() && movies.size() == 1 ? Optional.of(movies.get(0)) : same;
    }

    /**
     * The movie that a ground truth belongs to. A ground truth without its movies is not mistaken for one.
     *
     * @param location folder of the ground truth, in which a dataset also has its movies
     */
    Optional<Movie> of(LabelCatalog truth, LabelSet set, String location) throws IOException {
        List<Movie> movies = named.isEmpty() ? movies(location, DATASET) : movies(named, MovieFormats.AUTO);
        Map<?, LabelSet> paired = truth.pair(movies).sets();
        return movies.stream()
                .filter(movie -> !set.frames()
                        .containsValue(movie.frames().get(0).channels().get(0)))
                .filter(movie -> Optional.ofNullable(paired.get(movie.key()))
                        .filter(other -> other.source().equals(set.source()))
                        .isPresent())
                .findFirst();
    }

    private List<Movie> movies(String location, String layout) throws IOException {
        List<Movie> known = read.get(location);
        if (known == null) {
            known = find(location, layout);
            read.put(location, known);
        }
        return known;
    }

    private List<Movie> find(String location, String layout) throws IOException {
        try {
            return new CatalogReader(storage).read(location, layout).movies();
        } catch (UserException | FileNotFoundException e) {
            if (named.isEmpty()) {
                return List.of();
            }
            throw e;
        }
    }
}
