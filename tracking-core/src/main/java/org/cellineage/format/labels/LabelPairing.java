package org.cellineage.format.labels;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cellineage.format.MovieKey;
import org.cellineage.problem.Problem;

/**
 * The assignment of labels to movies.
 *
 * @param sets labels by movie, with the movie's own frame numbers
 * @param problems why a movie has no labels
 * @param notes how labels were found, where the user should know
 * @param notMovies what was catalogued as a movie but is the labels of another
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

    /** The labels of a movie; if empty, {@link #problem} says why. */
    public Optional<LabelSet> of(MovieKey movie) {
        return Optional.ofNullable(sets.get(movie));
    }

    /** Why a movie has no labels. */
    public Optional<Problem> problem(MovieKey movie) {
        return Optional.ofNullable(problems.get(movie));
    }
}
