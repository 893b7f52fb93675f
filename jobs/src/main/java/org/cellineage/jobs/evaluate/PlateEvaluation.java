package org.cellineage.jobs.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.cellineage.evaluate.StoredLabels;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.format.labels.KnownMovie;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelPairing;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.format.spots.SpotGrid;
import org.cellineage.image.LabelImage;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.published.ItemJob;
import org.cellineage.jobs.published.MovieJob;
import org.cellineage.jobs.published.MovieScope;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.published.UnitResult;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageStores;
import org.cellineage.jobs.store.PublishedTables;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates all movies of a result for which there is ground truth. */
public final class PlateEvaluation {

    private static final Logger LOG = LoggerFactory.getLogger(PlateEvaluation.class);

    private final SparkSession spark;
    private final Storage storage;
    private final LabelCatalog truth;
    private final LabelCatalog masks;
    private final String truthLocation;
    private final MovieImages images;

    /**
     * Finds the ground truth.
     *
     * @param silver whether to use the masks of the silver truth
     * @param images location of the movies' images; empty to look where the tables or the ground truth have them
     */
    public PlateEvaluation(SparkSession spark, String truthLocation, boolean silver, String images) throws IOException {
        this.spark = spark;
        this.truthLocation = truthLocation;
        this.storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
        this.truth = LabelCatalog.read(storage, truthLocation);
        this.masks = LabelCatalog.readMasks(storage, truthLocation, silver);
        this.images = new MovieImages(storage, images);
    }

    /**
     * Evaluates tables, or the result of another program, on all cores. Returns one result per movie with ground truth.
     *
     * @throws BadInputException if there is ground truth for no movie of the result
     */
    public List<UnitResult<MovieScore>> evaluate(String lineage) throws IOException {
        List<UnitResult<MovieScore>> results =
                OutputFolder.isFile(spark.sparkContext().hadoopConfiguration(), lineage)
                        ? ofResults(lineage)
                        : ofFolder(lineage);
        if (results.isEmpty()) {
            throw new BadInputException(
                    truthLocation,
                    "It contains ground truth for "
                            + String.join(", ", truth.sets().keySet()) + ", but for no movie of " + lineage + ".",
                    "Give the ground truth and the result of the same movies.");
        }
        return results;
    }

    /**
     * As {@link #evaluate}, but requires every movie.
     *
     * @throws BadInputException also if a movie cannot be evaluated
     */
    public List<MovieEvaluation> evaluateAll(String lineage) throws IOException {
        List<UnitResult<MovieScore>> results = evaluate(lineage);
        for (UnitResult<MovieScore> result : results) {
            if (result.failure().isPresent()) {
                Problem problem = result.failure().get();
                throw new BadInputException(problem.where(), problem.cause(), problem.remedy());
            }
        }
        return UnitResult.values(results).stream().map(MovieScore::evaluation).toList();
    }

    private List<UnitResult<MovieScore>> ofFolder(String lineage) throws IOException {
        OutputFolder folder = OutputFolder.openExisting(spark.sparkContext().hadoopConfiguration(), lineage);
        LineageStore store = LineageStores.load().openExisting(spark, folder);
        return store.hasTables() ? ofTables(store.tables(), folder, lineage) : ofResults(lineage);
    }

    private List<UnitResult<MovieScore>> ofTables(PublishedTables tables, OutputFolder folder, String lineage)
            throws IOException {
        MovieJob job = new MovieJob(spark, tables);
        List<TableMovie> all = job.movies();
        Map<MovieKey, MovieTruth> truths = new HashMap<>();
        LabelPairing pairing = truth.pairKnown(all.stream()
                .map(movie -> new KnownMovie(movie.key(), movie.source(), movie.frameCount()))
                .toList());
        pairing.notes().forEach((movie, note) -> LOG.warn("{}: {}", movie.id(), note));
        pairing.problems().forEach((movie, problem) -> LOG.warn("{} is left out: {}", movie.id(), problem));
        List<TableMovie> known = all.stream()
                .filter(movie -> pairing.of(movie.key()).isPresent())
                .toList();
        Map<MovieKey, Movie> pixels = images.of(folder, known);
        for (TableMovie movie : known) {
            LabelSet set = pairing.of(movie.key()).orElseThrow();
            truths.put(movie.key(), new MovieTruth(set, masks(set), pixels.get(movie.key())));
        }
        return job.run(known, truths, MovieScope.MOVIE, new TableComparison(storage, lineage));
    }

    private List<UnitResult<MovieScore>> ofResults(String lineage) throws IOException {
        LabelCatalog catalog = LabelCatalog.readTracks(storage, lineage);
        Map<String, LabelSet> results = catalog.sets();
        boolean one = results.size() == 1 && truth.sets().size() == 1;
        Map<String, Movie> pixels = images.of(truth, truthLocation);
        List<ResultComparison.Sides> sides = new ArrayList<>();
        for (LabelSet result : results.values()) {
            LabelSet set =
                    one ? truth.sets().values().iterator().next() : truth.sets().get(result.name());
            if (set != null) {
                sides.add(new ResultComparison.Sides(
                        drawn(catalog, result, set), new MovieTruth(set, masks(set), pixels.get(set.source()))));
            }
        }
        return ItemJob.run(spark, sides, new ResultComparison(storage, lineage));
    }

    /** Outlines and points of other programs, drawn on the pixels of the ground truth; label images as they are. */
    private LabelSet drawn(LabelCatalog catalog, LabelSet result, LabelSet set) throws IOException {
        if (!result.frames().isEmpty()) {
            return result;
        }
        try (StoredLabels labels = new StoredLabels(storage, set)) {
            LabelImage first = labels.read(labels.frames().first());
            SpotGrid grid = new SpotGrid(first.width(), first.height(), Double.NaN);
            MovieKey key = new MovieKey(MovieKey.DEFAULT_PLATE, MovieKey.NO_WELL, result.name());
            int frames = labels.frames().last() + 1;
            return catalog.drawn(result, new KnownMovie(key, result.source(), frames, Optional.of(grid)));
        }
    }

    /** The full masks of a movie; null if there are none besides those of its lineage. */
    private @Nullable LabelSet masks(LabelSet truthSet) {
        LabelSet own = masks.sets().size() == 1 && truth.sets().size() == 1
                ? masks.sets().values().iterator().next()
                : masks.sets().get(truthSet.name());
        // Masks have the frame numbers of the ground truth.
        return own == null ? null : own.later(truthSet.lineageShift());
    }

    /** The scores as a text table; for several movies with means, each over the movies that have the score. */
    public static String table(List<MovieEvaluation> movies) {
        StringBuilder text = new StringBuilder();
        int width = movies.stream().mapToInt(m -> m.movie().length()).max().orElse(5);
        Map<String, double[]> sums = new LinkedHashMap<>();
        text.append(String.format(Locale.ROOT, "%-" + Math.max(5, width) + "s", "movie"));
        movies.get(0).figures().keySet().forEach(name -> text.append(String.format(Locale.ROOT, " %8s", name)));
        text.append('\n');
        for (MovieEvaluation movie : movies) {
            text.append(String.format(Locale.ROOT, "%-" + Math.max(5, width) + "s", movie.movie()));
            movie.figures().forEach((name, value) -> {
                text.append(figure(value));
                double[] sum = sums.computeIfAbsent(name, key -> new double[2]);
                if (!Double.isNaN(value)) {
                    sum[0] += value;
                    sum[1]++;
                }
            });
            text.append('\n');
        }
        if (movies.size() > 1) {
            text.append(String.format(Locale.ROOT, "%-" + Math.max(5, width) + "s", "mean"));
            sums.values().forEach(sum -> text.append(figure(sum[1] == 0 ? Double.NaN : sum[0] / sum[1])));
            text.append('\n');
        }
        return text.toString();
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? String.format(" %8s", "-") : String.format(Locale.ROOT, " %8.6f", value);
    }
}
