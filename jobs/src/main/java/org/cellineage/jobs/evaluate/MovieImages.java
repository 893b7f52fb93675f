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
import org.cellineage.jobs.export.TableMovie;
import org.cellineage.problem.UserException;

/**
 * Finds the images in which cells were found, for their contrast. Images that the user names must be there; others may be
 * gone by now, and then the contrast is unknown.
 */
final class MovieImages {

    /** The layout of a dataset that has its movies beside their truth. */
    private static final String DATASET = "ctc";

    private final Storage storage;
    private final String named;
    private final Map<String, List<Movie>> read = new HashMap<>();

    /** @param named where the images are; empty where the user has not said */
    MovieImages(Storage storage, String named) {
        this.storage = storage;
        this.named = named;
    }

    /** The movie that a movie of the tables was made from. */
    Optional<Movie> of(TableMovie movie) throws IOException {
        List<Movie> movies = named.isEmpty() ? movies(movie.input(), movie.layout()) : movies(named, MovieFormats.AUTO);
        Optional<Movie> same =
                movies.stream().filter(other -> other.key().equals(movie.key())).findFirst();
        // Elsewhere, the same movie may have another plate; a single one can be no other.
        return same.isEmpty() && !named.isEmpty() && movies.size() == 1 ? Optional.of(movies.get(0)) : same;
    }

    /**
     * The movie that a truth belongs to. A truth alone, without its movies, is not taken for one.
     *
     * @param location the truth's folder, where a dataset has its movies too
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
