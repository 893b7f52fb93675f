package org.cellineage.jobs.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.Storage;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.track.TrackingOptions;
import org.cellineage.track.method.LinkingMethod;
import org.cellineage.track.method.LinkingMethods;
import org.cellineage.track.method.LinkingOptions;
import org.cellineage.track.method.PreparedLinking;
import org.cellineage.train.linking.ComparedMovie;
import org.cellineage.train.linking.LinkerFigures;
import org.cellineage.train.linking.MoviePart;
import org.tensorflow.proto.ConfigProto;

/** Links the same cells of a movie without a model and with models, frame by frame and as a whole, for comparison. */
public final class LinkerComparison {

    private final Storage storage;
    private final List<Compared> linkers = new ArrayList<>();

    /** A linking method and its encoder of image features. */
    private record Compared(String name, Optional<CellEncoder> encoder, PreparedLinking linking) {}

    /**
     * Opens the models.
     *
     * @param models names of bundled models, or folders of bundles
     */
    public LinkerComparison(Storage storage, List<String> models) throws IOException {
        this.storage = storage;
        LinkingMethod withoutModel = LinkingMethods.withoutModel();
        LinkingMethod global = LinkingMethods.global();
        add(withoutModel.name(), withoutModel.prepare(storage, LinkingOptions.DEFAULTS));
        add(
                global.name() + ", " + withoutModel.name(),
                global.prepare(storage, LinkingOptions.DEFAULTS.withViterbi(withoutModel.name())));
        LinkingMethod withModel = LinkingMethods.named(LinkingOptions.DEFAULTS.method());
        for (String model : models) {
            LinkingOptions options = LinkingOptions.ofModel(model);
            add(withModel.name() + ": " + model, withModel.prepare(storage, options));
            add(
                    global.name() + ", " + withModel.name() + ": " + model,
                    global.prepare(storage, options.withViterbi(withModel.name())));
        }
    }

    private void add(String name, PreparedLinking prepared) {
        linkers.add(new Compared(name, prepared.encoder(LinkerComparison::session), prepared));
    }

    private static ConfigProto session() {
        int threads = Runtime.getRuntime().availableProcessors();
        return ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
    }

    /**
     * Links movies.
     *
     * @param input movies in any layout, with the ground truth among them or beside them
     * @param labels label images to take the cells from; empty to use those of the ground truth
     * @param part the part of the movies to use
     */
    public List<LinkerFigures> compare(String input, String labels, MoviePart part) throws IOException {
        List<ComparedMovie> movies = ComparedMovie.read(storage, input, labels, part, Optional.empty());
        List<LinkerFigures> rows = new ArrayList<>();
        for (Compared compared : linkers) {
            for (ComparedMovie movie : movies) {
                rows.add(compared.encoder()
                        .map(movie::seenBy)
                        .orElse(movie)
                        .compare(
                                compared.name(),
                                compared.linking()
                                        .tracker(
                                                TrackingOptions.DEFAULTS,
                                                LinkOptions.DEFAULTS,
                                                LinkerComparison::session)));
            }
        }
        return rows;
    }

    /** Scores of an existing result, which has its own cells; the number of cells is that of the ground truth. */
    public static List<LinkerFigures> given(String result, List<MovieEvaluation> movies) {
        return movies.stream()
                .flatMap(movie -> movie.tracking().stream()
                        .map(evaluation -> new LinkerFigures(
                                movie.movie(), evaluation.aogm().truthVertices(), result, evaluation)))
                .toList();
    }
}
