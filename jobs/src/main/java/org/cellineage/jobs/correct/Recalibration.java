package org.cellineage.jobs.correct;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.correct.ScoreCalibration;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.Calibration;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.problem.BadInputException;

/** Learns from the corrections of a lineage folder how sure its links and divisions are. */
public final class Recalibration {

    private final SparkSession spark;
    private final OutputFolder output;
    private final LineageStore store;

    public Recalibration(SparkSession spark, OutputFolder output, LineageStore store) {
        this.spark = spark;
        this.output = output;
        this.store = store;
    }

    /**
     * Compares what people decided with what runs found, stores what follows, and updates the views. All corrections
     * count that are in the logs of published movies, whether the tables contain them or not.
     *
     * @throws BadInputException if there is none from which anything follows
     */
    public Calibration calibrate() throws IOException {
        CorrectionImport movies = new CorrectionImport(spark, output, store);
        CorrectionLog log = new CorrectionLog(output);
        Map<MovieKey, PublishedRows.Movie> published =
                new PublishedRows(spark, store).movies(store.wells().keySet());
        Map<String, String> linking = linking();
        SortedMap<String, List<ScoreCalibration.Judged>> judged = new TreeMap<>();
        for (Map.Entry<MovieKey, CorrectionLog.Entries> entries :
                log.ofPlates(store.wells().keySet()).entries().entrySet()) {
            PublishedRows.Movie movie = published.get(entries.getKey());
            if (movie != null) {
                judged.computeIfAbsent(linking.getOrDefault(entries.getKey().id(), ""), linker -> new ArrayList<>())
                        .addAll(movies.editor(movie, entries.getValue()).judged());
            }
        }
        judged.values().removeIf(List::isEmpty);
        if (judged.isEmpty()) {
            throw new BadInputException(
                    output.resolve(CorrectionLog.ROOT),
                    "Nobody has corrected or confirmed a link or a division that a run was more or less sure of.",
                    "Correct the first items of the review queue, and confirm those that are right.");
        }
        SortedMap<String, ScoreCalibration> linkers = new TreeMap<>();
        judged.forEach((linker, decided) -> linkers.put(linker, ScoreCalibration.of(decided)));
        Calibration calibration = new Calibration(linkers);
        calibration.write(output);
        store.publishViews();
        return calibration;
    }

    /** The linker of each movie. */
    private Map<String, String> linking() throws IOException {
        Map<String, String> linking = new TreeMap<>();
        for (Row row : store.table(TableSchemas.MOVIES_TABLE)
                .where("linking is not null")
                .select("movie_id", "linking")
                .collectAsList()) {
            linking.put(row.getString(0), row.getString(1));
        }
        return linking;
    }
}
