package org.cellineage.track;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.cell.Cell;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.evaluate.Evaluation;
import org.cellineage.evaluate.Evaluator;
import org.cellineage.evaluate.LabelFrames;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.LabelImage;
import org.cellineage.link.LinkOptions;

/** Tracks true cells with the default settings and compares the links with the truth. */
public final class GivenCells {

    private GivenCells() {}

    /** Frames whose labels are the true tracks, and their lineage, against what the tracker makes of the cells. */
    public static Evaluation evaluate(List<SegmentedFrame> truth, Collection<TrackSpan> lineage) throws IOException {
        return evaluate(truth, lineage, new GeometricLinker(TrackingOptions.DEFAULTS, LinkOptions.DEFAULTS));
    }

    /** The same with a linker. */
    public static Evaluation evaluate(List<SegmentedFrame> truth, Collection<TrackSpan> lineage, FrameLinker linker)
            throws IOException {
        return evaluate(truth, lineage, new MovieTracker(TrackingOptions.DEFAULTS, linker));
    }

    /** The same with a tracker. */
    static Evaluation evaluate(List<SegmentedFrame> truth, Collection<TrackSpan> lineage, FrameTracker tracker)
            throws IOException {
        TreeMap<Integer, SegmentedFrame> frames = new TreeMap<>();
        truth.forEach(frame -> frames.put(frame.frame(), frame));
        Collected found = new Collected(frames);
        frames.values().forEach(frame -> tracker.accept(frame, found));
        tracker.finish(found);
        return Evaluator.evaluate(
                new Evaluator.Side("truth", new Painted(frames, Map.of()), lineage),
                new Evaluator.Side("result", new Painted(frames, found.trackOf), found.spans),
                Optional.empty());
    }

    private static final class Collected implements TrackSink {
        private final TreeMap<Integer, SegmentedFrame> frames;
        /** By frame, the track of each label. */
        private final Map<Integer, Map<Integer, Integer>> trackOf = new HashMap<>();

        private final List<TrackSpan> spans = new ArrayList<>();

        Collected(TreeMap<Integer, SegmentedFrame> frames) {
            this.frames = frames;
            frames.keySet().forEach(frame -> trackOf.put(frame, new HashMap<>()));
        }

        @Override
        public void cell(TrackedCell cell) {
            trackOf.computeIfAbsent(cell.frame(), f -> new HashMap<>())
                    .put(cell.cell().label(), cell.trackId());
        }

        @Override
        public void track(Track track) {
            spans.add(new TrackSpan(track.trackId(), track.firstFrame(), track.lastFrame(), track.parentTrackId()));
        }

        @Override
        public void division(Division division) {
            if (!frames.containsKey(division.frame())) {
                throw new IllegalStateException("a division in frame " + division.frame() + ", which was not given");
            }
        }
    }

    /** Draws cells under the labels they were given; without any, under their own. */
    private record Painted(TreeMap<Integer, SegmentedFrame> byNumber, Map<Integer, Map<Integer, Integer>> labels)
            implements LabelFrames {

        @Override
        public SortedSet<Integer> frames() {
            return new TreeSet<>(byNumber.keySet());
        }

        @Override
        public LabelImage read(int number) {
            SegmentedFrame frame = byNumber.get(number);
            int[] pixels = new int[frame.width() * frame.height()];
            for (Cell cell : frame.cells()) {
                int label = labels.getOrDefault(number, Map.of()).getOrDefault(cell.label(), cell.label());
                cell.mask().paint(pixels, frame.width(), cell.box(), label);
            }
            return new LabelImage(frame.width(), frame.height(), pixels);
        }
    }
}
