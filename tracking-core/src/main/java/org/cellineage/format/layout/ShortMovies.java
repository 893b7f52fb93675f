package org.cellineage.format.layout;

import java.util.Comparator;
import java.util.List;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Movie;
import org.cellineage.problem.Problem;

/** Detects many movies of one or two frames, a sign that names were misinterpreted. */
final class ShortMovies {

    private static final int MANY = 4;
    private static final int SHORT = 2;

    private ShortMovies() {}

    static List<CatalogWarning> warnings(List<Movie> movies) {
        List<Movie> isShort = movies.stream()
                .filter(movie -> movie.frameCount() <= SHORT)
                .sorted(Comparator.comparing(Movie::key))
                .toList();
        if (isShort.size() < MANY || isShort.size() * 2 < movies.size()) {
            return List.of();
        }
        Movie first = isShort.get(0);
        String file = Names.last(first.frames().get(0).channels().get(0).location());
        return List.of(CatalogWarning.ofMovie(
                first.key(),
                new Problem(
                        first.source(),
                        isShort.size() + " of " + movies.size() + " movies have one or two frames; names like " + file
                                + " may have been misinterpreted.",
                        "If these are the frames of fewer movies, describe their names: --layout '"
                                + LayoutHint.pattern(file) + "'; still images need no tracking: cellineage segment.")));
    }
}
