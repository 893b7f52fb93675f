package org.cellineage.jobs.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.Storage;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.link.learned.LearnedScorer;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.track.FrameLinker;
import org.cellineage.track.GeometricLinker;
import org.cellineage.track.LearnedLinker;
import org.cellineage.track.TrackingOptions;
import org.cellineage.train.linking.ComparedMovie;
import org.cellineage.train.linking.LinkerFigures;
import org.cellineage.train.linking.MoviePart;
import org.tensorflow.proto.ConfigProto;

/** Links the same cells of a movie by geometry and by models, side by side. */
public final class LinkerComparison {

    private final Storage storage;
    private final List<Model> models = new ArrayList<>();

    private record Model(String name, CellEncoder encoder, FrameLinker linker) {}

    /**
     * Opens the models.
     *
     * @param models names of models that come with the software, or folders of bundles
     */
    public LinkerComparison(Storage storage, List<String> models) throws IOException {
        this.storage = storage;
        int threads = Runtime.getRuntime().availableProcessors();
        ConfigProto session = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
        for (String name : models) {
            LinkingModel model = LinkingModel.of(ModelBundle.of(ModelFiles.named(storage, name)));
            LearnedScorer scorer = LearnedScorer.open(model, session);
            this.models.add(new Model(
                    name,
                    new CellEncoder(model.openCellEncoder(session), 0),
                    new LearnedLinker(LinkOptions.DEFAULTS, scorer, model.settings())));
        }
    }

    /**
     * Links movies.
     *
     * @param input movies in any layout, their truth among or beside them
     * @param labels label images to take the cells from; empty for the truth's own
     * @param part of the movies
     */
    public List<LinkerFigures> compare(String input, String labels, MoviePart part) throws IOException {
        List<ComparedMovie> movies = ComparedMovie.read(storage, input, labels, part, Optional.empty());
        List<LinkerFigures> rows = new ArrayList<>();
        for (ComparedMovie movie : movies) {
            rows.add(movie.compare(
                    "geometric",
                    new GeometricLinker(TrackingOptions.DEFAULTS, LinkOptions.DEFAULTS),
                    TrackingOptions.DEFAULTS));
        }
        for (Model model : models) {
            for (ComparedMovie movie : movies) {
                rows.add(movie.seenBy(model.encoder())
                        .compare("learned: " + model.name(), model.linker(), TrackingOptions.DEFAULTS));
            }
        }
        return rows;
    }

    /** Figures of a result that was made elsewhere, its own cells against the truth; the cells are those of the truth. */
    public static List<LinkerFigures> given(String result, List<MovieEvaluation> movies) {
        return movies.stream()
                .flatMap(movie -> movie.tracking().stream()
                        .map(evaluation -> new LinkerFigures(
                                movie.movie(), evaluation.aogm().truthVertices(), result, evaluation)))
                .toList();
    }
}
