package org.cellineage.jobs.command.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.command.option.LineageOptions;
import org.cellineage.jobs.command.option.MovieArgument;
import org.cellineage.jobs.correct.CorrectedMovies;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.problem.BadInputException;
import org.cellineage.train.CorrectedMovie;

/**
 * The corrected movies that a training command names. Whole movies are held out: those that {@code --hold-out} names, or,
 * if it names nothing, one in five.
 */
final class CorrectedArguments {

    /** From so many movies on, some are held out without being asked for. */
    private static final int FEWEST_TO_HOLD_OUT = 4;

    private static final int ONE_IN = 5;

    private final List<MovieArgument> learned;
    private final List<MovieArgument> heldOut;
    private final boolean choosesHeldOut;

    /**
     * @param learned arguments of {@code --data}; only those that name corrected movies are looked at
     * @param heldOut arguments of {@code --hold-out}, likewise
     * @param choosesHeldOut whether nothing else is held out
     */
    CorrectedArguments(List<MovieArgument> learned, List<MovieArgument> heldOut, boolean choosesHeldOut) {
        this.learned = learned.stream().filter(MovieArgument::isCorrected).toList();
        this.heldOut = heldOut.stream().filter(MovieArgument::isCorrected).toList();
        this.choosesHeldOut = choosesHeldOut && this.heldOut.isEmpty();
    }

    /**
     * A movie.
     *
     * @param share its share of what is learned; 0 if it is held out
     */
    record Chosen(CorrectedMovie movie, double share) {}

    /** Reads the movies; starts Spark only if there are any. */
    List<Chosen> read() throws IOException {
        List<Chosen> chosen = new ArrayList<>();
        Set<String> folders = new TreeSet<>();
        learned.forEach(argument -> folders.add(argument.input()));
        heldOut.forEach(argument -> folders.add(argument.input()));
        for (String folder : folders) {
            chosen.addAll(read(folder));
        }
        return chosen;
    }

    private List<Chosen> read(String folder) throws IOException {
        SparkSession spark = SparkSessions.open("train");
        CorrectedMovies movies = new CorrectedMovies(
                spark,
                OutputFolder.openExisting(spark.sparkContext().hadoopConfiguration(), folder),
                LineageOptions.open(spark, folder));
        Set<MovieKey> known = movies.keys();
        if (known.isEmpty()) {
            throw new BadInputException(
                    folder + "@corrected",
                    "Its tables contain no corrections.",
                    "Correct some movies, and apply what you corrected with 'cellineage correct'.");
        }
        Map<MovieKey, Double> shares = shares(folder, known);
        List<Chosen> chosen = new ArrayList<>();
        movies.read(shares.keySet())
                .forEach((key, movie) -> chosen.add(new Chosen(movie, shares.getOrDefault(key, 0.0))));
        return chosen;
    }

    private Map<MovieKey, Double> shares(String folder, Set<MovieKey> known) {
        Map<MovieKey, Double> shares = new TreeMap<>();
        for (MovieArgument argument : learned) {
            if (argument.input().equals(folder)) {
                Set<MovieKey> named = named(argument, known);
                named.forEach(key -> shares.put(key, argument.share() / named.size()));
            }
        }
        for (MovieArgument argument : heldOut) {
            if (argument.input().equals(folder)) {
                named(argument, known).forEach(key -> shares.put(key, 0.0));
            }
        }
        if (choosesHeldOut && shares.size() >= FEWEST_TO_HOLD_OUT) {
            int i = 0;
            for (Map.Entry<MovieKey, Double> share : new LinkedHashMap<>(shares).entrySet()) {
                if (++i % ONE_IN == FEWEST_TO_HOLD_OUT - 1) {
                    shares.put(share.getKey(), 0.0);
                }
            }
        }
        return shares;
    }

    private static Set<MovieKey> named(MovieArgument argument, Set<MovieKey> known) {
        if (argument.part().isEmpty()) {
            return known;
        }
        MovieSelection selection = new MovieSelection(List.of(argument.part().split(",")), false, false);
        selection.requireAll(known);
        Set<MovieKey> named = new TreeSet<>(known);
        named.removeIf(key -> !selection.names(key));
        return named;
    }
}
