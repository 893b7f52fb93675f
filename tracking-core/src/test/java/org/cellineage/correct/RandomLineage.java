package org.cellineage.correct;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.Precision;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.track.Track;
import org.cellineage.track.TrackedCell;

/** Lineages of discs on a grid of places: tracks go on, wait, divide and end by chance. */
final class RandomLineage {

    static final int SIDE = 100;
    static final String RUN = "20260101T000000Z-aaaaaa";
    private static final int PLACES = 5;
    private static final int PITCH = SIDE / PLACES;
    private static final int FRAMES = 7;

    private RandomLineage() {}

    /** Images in which every pixel of every frame has another value. */
    static FramePixels pixels() {
        return frame -> List.of(plane(frame));
    }

    static Plane plane(int frame) {
        short[] values = new short[SIDE * SIDE];
        for (int p = 0; p < values.length; p++) {
            values[p] = (short) (p * 7 + frame);
        }
        return Plane.of(SIDE, SIDE, values);
    }

    /** A disc of this radius at the centre of a place, measured. */
    static Cell disc(int frame, int label, double y, double x, double radius) {
        int[] labels = new int[SIDE * SIDE];
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                if (Math.hypot(row - y, column - x) <= radius) {
                    labels[row * SIDE + column] = label;
                }
            }
        }
        return Precision.round(CellMeasurer.measure(new LabelImage(SIDE, SIDE, labels), List.of(plane(frame)))
                .get(0));
    }

    /** A lineage whose cells are the same as those of any other with this first seed, with links by the second. */
    static Lineage of(long seedOfCells, long seedOfLinks) {
        SplittableRandom places = new SplittableRandom(seedOfCells);
        SplittableRandom links = new SplittableRandom(seedOfLinks);
        List<TrackedCell> cells = new ArrayList<>();
        List<Lineage.Ancestor> tracks = new ArrayList<>();
        Map<Integer, Double> divided = new HashMap<>();
        Map<Integer, Integer> parents = new HashMap<>();
        List<Integer> live = new ArrayList<>();
        int next = 1;
        for (int frame = 0; frame < FRAMES; frame++) {
            List<Integer> free = new ArrayList<>(live);
            List<Integer> seen = new ArrayList<>();
            int mother = 0;
            for (int place = 0; place < PLACES * PLACES; place++) {
                double radius = 3 + 4 * places.nextDouble();
                double y = PITCH * (place / PLACES + 0.5) + places.nextDouble() - 0.5;
                double x = PITCH * (place % PLACES + 0.5) + places.nextDouble() - 0.5;
                if (places.nextInt(3) > 0) {
                    continue;
                }
                Cell cell = disc(frame, 1, y, x, radius);
                double chance = links.nextDouble();
                int track;
                double probability = Double.NaN;
                if (mother > 0) {
                    track = next++;
                    parents.put(track, mother);
                    divided.put(mother, links.nextDouble());
                    mother = 0;
                } else if (!free.isEmpty() && chance < 0.7) {
                    track = free.remove(links.nextInt(free.size()));
                    probability = links.nextDouble();
                } else if (!free.isEmpty() && chance < 0.85 && place < PLACES * PLACES / 2) {
                    mother = free.remove(links.nextInt(free.size()));
                    live.remove((Integer) mother);
                    track = next++;
                    parents.put(track, mother);
                } else {
                    track = next++;
                }
                seen.add(track);
                cells.add(new TrackedCell(
                        frame,
                        track,
                        cell.movedTo(track, cell.yPx(), cell.xPx(), cell.box()),
                        probability,
                        probability));
            }
            if (mother > 0) {
                // No second daughter was found: the first is no daughter.
                int without = mother;
                parents.values().removeIf(parent -> parent == without);
            }
            for (int track : seen) {
                if (!live.contains(track)) {
                    live.add(track);
                }
            }
            live.removeIf(track -> links.nextInt(8) == 0);
        }
        for (int track = 1; track < next; track++) {
            tracks.add(new Lineage.Ancestor(
                    track, parents.getOrDefault(track, Track.NO_PARENT), divided.getOrDefault(track, Double.NaN)));
        }
        return new Lineage(RUN, SIDE, SIDE, 0, FRAMES - 1, cells, tracks);
    }

    /** The same lineage as the result of another run. */
    static Lineage asRun(Lineage lineage, String run) {
        return new Lineage(
                run,
                lineage.width(),
                lineage.height(),
                lineage.firstFrame(),
                lineage.lastFrame(),
                lineage.cells(),
                lineage.tracks());
    }
}
