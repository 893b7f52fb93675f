package org.cellineage.jobs.export;

import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.format.HeaderCache;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.format.layout.MovieFormats;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.config.InputConfiguration;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Finds the images of published movies. Each input is catalogued once, with the options with which its run read it.
 */
final class InputImages {

    /**
     * A movie as it is in its input now.
     *
     * @param movie null if it no longer exists
     * @param missing the reason
     */
    record Images(@Nullable Movie movie, @Nullable Problem missing) implements Serializable {

        static Images of(Movie movie) {
            return new Images(movie, null);
        }

        static Images missing(Problem problem) {
            return new Images(null, problem);
        }

        Movie require() {
            if (movie != null) {
                return movie;
            }
            Problem why = missing == null ? new Problem("", "", "") : missing;
            throw new BadInputException(why.where(), why.cause(), why.remedy());
        }
    }

    private static final String REMEDY = "Restore the movie to its location, or export with --format ctc.";

    private final Storage storage;
    private final OutputFolder lineage;
    private final Map<String, ReadOptions> optionsOfRun = new HashMap<>();

    InputImages(Storage storage, OutputFolder lineage) {
        this.storage = storage;
        this.lineage = lineage;
    }

    /** An input that is catalogued once. */
    private record Reading(String input, String layout, ReadOptions options) {}

    /** The images of each movie, or the reason why they are missing. */
    Map<MovieKey, Images> of(List<TableMovie> movies) throws IOException {
        Map<Reading, Map<MovieKey, Images>> catalogs = new HashMap<>();
        Map<MovieKey, Images> images = new TreeMap<>();
        for (TableMovie movie : movies) {
            Reading reading = new Reading(movie.input(), movie.layout(), options(movie.runId()));
            Map<MovieKey, Images> known = catalogs.get(reading);
            if (known == null) {
                known = catalog(reading, movies);
                catalogs.put(reading, known);
            }
            images.put(
                    movie.key(),
                    known.getOrDefault(
                            movie.key(),
                            Images.missing(new Problem(
                                    movie.input(),
                                    "Movie " + movie.key().id()
                                            + " no longer exists, and this format needs its images.",
                                    REMEDY))));
        }
        return images;
    }

    private ReadOptions options(String run) throws IOException {
        ReadOptions known = optionsOfRun.get(run);
        if (known == null) {
            String file = "_runs/" + run + ".json";
            String settings = lineage.read(file).orElse("{}");
            known = ConfigurationLoader.section(InputConfiguration.DEFAULTS, lineage.resolve(file), settings, "input")
                    .readOptions();
            optionsOfRun.put(run, known);
        }
        return known;
    }

    private Map<MovieKey, Images> catalog(Reading reading, List<TableMovie> movies) throws IOException {
        Map<MovieKey, Images> found = new HashMap<>();
        try {
            CatalogReader reader = new CatalogReader(storage, HeaderCache.NONE, reading.options());
            for (Movie movie : reader.read(reading.input(), layout(reading)).movies()) {
                found.putIfAbsent(movie.key(), Images.of(movie));
            }
        } catch (BadInputException e) {
            movies.forEach(movie -> found.put(
                    movie.key(),
                    Images.missing(new Problem(e.problem().where(), e.problem().cause(), REMEDY))));
        }
        return found;
    }

    /** Several layouts joined by plus signs were recognised automatically; there is no layout with such a name. */
    private static String layout(Reading reading) {
        boolean several =
                MovieFormats.all().stream().noneMatch(format -> format.name().equals(reading.layout()))
                        && reading.layout().contains("+")
                        && !reading.layout().contains("{");
        return several ? MovieFormats.AUTO : reading.layout();
    }
}
