package org.cellineage.train.linking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.Thumbnail;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.Observation;
import org.cellineage.link.TrackHistory;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.link.learned.LearnedScorer;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.model.Network;
import org.tensorflow.proto.ConfigProto;

/** A scene as the tracker meets it: its cells encoded frame by frame, its problems scored by the parts of a model. */
final class EncodedScene implements AutoCloseable {

    private final Network encodeCell;
    private final List<Network> heads;
    private final CellEncoder encoder;
    private final LearnedScorer scorer;
    private final Map<LinkMovie.Frame, List<CellFeatures>> known = new HashMap<>();

    /**
     * @param around wraps each network, to look at what goes through it
     */
    EncodedScene(LinkingModel model, int threads, UnaryOperator<Network> around) {
        ConfigProto session = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
        encodeCell = model.openCellEncoder(session);
        heads = List.of(model.openTrackEncoder(session), model.openScore(session), model.openDivide(session));
        encoder = new CellEncoder(around.apply(encodeCell));
        scorer = new LearnedScorer(
                around.apply(heads.get(0)), around.apply(heads.get(1)), around.apply(heads.get(2)), model.settings());
    }

    /** Descriptions of all cells of a frame that is shown as it is. */
    List<CellFeatures> describe(LinkMovie.Frame frame) {
        return known.computeIfAbsent(frame, key -> encoder.encode(key.views()).cellFeatures());
    }

    /** The problem with cellFeatures that have codes, of its cells and in its tracks. */
    LinkProblem encoded(Scene scene, int frame, LinkProblem problem) {
        List<TrackHistory> tracks = new ArrayList<>();
        for (TrackHistory track : problem.tracks()) {
            Iterator<Observation> kept = track.observations();
            TrackHistory copy = new TrackHistory(track.track(), encoded(scene, kept.next()));
            while (kept.hasNext()) {
                copy.add(encoded(scene, kept.next()));
            }
            tracks.add(copy);
        }
        return new LinkProblem(
                problem.frame(),
                problem.spacingPx(),
                tracks,
                problem.cells(),
                describe(scene.frame(frame)),
                problem.driftY(),
                problem.driftX(),
                problem.flowY(),
                problem.flowX(),
                problem.predictedY(),
                problem.predictedX(),
                problem.rowStart(),
                problem.cell(),
                problem.ahead());
    }

    private Observation encoded(Scene scene, Observation seen) {
        Scene.Seen place = scene.seen(seen.cell());
        CellFeatures description = describe(scene.frame(place.frame())).get(place.cell());
        return new Observation(seen.frame(), seen.cell(), description, seen.flowY(), seen.flowX());
    }

    LearnedScorer.Scores score(Scene scene, int frame, LinkProblem problem) {
        return score(encoded(scene, frame, problem), scene.frame(frame).views().thumbnail());
    }

    LearnedScorer.Scores score(LinkProblem encoded, Thumbnail thumbnail) {
        return scorer.score(encoded, thumbnail);
    }

    @Override
    public void close() {
        encodeCell.close();
        heads.forEach(Network::close);
    }
}
