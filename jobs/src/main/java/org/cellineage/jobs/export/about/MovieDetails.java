package org.cellineage.jobs.export.about;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.cellineage.format.Calibration;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.store.Conditions;
import org.cellineage.jobs.store.PublishedTables;
import org.cellineage.jobs.tables.TableSchemas;

/**
 * What the tables say about a movie beyond {@link TableMovie}.
 *
 * @param calibration pixel size and frame interval
 * @param channels names of its channels, in order
 * @param made how it was made
 * @param conditions what was done to its well: the columns of the plate maps by name, empty where there is no value
 */
public record MovieDetails(
        Calibration calibration, List<String> channels, Made made, LinkedHashMap<String, String> conditions)
        implements Serializable {

    public MovieDetails {
        channels = List.copyOf(channels);
    }

    /**
     * How a movie was made; texts are empty where the tables say nothing.
     *
     * @param segmentation the segmenter, or {@code given}
     * @param linking the linker, or {@code given}
     * @param configHash hash of the settings that the tables depend on
     * @param modelHash hash of the networks that segmented it
     * @param linkModelHash hash of the networks that linked its cells
     * @param softwareVersion version of Cellineage that processed it
     * @param correctionsHash hash of the corrections that are in it
     */
    public record Made(
            String segmentation,
            String linking,
            String configHash,
            String modelHash,
            String linkModelHash,
            String softwareVersion,
            String correctionsHash)
            implements Serializable {}

    /** Reads the details of some movies. */
    public static Map<MovieKey, MovieDetails> of(
            PublishedTables tables, Conditions conditions, List<TableMovie> movies) {
        Set<MovieKey> wanted = new HashSet<>();
        movies.forEach(movie -> wanted.add(movie.key()));
        Map<List<String>, Map<String, String>> wells = conditions.byWell();
        Map<String, String> none = wells.getOrDefault(Conditions.NO_WELL, Map.of());
        Map<MovieKey, MovieDetails> details = new HashMap<>();
        for (Row row : tables.table(TableSchemas.MOVIES_TABLE)
                .where("status <> 'failed'")
                .collectAsList()) {
            MovieKey key = new MovieKey(text(row, "plate"), text(row, "well"), text(row, "site"));
            if (wanted.contains(key)) {
                details.put(key, of(row, wells.getOrDefault(List.of(key.plate(), key.well()), none)));
            }
        }
        return details;
    }

    private static MovieDetails of(Row row, Map<String, String> conditions) {
        return new MovieDetails(
                new Calibration(number(row, "pixel_size_um"), number(row, "frame_interval_s")),
                row.getList(row.fieldIndex("channels")),
                new Made(
                        text(row, "segmentation"),
                        text(row, "linking"),
                        text(row, "config_hash"),
                        text(row, "model_hash"),
                        text(row, "link_model_hash"),
                        text(row, "software_version"),
                        text(row, "corrections_hash")),
                new LinkedHashMap<>(conditions));
    }

    private static String text(Row row, String column) {
        int at = row.fieldIndex(column);
        return row.isNullAt(at) ? "" : row.getString(at);
    }

    private static double number(Row row, String column) {
        int at = row.fieldIndex(column);
        return row.isNullAt(at) ? Double.NaN : row.getDouble(at);
    }
}
