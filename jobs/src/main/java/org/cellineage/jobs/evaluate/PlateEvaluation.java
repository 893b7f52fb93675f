package org.cellineage.jobs.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.cellineage.evaluate.Evaluation;
import org.cellineage.evaluate.Evaluator;
import org.cellineage.evaluate.LabelFrames;
import org.cellineage.evaluate.StoredLabels;
import org.cellineage.format.Storage;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.jobs.export.TableMovie;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageStores;
import org.cellineage.jobs.store.PublishedTables;
import org.cellineage.problem.BadInputException;

/** Evaluates all movies of a result for which there is truth. */
public final class PlateEvaluation {

    private final SparkSession spark;
    private final Storage storage;
    private final LabelCatalog truth;
    private final LabelCatalog masks;
    private final String truthLocation;

    public PlateEvaluation(SparkSession spark, String truthLocation, boolean silver) throws IOException {
        this.spark = spark;
        this.truthLocation = truthLocation;
        this.storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
        this.truth = LabelCatalog.read(storage, truthLocation);
        this.masks = LabelCatalog.readMasks(storage, truthLocation, silver);
    }

    /** Evaluates tables, or a CTC result folder. */
    public List<MovieEvaluation> evaluate(String lineage) throws IOException {
        List<MovieEvaluation> movies = new ArrayList<>();
        OutputFolder folder = OutputFolder.openExisting(spark.sparkContext().hadoopConfiguration(), lineage);
        LineageStore store = LineageStores.load().openExisting(spark, folder);
        if (store.hasTables()) {
            PublishedTables tables = store.tables();
            List<TableMovie> all = TableMovie.all(tables);
            for (TableMovie movie : all) {
                Optional<LabelSet> set = truth.of(movie.key(), all.size() == 1);
                if (set.isPresent()) {
                    movie.load(tables);
                    movies.add(compare(movie.key().id(), set.get(), lineage, movie, movie::spans));
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
                        movies.add(compare(
                                result.name(), set, lineage, labels, () -> LabelCatalog.lineage(storage, result)));
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

    /** A lineage that is read only where it is needed. */
    @FunctionalInterface
    private interface Lineage {
        List<TrackSpan> read() throws IOException;
    }

    private MovieEvaluation compare(String name, LabelSet truthSet, String where, LabelFrames result, Lineage lineage)
            throws IOException {
        Optional<LabelSet> maskSet = masks.sets().size() == 1 && truth.sets().size() == 1
                ? Optional.of(masks.sets().values().iterator().next())
                : Optional.ofNullable(masks.sets().get(truthSet.name()));
        try (StoredLabels labels = new StoredLabels(storage, truthSet);
                StoredLabels segmentation = new StoredLabels(storage, maskSet.orElse(truthSet))) {
            if (truthSet.lineage().isEmpty()) {
                double seg = Evaluator.segmentation(segmentation, result, where).score();
                return new MovieEvaluation(name, seg, Optional.empty());
            }
            Evaluator.Side side =
                    new Evaluator.Side(truthSet.source(), labels, LabelCatalog.lineage(storage, truthSet));
            Optional<LabelFrames> seg = maskSet.isPresent() ? Optional.of(segmentation) : Optional.empty();
            Evaluation evaluation = Evaluator.evaluate(side, new Evaluator.Side(where, result, lineage.read()), seg);
            return new MovieEvaluation(name, evaluation.segScore(), Optional.of(evaluation));
        }
    }

    /** The figures as a text table, and for several movies their means over the movies that have them. */
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
