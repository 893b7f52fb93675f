package org.cellineage.jobs.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellineage.correct.ScoreCalibration;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.problem.BadOutputException;

/**
 * How sure links and divisions are, learned from corrections: {@code _corrections/calibration.json}. The view
 * {@code lineages} applies it; tables keep the probabilities of the run.
 *
 * @param linkers by linker, as in the column {@code linking} of movies
 */
public record Calibration(SortedMap<String, ScoreCalibration> linkers) {

    /** Probabilities as they are. */
    public static final Calibration NONE = new Calibration(new TreeMap<>());

    private static final String FILE = "_corrections/calibration.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    public Calibration {
        linkers = new TreeMap<>(linkers);
    }

    /**
     * Reads the calibration of an output; none if there is none.
     *
     * @throws BadOutputException if it is damaged
     */
    public static Calibration read(OutputFolder output) throws IOException {
        SortedMap<String, ScoreCalibration> linkers = new TreeMap<>();
        String text = output.read(FILE).orElse("{}");
        try {
            for (JsonNode entry : JSON.readTree(text).path("linkers")) {
                double exponent = entry.path("exponent").asDouble(Double.NaN);
                if (!(exponent > 0 && exponent < Double.POSITIVE_INFINITY)) {
                    throw damaged(output, "an exponent is not a number above 0");
                }
                linkers.put(
                        entry.path("linking").asText(),
                        new ScoreCalibration(
                                exponent,
                                entry.path("judged").asInt(),
                                entry.path("wrong").asInt()));
            }
        } catch (JsonProcessingException e) {
            throw damaged(output, e.getOriginalMessage());
        }
        return new Calibration(linkers);
    }

    private static BadOutputException damaged(OutputFolder output, String why) {
        return new BadOutputException(
                output.resolve(FILE),
                "The file is damaged: " + why + ".",
                "Write it again with 'cellineage correct --calibrate'.");
    }

    /** Replaces the calibration of an output. The same corrections give the same file. */
    public void write(OutputFolder output) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        linkers.forEach((linking, calibration) -> root.withArray("linkers")
                .addObject()
                .put("linking", linking)
                .put("exponent", calibration.exponent())
                .put("judged", calibration.judged())
                .put("wrong", calibration.wrong()));
        output.replace(FILE, root.toPrettyString() + "\n");
    }

    /** The exponent of a movie as SQL, where {@code m} is its row in movies. */
    String sql() {
        if (linkers.isEmpty()) {
            return "1.0";
        }
        StringBuilder sql = new StringBuilder("case m.linking");
        linkers.forEach((linking, calibration) -> sql.append(String.format(
                Locale.ROOT, " when '%s' then %.6f", linking.replace("'", "''"), calibration.exponent())));
        return sql.append(" else 1.0 end").toString();
    }
}
