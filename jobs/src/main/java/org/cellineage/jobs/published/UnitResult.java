package org.cellineage.jobs.published;

import java.util.List;
import java.util.Optional;
import org.cellineage.problem.Problem;

/**
 * The result of a unit of movies.
 *
 * @param unit its name
 * @param movies its number of movies
 * @param value returned by the work; empty if it failed
 * @param failure the reason if it failed
 */
public record UnitResult<R>(String unit, int movies, Optional<R> value, Optional<Problem> failure) {

    /** The values of the units that did not fail. */
    public static <R> List<R> values(List<UnitResult<R>> results) {
        return results.stream().flatMap(result -> result.value().stream()).toList();
    }

    /** Number of movies in the units that did not fail. */
    public static <R> int moviesDone(List<UnitResult<R>> results) {
        return results.stream()
                .filter(result -> result.value().isPresent())
                .mapToInt(UnitResult::movies)
                .sum();
    }
}
