package org.cellineage.jobs.export.about;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.published.MovieScope;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.run.Version;

/**
 * The file that says where exported files come from: {@code PLATE/B02_s1_FORMAT_provenance.json}, for a format with one
 * file for each well {@code PLATE/B02_FORMAT_provenance.json}, and for one with one for each plate
 * {@code PLATE_FORMAT_provenance.json}. It has no time, so that the same movies give the same bytes.
 */
public final class Provenance {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final String format;
    private final MovieScope scope;
    private final ObjectNode document = JSON.createObjectNode();
    private final ArrayNode movies = JSON.createArrayNode();
    private final List<TableMovie> rows = new ArrayList<>();

    /** How a file is written. */
    @FunctionalInterface
    public interface Target {
        void write(String name, OutputFolder.FileContent content) throws IOException;
    }

    /**
     * Starts without movies.
     *
     * @param version version of the format; empty if it has none
     * @param cannotHold what the format cannot hold
     * @param scope which movies share a file
     */
    public Provenance(String format, String version, List<String> cannotHold, MovieScope scope) {
        this.format = format;
        this.scope = scope;
        document.put("format", format);
        if (!version.isEmpty()) {
            document.put("format_version", version);
        }
        document.put("exported_by", "Cellineage " + Version.text());
        cannotHold.forEach(document.putArray("not_in_this_format")::add);
    }

    /** Adds a movie. */
    public void add(TableMovie row, MovieDetails details) {
        rows.add(row);
        MovieDetails.Made made = details.made();
        ObjectNode movie = movies.addObject()
                .put("movie_id", row.key().id())
                .put("source", row.source())
                .put("run_id", row.runId());
        text(movie, "software_version", made.softwareVersion());
        text(movie, "segmentation", made.segmentation());
        text(movie, "model_hash", made.modelHash());
        text(movie, "linking", made.linking());
        text(movie, "link_model_hash", made.linkModelHash());
        text(movie, "config_hash", made.configHash());
        text(movie, "corrections_hash", made.correctionsHash());
    }

    private static void text(ObjectNode node, String name, String value) {
        if (value.isEmpty()) {
            node.putNull(name);
        } else {
            node.put(name, value);
        }
    }

    /**
     * Writes the file.
     *
     * @param files what the exporter wrote
     */
    public void write(List<String> files, Target target) throws IOException {
        files.forEach(document.putArray("files")::add);
        document.set("movies", movies);
        byte[] text = (JSON.writeValueAsString(document) + "\n").getBytes(StandardCharsets.UTF_8);
        target.write(unit() + "_" + format + "_provenance.json", out -> out.write(text));
    }

    private String unit() {
        TableMovie first = rows.get(0);
        return switch (scope) {
            case MOVIE -> first.key().plate() + "/" + first.sequence();
            case WELL -> first.key().plate() + "/" + first.key().well();
            case PLATE -> first.key().plate();
        };
    }
}
