package org.cellineage.jobs.export.about;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.cellineage.format.Calibration;

/**
 * What the tables say about a movie beyond {@link org.cellineage.jobs.published.TableMovie}.
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

    /** Columns of the movies table that {@link #of} reads. */
    public static final List<String> COLUMNS = List.of(
            "pixel_size_um",
            "frame_interval_s",
            "channels",
            "segmentation",
            "linking",
            "config_hash",
            "model_hash",
            "link_model_hash",
            "software_version",
            "corrections_hash");

    /** The details of a movie from its row, and from the plate maps that are stored with the tables. */
    public static MovieDetails of(Row row, Map<String, String> conditions) {
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
