package org.cellineage.simulate;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.LabelImage;

/**
 * Simulates a movie with known ground truth, frame by frame. Options, seed, well and site determine the movie.
 *
 * <p>Tracks follow the Cell Tracking Challenge: they are numbered 1, 2, … in order of appearance, and each covers an
 * uninterrupted run of frames in which the cell is visible. A cell that leaves the field and returns becomes a new
 * track without a parent. A daughter has a parent if the mother was visible in the previous frame.
 */
public final class MovieSimulator {

    private final SimulationOptions options;
    private final SplittableRandom random;
    private final Specimen specimen;
    private final Map<Integer, TrackSpan> spans = new TreeMap<>();
    private int nextFrame;
    private int nextTrack = 1;

    /** Simulates nuclei. */
    public MovieSimulator(
            SimulationOptions options, WellConditions conditions, long seed, int wellIndex, int siteIndex) {
        this(SimulatedType.NUCLEUS, options, conditions, seed, wellIndex, siteIndex);
    }

    /** Simulates a movie of any type. */
    public MovieSimulator(
            SimulatedType type,
            SimulationOptions options,
            WellConditions conditions,
            long seed,
            int wellIndex,
            int siteIndex) {
        this.options = options;
        this.random = new SplittableRandom(mix(mix(seed, wellIndex), siteIndex));
        this.specimen = type.create(options, conditions, random);
    }

    /** One step of a hash, so that consecutive numbers give unrelated random streams. */
    private static long mix(long seed, long value) {
        long z = seed + 0x9e3779b97f4a7c15L * (value + 1);
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** Whether there is another frame. */
    public boolean hasNext() {
        return nextFrame < options.frames();
    }

    /** The next frame. */
    public SimulatedFrame next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the movie has " + options.frames() + " frames");
        }
        if (nextFrame > 0) {
            specimen.advance(
                    options.driftYPx() + options.shakePx() * random.nextGaussian(),
                    options.driftXPx() + options.shakePx() * random.nextGaussian());
        }
        int[] labels = label(specimen.draw(), specimen.cells());
        SimulatedFrame frame = new SimulatedFrame(
                nextFrame,
                specimen.expose(nextFrame),
                new LabelImage(options.widthPx(), options.heightPx(), labels),
                phases(specimen.cells()),
                specimen.compartments());
        nextFrame++;
        return frame;
    }

    /** Assigns tracks to visible cells and records their spans. */
    private int[] label(int[] owner, List<? extends TrackedCell> cells) {
        boolean[] visible = new boolean[cells.size() + 1];
        for (int cell : owner) {
            visible[cell] = true;
        }
        for (int i = 0; i < cells.size(); i++) {
            TrackedCell cell = cells.get(i);
            if (!visible[i + 1]) {
                cell.track = 0;
            } else if (cell.track == 0) {
                cell.track = nextTrack++;
                spans.put(cell.track, new TrackSpan(cell.track, nextFrame, nextFrame, cell.motherTrack));
            } else {
                TrackSpan span = spans.getOrDefault(cell.track, new TrackSpan(cell.track, nextFrame, nextFrame, 0));
                spans.put(cell.track, new TrackSpan(span.track(), span.begin(), nextFrame, span.parent()));
            }
            cell.motherTrack = 0;
        }
        int[] labels = new int[owner.length];
        for (int p = 0; p < labels.length; p++) {
            labels[p] = owner[p] == 0 ? 0 : cells.get(owner[p] - 1).track;
        }
        return labels;
    }

    private static Map<Integer, SimulatedPhase> phases(List<? extends TrackedCell> cells) {
        Map<Integer, SimulatedPhase> phases = new TreeMap<>();
        for (TrackedCell cell : cells) {
            if (cell.track != 0) {
                phases.put(cell.track, cell.phase());
            }
        }
        return phases;
    }

    /** The ground truth so far, by ascending track. */
    public List<TrackSpan> lineage() {
        return List.copyOf(spans.values());
    }
}
