package org.cellineage.train.linking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.link.CandidateFinder;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.learned.FrameViews;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.SimulatedFrame;
import org.cellineage.simulate.SimulationOptions;
import org.cellineage.simulate.WellConditions;

/** Small movies whose lineages are known, simulated or drawn by hand. */
final class TrueMovies {

    static final int GAP_FRAMES = 2;

    private TrueMovies() {}

    static CandidateFinder finder() {
        return new CandidateFinder(LinkOptions.DEFAULTS.withGate(3, 6));
    }

    /** A lively movie of about 24 cells that divide every dozen frames. */
    static SimulationOptions options(int side, int frames, int cells) {
        SimulationOptions d = SimulationOptions.DEFAULTS;
        return new SimulationOptions(
                side,
                side,
                frames,
                cells,
                14,
                12,
                d.cycleSpread(),
                d.deathRate(),
                d.stepPx(),
                d.persistence(),
                d.driftYPx(),
                d.driftXPx(),
                d.shakePx(),
                d.backgroundLevel(),
                d.nucleusLevel(),
                d.brightnessSpread(),
                d.textureDepth(),
                d.bleachingShare(),
                d.vignetting(),
                d.blurPx(),
                d.greyLevelsPerPhoton(),
                d.readNoise(),
                d.channels(),
                d.pixelSizeUm(),
                d.frameIntervalS());
    }

    static LinkMovie simulated(String name, int frames, long seed) {
        MovieSimulator simulator = new MovieSimulator(options(160, frames, 24), WellConditions.UNTREATED, seed, 0, 0);
        List<LinkMovie.Frame> kept = new ArrayList<>();
        while (simulator.hasNext()) {
            SimulatedFrame frame = simulator.next();
            List<Cell> cells = CellMeasurer.measure(frame.truth(), frame.channels());
            int[] tracks = cells.stream().mapToInt(Cell::label).toArray();
            kept.add(new LinkMovie.Frame(
                    frame.frame(),
                    160,
                    160,
                    cells,
                    tracks,
                    FrameViews.of(frame.channels().get(0), cells)));
        }
        Map<Integer, TrackSpan> spans = new HashMap<>();
        simulator.lineage().forEach(span -> spans.put(span.track(), span));
        return new LinkMovie(name, kept, spans);
    }

    /** A cell drawn by hand: where, how large, and which track; 0 for one that the truth does not know. */
    record Disc(int track, int y, int x, int radius) {}

    static Disc disc(int track, int y, int x) {
        return new Disc(track, y, x, 7);
    }

    /** A movie of drawn frames. */
    static LinkMovie drawn(int side, List<List<Disc>> frames, TrackSpan... lineage) {
        List<LinkMovie.Frame> kept = new ArrayList<>();
        for (int t = 0; t < frames.size(); t++) {
            kept.add(frame(t, side, frames.get(t)));
        }
        Map<Integer, TrackSpan> spans = new HashMap<>();
        for (TrackSpan span : lineage) {
            spans.put(span.track(), span);
        }
        return new LinkMovie("drawn", kept, spans);
    }

    private static LinkMovie.Frame frame(int number, int side, List<Disc> discs) {
        int[] labels = new int[side * side];
        short[] light = new short[side * side];
        int[] tracks = new int[discs.size()];
        for (int p = 0; p < labels.length; p++) {
            light[p] = (short) (100 + p * 7919L % 13);
            for (int i = 0; i < discs.size(); i++) {
                Disc disc = discs.get(i);
                tracks[i] = disc.track();
                int down = p / side - disc.y();
                int right = p % side - disc.x();
                if (down * down + right * right <= disc.radius() * disc.radius()) {
                    labels[p] = i + 1;
                    light[p] = (short) (1000 + 20 * i - 3 * Math.abs(down));
                }
            }
        }
        Plane plane = Plane.of(side, side, light);
        List<Cell> cells = CellMeasurer.measure(new LabelImage(side, side, labels), List.of(plane));
        return new LinkMovie.Frame(number, side, side, cells, tracks, FrameViews.of(plane, cells));
    }

    /** Plays frames of a movie as they are. */
    static void play(LinkMovie movie, int[] frames, Scene.Visitor visitor) {
        SceneMotion[] motions = new SceneMotion[frames.length];
        java.util.Arrays.fill(motions, SceneMotion.still());
        Scene.play(
                movie,
                frames,
                motions,
                SceneCells.Showing.plain(),
                finder(),
                GAP_FRAMES,
                new java.util.SplittableRandom(1),
                visitor);
    }
}
