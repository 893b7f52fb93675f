package org.cellineage.format.labels;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cellineage.format.MovieKey;
import org.cellineage.problem.Problem;

/**
 * Which labels belong to which movie.
 *
 * @param sets the labels of a movie, by the movie's own frame numbers
 * @param problems why a movie has no labels
 * @param notes what the user should know of how labels were found
 * @param notMovies what was taken for movies, and is the labels of others
 */
public record LabelPairing(
        Map<MovieKey, LabelSet> sets,
        Map<MovieKey, Problem> problems,
        Map<MovieKey, Problem> notes,
        Set<MovieKey> notMovies) {

    public LabelPairing {
        sets = Map.copyOf(sets);
        problems = Map.copyOf(problems);
        notes = Map.copyOf(notes);
        notMovies = Set.copyOf(notMovies);
    }

    /** The labels of a movie; empty where {@link #problem} says why there are none. */
    public Optional<LabelSet> of(MovieKey movie) {
        return Optional.ofNullable(sets.get(movie));
    }

    /** Why a movie has no labels. */
    public Optional<Problem> problem(MovieKey movie) {
        return Optional.ofNullable(problems.get(movie));
    }
}
