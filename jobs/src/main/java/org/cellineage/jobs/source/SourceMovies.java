package org.cellineage.jobs.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.cell.MeasurementOptions;
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
import org.cellineage.predict.PredictionOptions;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.cellineage.problem.UserException;

/**
 * Finds the movies that published movies came from. Each input is catalogued once, with the options with which its run
 * read it (planes, colours), so that a pixel is what the run saw.
 */
public final class SourceMovies {

    private final Storage storage;
    private final OutputFolder lineage;
    private final String remedy;
    private final Map<String, ImageSettings> settingsOfRun = new HashMap<>();
    private final Map<Reading, List<Movie>> catalogs = new HashMap<>();

    /** @param remedy what to do if a movie no longer exists */
    public SourceMovies(Storage storage, OutputFolder lineage, String remedy) {
        this.storage = storage;
        this.lineage = lineage;
        this.remedy = remedy;
    }

    /**
     * How a run came to the images that it worked on.
     *
     * @param reading how it read them
     * @param prediction how it predicted a channel, if it did
     * @param flatField where its flat fields are; empty if it had none
     */
    public record ImageSettings(ReadOptions reading, PredictionOptions prediction, String flatField) {}

    /** Returns this after learning the settings of a run that has not stored them yet. */
    public SourceMovies with(String run, ImageSettings settings) {
        settingsOfRun.put(run, settings);
        return this;
    }

    /** An input that is catalogued once. */
    private record Reading(String input, String layout, ReadOptions options) {}

    /** Looks for each movie where its run read it. An input that cannot be read is the reason why its movies are missing. */
    public Map<MovieKey, SourceMovie> of(List<TableMovie> movies) throws IOException {
        Map<Reading, Problem> unreadable = new HashMap<>();
        Map<MovieKey, SourceMovie> found = new TreeMap<>();
        for (TableMovie movie : movies) {
            Reading reading = new Reading(
                    movie.input(),
                    layout(movie.layout()),
                    settings(movie.runId()).reading());
            if (!unreadable.containsKey(reading)) {
                try {
                    found.put(movie.key(), among(catalog(reading), movie));
                    continue;
                } catch (UserException e) {
                    unreadable.put(
                            reading,
                            new Problem(e.problem().where(), e.problem().cause(), remedy));
                } catch (FileNotFoundException e) {
                    unreadable.put(reading, new Problem(movie.input(), "It does not exist.", remedy));
                }
            }
            found.put(movie.key(), SourceMovie.missing(unreadable.get(reading)));
        }
        return found;
    }

    /**
     * Looks for each movie in a folder that the user names. There, a movie may have another plate; if there is only
     * one, it is taken.
     *
     * @throws BadInputException if the folder cannot be read
     */
    public Map<MovieKey, SourceMovie> at(String location, List<TableMovie> movies) throws IOException {
        Map<MovieKey, SourceMovie> found = new TreeMap<>();
        for (TableMovie movie : movies) {
            List<Movie> there = catalog(new Reading(
                    location, MovieFormats.AUTO, settings(movie.runId()).reading()));
            found.put(
                    movie.key(),
                    there.size() == 1
                            ? SourceMovie.of(there.get(0), List.of(), flatFields(movie))
                            : among(there, movie));
        }
        return found;
    }

    private SourceMovie among(List<Movie> movies, TableMovie movie) throws IOException {
        PredictionOptions options = settings(movie.runId()).prediction();
        List<ChannelPrediction> predictions = movie.predicted().stream()
                .map(channel -> new ChannelPrediction(channel, options))
                .toList();
        RecordedFlatFields flatFields = flatFields(movie);
        return movies.stream()
                .filter(other -> other.key().equals(movie.key()))
                .findFirst()
                .map(found -> SourceMovie.of(found, predictions, flatFields))
                .orElseGet(() -> SourceMovie.missing(
                        new Problem(movie.input(), "Movie " + movie.key().id() + " no longer exists.", remedy)));
    }

    private RecordedFlatFields flatFields(TableMovie movie) throws IOException {
        return new RecordedFlatFields(settings(movie.runId()).flatField(), movie.flatFieldHash());
    }

    private List<Movie> catalog(Reading reading) throws IOException {
        List<Movie> known = catalogs.get(reading);
        if (known == null) {
            known = new CatalogReader(storage, HeaderCache.NONE, reading.options())
                    .read(reading.input(), reading.layout())
                    .movies();
            catalogs.put(reading, known);
        }
        return known;
    }

    private ImageSettings settings(String run) throws IOException {
        ImageSettings known = settingsOfRun.get(run);
        if (known == null) {
            String file = "_runs/" + run + ".json";
            String where = lineage.resolve(file);
            String json = lineage.read(file).orElse("{}");
            known = new ImageSettings(
                    ConfigurationLoader.section(InputConfiguration.DEFAULTS, where, json, "input")
                            .readOptions(),
                    ConfigurationLoader.section(PredictionOptions.DEFAULTS, where, json, "prediction"),
                    ConfigurationLoader.section(MeasurementOptions.DEFAULTS, where, json, "measurement")
                            .flatField());
            settingsOfRun.put(run, known);
        }
        return known;
    }

    /** Several layouts joined by plus signs were recognised automatically; there is no layout with such a name. */
    private static String layout(String name) {
        boolean several =
                MovieFormats.all().stream().noneMatch(format -> format.name().equals(name))
                        && name.contains("+")
                        && !name.contains("{");
        return several ? MovieFormats.AUTO : name;
    }
}
