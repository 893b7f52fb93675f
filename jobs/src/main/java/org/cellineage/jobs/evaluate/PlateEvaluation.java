package org.cellineage.jobs.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.cellineage.evaluate.DetectionScore;
import org.cellineage.evaluate.EvaluatedMovie;
import org.cellineage.evaluate.Evaluator;
import org.cellineage.evaluate.LabelFrames;
import org.cellineage.evaluate.MaskScore;
import org.cellineage.evaluate.StoredImages;
import org.cellineage.evaluate.StoredLabels;
import org.cellineage.format.Movie;
import org.cellineage.format.Storage;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.labels.KnownMovie;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelPairing;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.jobs.export.TableMovie;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageStores;
import org.cellineage.jobs.store.PublishedTables;
import org.cellineage.problem.BadInputException;
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

    /** Evaluates tables, or a CTC result folder. */
    public List<MovieEvaluation> evaluate(String lineage) throws IOException {
        List<MovieEvaluation> movies = new ArrayList<>();
        OutputFolder folder = OutputFolder.openExisting(spark.sparkContext().hadoopConfiguration(), lineage);
        LineageStore store = LineageStores.load().openExisting(spark, folder);
        if (store.hasTables()) {
            PublishedTables tables = store.tables();
            List<TableMovie> all = TableMovie.all(tables);
            LabelPairing pairing = truth.pairKnown(all.stream()
                    .map(movie -> new KnownMovie(movie.key(), movie.source(), movie.frameCount()))
                    .toList());
            pairing.notes().forEach((movie, note) -> LOG.warn("{}: {}", movie.id(), note));
            pairing.problems().forEach((movie, problem) -> LOG.warn("{} is left out: {}", movie.id(), problem));
            for (TableMovie movie : all) {
                Optional<LabelSet> set = pairing.of(movie.key());
                if (set.isPresent()) {
                    movie.load(tables);
                    Named of = new Named(movie.key().id(), lineage, images.of(movie));
                    movies.add(compare(of, set.get(), movie, movie::spans));
                    movie.release();
                }
            }
        } else {
            Map<String, LabelSet> results = LabelCatalog.read(storage, lineage).sets();
            boolean one = results.size() == 1 && truth.sets().size() == 1;
            for (LabelSet result : results.values()) {
                LabelSet set = one
                        ? truth.sets().values().iterator().next()
                        : truth.sets().get(result.name());
                if (set != null) {
                    try (StoredLabels labels = new StoredLabels(storage, result)) {
                        Named of = new Named(result.name(), lineage, images.of(truth, set, truthLocation));
                        movies.add(compare(of, set, labels, () -> LabelCatalog.lineage(storage, result)));
                    }
                }
            }
        }
        if (movies.isEmpty()) {
            throw new BadInputException(
                    truthLocation,
                    "It contains ground truth for "
                            + String.join(", ", truth.sets().keySet()) + ", but for no movie of " + lineage + ".",
                    "Give the ground truth and the result of the same movies.");
        }
        return movies;
    }

    /** A lineage that is read only when needed. */
    @FunctionalInterface
    private interface Lineage {
        List<TrackSpan> read() throws IOException;
    }

    /** A movie, the location of its result, and its images if known. */
    private record Named(String name, String where, Optional<Movie> images) {}

    private MovieEvaluation compare(Named movie, LabelSet truthSet, LabelFrames result, Lineage lineage)
            throws IOException {
        Optional<LabelSet> ownMasks = masks.sets().size() == 1 && truth.sets().size() == 1
                ? Optional.of(masks.sets().values().iterator().next())
                : Optional.ofNullable(masks.sets().get(truthSet.name()));
        // Masks have the frame numbers of the ground truth.
        Optional<LabelSet> maskSet = ownMasks.map(set -> set.later(truthSet.lineageShift()));
        try (StoredLabels labels = new StoredLabels(storage, truthSet);
                StoredLabels segmentation = new StoredLabels(storage, maskSet.orElse(truthSet));
                StoredImages pixels = new StoredImages(storage, movie.images())) {
            if (truthSet.lineage().isEmpty()) {
                MaskScore score = Evaluator.segmentation(segmentation, result, movie.where(), pixels);
                return new MovieEvaluation(
                        movie.name(), score.seg(), Optional.empty(), DetectionScore.NONE, score.detection());
            }
            EvaluatedMovie evaluated = Evaluator.score(
                    new Evaluator.Side(truthSet.source(), labels, LabelCatalog.lineage(storage, truthSet)),
                    new Evaluator.Side(movie.where(), result, lineage.read()),
                    maskSet.map(set -> segmentation),
                    pixels);
            return new MovieEvaluation(
                    movie.name(),
                    evaluated.lineage().segScore(),
                    Optional.of(evaluated.lineage()),
                    evaluated.markers(),
                    evaluated.masks().orElse(DetectionScore.NONE));
        }
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
