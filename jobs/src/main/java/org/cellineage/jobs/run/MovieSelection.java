package org.cellineage.jobs.run;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cellineage.format.MovieKey;
import org.cellineage.problem.BadInputException;

/**
 * The movies of the input that are to be processed.
 *
 * @param only {@code plate/well} or {@code plate/well/site}; empty for all
 * @param force whether to include movies that have not changed since they were published
 * @param retryFailed whether to include unchanged movies only if they failed or have failed frames
 */
public record MovieSelection(Set<String> only, boolean force, boolean retryFailed) {

    /** All new or changed movies. */
    public static final MovieSelection CHANGED = new MovieSelection(Set.of(), false, false);

    private static final int SHOWN = 10;

    public MovieSelection {
        only = Collections.unmodifiableSet(new LinkedHashSet<>(only));
    }

    /** Creates a selection from names that may be repeated. */
    public MovieSelection(List<String> only, boolean force, boolean retryFailed) {
        this(new LinkedHashSet<>(only), force, retryFailed);
    }

    /** Whether a part of the input was selected, so that other movies of a well must not change. */
    public boolean isPart() {
        return retryFailed || !only.isEmpty();
    }

    /** Whether the movie is selected by name. */
    public boolean names(MovieKey key) {
        return only.isEmpty() || only.contains(key.id()) || only.contains(well(key));
    }

    private static String well(MovieKey key) {
        return key.plate() + "/" + key.well();
    }

    /**
     * Checks that every name matches a movie.
     *
     * @throws BadInputException if one does not
     */
    public void requireAll(Collection<MovieKey> known) {
        Set<String> names = new HashSet<>();
        if (!only.isEmpty()) {
            known.forEach(key -> names.addAll(List.of(key.id(), well(key))));
        }
        for (String name : only) {
            if (!names.contains(name)) {
                String first =
                        known.stream().sorted().limit(SHOWN).map(MovieKey::id).collect(Collectors.joining(", "));
                throw new BadInputException(
                        "--only " + name,
                        "No movie of the input has this name.",
                        "Write plate/well or plate/well/site; the first movies of the input are " + first + ".");
            }
        }
    }
}
