package org.cellineage.jobs.command.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.segment.MovieProbe;
import org.cellineage.jobs.segmented.MoviePlan;
import org.cellineage.problem.Problem;
import org.cellineage.type.ChannelType;

/**
 * The output of {@code check --json}: {@code inputs}, {@code movies}, {@code failures} and {@code warnings}, each a
 * list that may be empty. Every object has all of its keys; unknown values are null. docs/OPERATIONS.md explains the
 * keys.
 */
final class CheckDocument {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private CheckDocument() {}

    static String of(InputCatalog catalog, Optional<MovieProbe.Probed> probed) throws JsonProcessingException {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode inputs = document.putArray("inputs");
        catalog.layouts()
                .forEach((location, layout) -> inputs.addObject()
                        .put("location", location)
                        .put("layout", layout.name())
                        .put("why", layout.why().isEmpty() ? null : layout.why()));
        ArrayNode movies = document.putArray("movies");
        catalog.movies().forEach(movie -> {
            ObjectNode node = add(movies, movie);
            probed.map(found -> found.plans().get(movie.key())).ifPresent(plan -> add(node, plan));
        });
        ArrayNode failures = document.putArray("failures");
        for (Failure failure : catalog.failures()) {
            add(failures, failure.movie(), failure.frame(), failure.problem());
        }
        probed.ifPresent(found -> found.failures()
                .forEach(failure -> add(failures, failure.movie(), failure.frame(), failure.problem())));
        ArrayNode warnings = document.putArray("warnings");
        for (CatalogWarning warning : catalog.warnings()) {
            add(warnings, warning.movie(), warning.frame(), warning.problem());
        }
        return JSON.writeValueAsString(document);
    }

    private static ObjectNode add(ArrayNode list, Movie movie) {
        ObjectNode node = list.addObject()
                .put("plate", movie.key().plate())
                .put("well", movie.key().well())
                .put("site", movie.key().site())
                .put("frames", movie.frames().size())
                .put("frames_missing", movie.frameCount() - movie.frames().size())
                .put("width_px", movie.width())
                .put("height_px", movie.height())
                .put("pixel_type", movie.pixelType().name().toLowerCase(Locale.ROOT));
        ArrayNode channels = node.putArray("channels");
        movie.channels().forEach(channels::add);
        node.put("pixel_size_um", known(movie.calibration().pixelSizeUm()));
        node.put("frame_interval_s", known(movie.calibration().frameIntervalS()));
        node.put("source", movie.source());
        return node;
    }

    private static void add(ObjectNode movie, MoviePlan plan) {
        ArrayNode types = movie.putArray("channel_types");
        ArrayNode probabilities = movie.putArray("channel_type_probabilities");
        for (ChannelType channel : plan.channels()) {
            types.add(channel.type().toString());
            probabilities.add(known(channel.probability()));
        }
        movie.put("segmented_channel", plan.cells().channel());
        movie.put(
                "segmentation_model",
                plan.cells().model().isEmpty() ? null : plan.cells().model());
        movie.put("nucleus_diameter_px", known(plan.diameter().px()));
        plan.bodies()
                .forEach(body -> movie.put("whole_cell_channel", body.channel()).put("whole_cell_model", body.model()));
    }

    private static void add(ArrayNode list, MovieKey movie, int frame, Problem problem) {
        list.addObject()
                .put("movie", movie.equals(Failure.UNKNOWN_MOVIE) ? null : movie.id())
                .put("frame", frame < 0 ? null : frame)
                .put("where", problem.where())
                .put("cause", problem.cause())
                .put("fix", problem.remedy());
    }

    @org.jspecify.annotations.Nullable
    private static Double known(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
