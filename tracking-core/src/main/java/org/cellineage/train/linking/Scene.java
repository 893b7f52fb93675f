package org.cellineage.train.linking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;
import org.cellineage.link.CandidateFinder;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.LookAhead;
import org.cellineage.link.Observation;
import org.cellineage.link.TrackHistory;
import org.cellineage.link.learned.CellVector;
import org.cellineage.link.learned.FrameScale;

/**
 * A few frames of a movie with the true tracks: the link problems of an error-free tracker with their solutions. The
 * problems are built by the same code as in tracking.
 */
final class Scene {

    /**
     * Receives the problems in frame order. A problem is valid only during the call, because its tracks are then
     * updated.
     */
    @FunctionalInterface
    interface Visitor {

        /**
         * Receives a problem.
         *
         * @param frame index of the scene's frame that is to be linked
         * @param tracks true track of each of the problem's tracks, {@link LinkMovie#UNKNOWN} for false detections
         */
        void step(Scene scene, int frame, LinkProblem problem, int[] tracks);
    }

    /** Position of a cell in the scene: its frame and its index there. */
    record Seen(int frame, int cell) {}

    private final LinkMovie movie;
    private final List<LinkMovie.Frame> frames = new ArrayList<>();
    private final List<SceneMotion> motions = new ArrayList<>();
    private final List<SceneCells> cells = new ArrayList<>();
    private final Map<Cell, Seen> seen = new IdentityHashMap<>();

    /** The active tracks by the number that the problems use. */
    private final TreeMap<Integer, TrackHistory> live = new TreeMap<>();

    private final Map<Integer, Integer> truthOf = new HashMap<>();
    private final CandidateFinder finder;
    private final int maxGapFrames;
    private final Visitor visitor;
    private int numbers;

    private Scene(LinkMovie movie, CandidateFinder finder, int maxGapFrames, Visitor visitor) {
        this.movie = movie;
        this.finder = finder;
        this.maxGapFrames = maxGapFrames;
        this.visitor = visitor;
    }

    /**
     * Runs a scene.
     *
     * @param frames the movie's frames, ascending
     * @param finder the candidate finder that tracking uses
     */
    static void play(
            LinkMovie movie,
            int[] frames,
            SceneMotion[] motions,
            SceneCells.Showing showing,
            CandidateFinder finder,
            int maxGapFrames,
            SplittableRandom random,
            Visitor visitor) {
        Scene scene = new Scene(movie, finder, maxGapFrames, visitor);
        for (int t = 0; t < frames.length; t++) {
            LinkMovie.Frame frame = movie.frames().get(frames[t]);
            scene.frames.add(frame);
            scene.motions.add(motions[t]);
            scene.cells.add(SceneCells.of(movie, frame, motions[t], showing, random));
        }
        for (int t = 0; t < frames.length; t++) {
            scene.next(t, scene.frames.get(t), scene.cells.get(t));
        }
    }

    private void next(int t, LinkMovie.Frame frame, SceneCells shown) {
        List<CellFeatures> cellFeatures = describe(frame, shown);
        for (int c = 0; c < shown.cells().size(); c++) {
            seen.put(shown.cells().get(c), new Seen(t, c));
        }
        List<TrackHistory> tracks = new ArrayList<>(live.values());
        LinkProblem problem = finder.find(
                t,
                tracks,
                shown.cells(),
                cellFeatures,
                cells.subList(t + 1, Math.min(cells.size(), t + 1 + LookAhead.MOST_FRAMES)).stream()
                        .map(SceneCells::cells)
                        .toList());
        int[] truth = new int[tracks.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = truthOf.getOrDefault(tracks.get(i).track(), LinkMovie.UNKNOWN);
        }
        if (t > 0) {
            visitor.step(this, t, problem, truth);
        }
        update(t, problem, truth, shown);
    }

    private void update(int t, LinkProblem problem, int[] truth, SceneCells shown) {
        Map<Integer, Integer> rowOfTrack = new HashMap<>();
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] != LinkMovie.UNKNOWN) {
                rowOfTrack.put(truth[i], i);
            }
        }
        Set<Integer> divided = movie.mothers(shown.track());
        boolean[] continued = new boolean[truth.length];
        for (int c = 0; c < shown.cells().size(); c++) {
            int track = shown.track()[c];
            Integer row = rowOfTrack.get(track);
            Cell cell = shown.cells().get(c);
            CellFeatures description = problem.cellFeatures().get(c);
            if (row != null && !continued[row]) {
                continued[row] = true;
                TrackHistory history = problem.tracks().get(row);
                history.add(new Observation(t, cell, description, problem.flowY()[row], problem.flowX()[row]));
            } else {
                int number = ++numbers;
                truthOf.put(number, track);
                live.put(number, new TrackHistory(number, Observation.first(t, cell, description)));
            }
        }
        for (int i = 0; i < truth.length; i++) {
            TrackHistory history = problem.tracks().get(i);
            if (!continued[i]) {
                history.carry(problem.flowY()[i], problem.flowX()[i]);
                // Once a daughter appears, her mother's track has ended.
                if (t - history.last().frame() > maxGapFrames || divided.contains(truth[i])) {
                    live.remove(history.track());
                }
            }
        }
    }

    private static List<CellFeatures> describe(LinkMovie.Frame frame, SceneCells shown) {
        if (shown.cells().isEmpty()) {
            return List.of();
        }
        FrameScale known = frame.views().scale();
        FrameScale scale = shown.dark()
                ? FrameScale.of(shown.cells(), 0, 0)
                : FrameScale.of(shown.cells(), known.background(), known.contrast());
        List<CellFeatures> cellFeatures = new ArrayList<>();
        for (int c = 0; c < shown.cells().size(); c++) {
            float[] vector = new float[CellVector.SIZE];
            CellVector.fill(shown.cells().get(c), c, scale, frame.width(), frame.height(), vector, 0);
            cellFeatures.add(new CellFeatures(new float[0], vector, scale.spacingPx()));
        }
        return cellFeatures;
    }

    LinkMovie movie() {
        return movie;
    }

    LinkMovie.Frame frame(int t) {
        return frames.get(t);
    }

    SceneMotion motion(int t) {
        return motions.get(t);
    }

    SceneCells cells(int t) {
        return cells.get(t);
    }

    /** Position of the cell of an observation. */
    Seen seen(Cell cell) {
        Seen place = seen.get(cell);
        if (place == null) {
            throw new IllegalArgumentException("no cell of this scene");
        }
        return place;
    }
}
