package org.cellineage.evaluate;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import org.cellineage.format.TrackSpan;

/** Ground truth and result of a movie, matched frame by frame: the common basis of all tracking metrics. */
final class TrackMatching {

    private final TreeMap<Integer, FrameMatch> frames;
    private final LineageGraph truth;
    private final LineageGraph result;

    private TrackMatching(TreeMap<Integer, FrameMatch> frames, LineageGraph truth, LineageGraph result) {
        this.frames = frames;
        this.truth = truth;
        this.result = result;
    }

    /** Takes frames one at a time; keeps labels and matches but no pixels. */
    static final class Builder {
        private final TreeMap<Integer, FrameMatch> frames = new TreeMap<>();

        void add(int frame, Overlaps overlaps) {
            frames.put(frame, FrameMatch.of(frame, overlaps));
        }

        TrackMatching build(Collection<TrackSpan> truth, Collection<TrackSpan> result) {
            TreeMap<Integer, int[]> truthLabels = new TreeMap<>();
            TreeMap<Integer, int[]> resultLabels = new TreeMap<>();
            frames.forEach((frame, match) -> {
                truthLabels.put(frame, match.truthLabels());
                resultLabels.put(frame, match.resultLabels());
            });
            return new TrackMatching(
                    frames, new LineageGraph(truth, truthLabels), new LineageGraph(result, resultLabels));
        }
    }

    Collection<FrameMatch> frames() {
        return frames.values();
    }

    Optional<FrameMatch> frame(int frame) {
        return Optional.ofNullable(frames.get(frame));
    }

    LineageGraph truth() {
        return truth;
    }

    LineageGraph result() {
        return result;
    }

    /** The result label that matches a truth label in a frame; 0 if there is none. */
    int resultLabel(int frame, int truthLabel) {
        FrameMatch match = frames.get(frame);
        return match == null ? 0 : match.resultLabelOf(truthLabel);
    }

    /** The result label that contains this truth label and no other in a frame; 0 if there is none. */
    int onlyResultLabel(int frame, int truthLabel) {
        FrameMatch match = frames.get(frame);
        return match == null ? 0 : match.onlyResultLabelOf(truthLabel);
    }

    /** The result edge that corresponds to a truth edge, if both of its ends were found as cells of their own. */
    Optional<LineageGraph.Edge> inResult(LineageGraph.Edge edge) {
        FrameMatch from = frames.get(edge.fromFrame());
        FrameMatch to = frames.get(edge.toFrame());
        if (from == null || to == null) {
            return Optional.empty();
        }
        int fromLabel = from.onlyResultLabelOf(edge.fromLabel());
        int toLabel = to.onlyResultLabelOf(edge.toLabel());
        return fromLabel == 0 || toLabel == 0
                ? Optional.empty()
                : Optional.of(new LineageGraph.Edge(edge.fromFrame(), fromLabel, edge.toFrame(), toLabel));
    }

    /** The truth edge that corresponds to a result edge, if both of its ends contain exactly one truth cell. */
    Optional<LineageGraph.Edge> inTruth(LineageGraph.Edge edge) {
        FrameMatch from = frames.get(edge.fromFrame());
        FrameMatch to = frames.get(edge.toFrame());
        if (from == null || to == null) {
            return Optional.empty();
        }
        int fromLabel = from.onlyTruthLabelOf(edge.fromLabel());
        int toLabel = to.onlyTruthLabelOf(edge.toLabel());
        return fromLabel == 0 || toLabel == 0
                ? Optional.empty()
                : Optional.of(new LineageGraph.Edge(edge.fromFrame(), fromLabel, edge.toFrame(), toLabel));
    }
}
