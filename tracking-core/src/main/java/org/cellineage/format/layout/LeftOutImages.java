package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.MovieKey;
import org.cellineage.problem.Problem;

/** Reports images that were left out, in one warning per reason. */
final class LeftOutImages {

    /** Images by reason. */
    private final Map<String, List<String>> images = new TreeMap<>();

    void add(String location, String reason) {
        images.computeIfAbsent(reason, key -> new ArrayList<>()).add(location);
    }

    /** @param root the location that was listed */
    List<CatalogWarning> warnings(String root) {
        List<CatalogWarning> warnings = new ArrayList<>();
        MovieKey input = MovieKeys.key(Names.last(root), MovieKey.NO_WELL, MovieKey.NO_WELL);
        images.forEach((reason, locations) -> {
            locations.sort(null);
            String first = locations.get(0);
            warnings.add(
                    locations.size() == 1
                            ? warning(input, first, reason)
                            : CatalogWarning.ofMovie(
                                    input,
                                    new Problem(
                                            first,
                                            "It and " + (locations.size() - 1) + " others were left out: each is "
                                                    + reason + ".",
                                            "If they are movies, rename them or move them to a separate folder.")));
        });
        return warnings;
    }

    static CatalogWarning warning(MovieKey movie, String location, String reason) {
        return CatalogWarning.ofMovie(
                movie,
                new Problem(
                        location,
                        "It was left out: it is " + reason + ".",
                        "If it is a movie, rename it or move it to a separate folder."));
    }
}
