package org.cellineage.train.linking;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.cell.Cell;
import org.cellineage.cell.FrameFeatures;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.evaluate.Evaluation;
import org.cellineage.evaluate.Evaluator;
import org.cellineage.evaluate.LabelFrames;
import org.cellineage.format.Storage;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.LabelImage;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.track.Division;
import org.cellineage.track.FrameLinker;
import org.cellineage.track.FrameTracker;
import org.cellineage.track.MovieTracker;
import org.cellineage.track.Track;
import org.cellineage.track.TrackSink;
import org.cellineage.track.TrackedCell;
import org.cellineage.track.TrackingOptions;

/**
 * A movie with known lineages, for comparing linkers on identical cells: linkers get the cells without their
 * identities.
 */
public final class ComparedMovie {

    private final LinkMovie movie;
    private final List<SegmentedFrame> frames = new ArrayList<>();
    private final TreeMap<Integer, LinkMovie.Frame> byNumber = new TreeMap<>();
    private final List<TrackSpan> spans;

    private ComparedMovie(LinkMovie movie, Optional<CellEncoder> encoder) {
        this.movie = movie;
        for (LinkMovie.Frame frame : movie.frames()) {
            byNumber.put(frame.frame(), frame);
            FrameFeatures features =
                    encoder.map(network -> network.encode(frame.views())).orElse(FrameFeatures.NONE);
            frames.add(new SegmentedFrame(frame.frame(), frame.width(), frame.height(), frame.cells(), features));
        }
        this.spans = shownSpans(movie);
    }

    /**
     * Reads movies.
     *
     * @param input movies in any layout, with the ground truth among them or beside them
     * @param segmented label images to take the cells from; empty to use those of the ground truth
     * @param encoder for linkers that use images of the cells
     */
    public static List<ComparedMovie> read(
            Storage storage, String input, String segmented, MoviePart part, Optional<CellEncoder> encoder)
            throws IOException {
        List<ComparedMovie> movies = new ArrayList<>();
        for (LinkMovie movie : new LinkMovies(storage).read(new LinkMovies.Source(input, segmented, part))) {
            movies.add(new ComparedMovie(movie, encoder));
        }
        return movies;
    }

    /** The true tracks restricted to the cells shown, with parents only where they are shown too. */
    private static List<TrackSpan> shownSpans(LinkMovie movie) {
        TreeMap<Integer, int[]> shown = new TreeMap<>();
        for (LinkMovie.Frame frame : movie.frames()) {
            for (int track : frame.track()) {
                if (track != LinkMovie.UNKNOWN) {
                    shown.computeIfAbsent(track, key -> new int[] {frame.frame(), frame.frame()})[1] = frame.frame();
                }
            }
        }
        List<TrackSpan> spans = new ArrayList<>();
        shown.forEach((track, range) -> {
            Optional<TrackSpan> known = Optional.ofNullable(movie.spans().get(track));
            int parent = known.map(TrackSpan::parent).filter(shown::containsKey).orElse(TrackSpan.NO_PARENT);
            spans.add(new TrackSpan(track, range[0], range[1], parent));
        });
        return spans;
    }

    /** Returns the same cells encoded with another encoder, without reading the movie again. */
    public ComparedMovie seenBy(CellEncoder encoder) {
        return new ComparedMovie(movie, Optional.of(encoder));
    }

    /** Display name. */
    public String name() {
        return movie.name();
    }

    /** Number of cells in all frames. */
    public long cells() {
        return frames.stream().mapToLong(frame -> frame.cells().size()).sum();
    }

    /** Links the movie and compares the result with the ground truth, as a row of a table. */
    public LinkerFigures compare(String linkerName, FrameLinker linker, TrackingOptions options) throws IOException {
        return compare(linkerName, new MovieTracker(options, linker));
    }

    /** Tracks the movie and compares the result with the ground truth, as a row of a table. */
    public LinkerFigures compare(String linkerName, FrameTracker tracker) throws IOException {
        return new LinkerFigures(name(), cells(), linkerName, follow(tracker));
    }

    /** Links the movie and compares the result with the ground truth. */
    public Evaluation follow(FrameLinker linker, TrackingOptions options) throws IOException {
        return follow(new MovieTracker(options, linker));
    }

    private Evaluation follow(FrameTracker tracker) throws IOException {
        Collected found = new Collected();
        frames.forEach(frame -> tracker.accept(frame, found));
        tracker.finish(found);
        return Evaluator.evaluate(
                new Evaluator.Side("truth", new Painted(byNumber, Optional.empty()), spans),
                new Evaluator.Side("result", new Painted(byNumber, Optional.of(found.trackOf)), found.spans),
                Optional.empty());
    }

    private static final class Collected implements TrackSink {
        /** The track of each label, by frame. */
        private final Map<Integer, Map<Integer, Integer>> trackOf = new HashMap<>();

        private final List<TrackSpan> spans = new ArrayList<>();

        @Override
        public void cell(TrackedCell cell) {
            trackOf.computeIfAbsent(cell.frame(), frame -> new HashMap<>())
                    .put(cell.cell().label(), cell.trackId());
        }

        @Override
        public void track(Track track) {
            spans.add(new TrackSpan(track.trackId(), track.firstFrame(), track.lastFrame(), track.parentTrackId()));
        }

        @Override
        public void division(Division division) {
            // Divisions need no action, as tracks carry their parents.
        }
    }

    /** Label images of the cells, numbered by their true tracks or by those found. */
    private record Painted(
            TreeMap<Integer, LinkMovie.Frame> byNumber, Optional<Map<Integer, Map<Integer, Integer>>> found)
            implements LabelFrames {

        @Override
        public SortedSet<Integer> frames() {
            return new TreeSet<>(byNumber.keySet());
        }

        @Override
        public LabelImage read(int number) {
            LinkMovie.Frame frame = Optional.ofNullable(byNumber.get(number))
                    .orElseThrow(() -> new IllegalArgumentException("no frame " + number));
            int[] pixels = new int[frame.width() * frame.height()];
            for (int i = 0; i < frame.cells().size(); i++) {
                Cell cell = frame.cells().get(i);
                int track = frame.track()[i];
                int label = found.map(tracks ->
                                tracks.getOrDefault(number, Map.of()).getOrDefault(cell.label(), LinkMovie.UNKNOWN))
                        .orElse(track);
                // A cell that is not in the ground truth counts neither for nor against a linker.
                if (track != LinkMovie.UNKNOWN) {
                    cell.mask().paint(pixels, frame.width(), cell.box(), label);
                }
            }
            return new LabelImage(frame.width(), frame.height(), pixels);
        }
    }
}
