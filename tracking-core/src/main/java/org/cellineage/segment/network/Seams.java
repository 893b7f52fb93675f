package org.cellineage.segment.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Merges the detections of overlapping tiles so that each cell appears once.
 *
 * <p>A cell belongs to the tile whose core contains its centre. Two tiles see a cell on their seam slightly
 * differently, so both or neither might claim it. Near seams, detections of different tiles are therefore matched one
 * to one, and one of each match is kept.
 */
final class Seams {

    /** How far apart two tiles may place the centre of the same cell, in pixels at the network's scale. */
    private static final double REACH_PX = 4;

    /**
     * Half-width of the band along a seam in which the detections of both tiles are compared: wide enough that every
     * possible partner within {@link #REACH_PX} is itself in the band.
     */
    static final double WIDTH_PX = 2 * REACH_PX;

    private static final double SAME_IOU = 0.5;

    private Seams() {}

    /** Two detections of different tiles that may be the same cell. */
    private record Pair(int one, int other, double iou) {}

    /** Returns the detections of a frame, each cell once, best first. */
    static List<Detection> merge(List<Detection> found) {
        List<Detection> merged = new ArrayList<>();
        List<Detection> shared = new ArrayList<>();
        for (Detection detection : found) {
            // Away from seams, a detection belongs to its tile.
            (detection.isIn(detection.core(), -WIDTH_PX) ? merged : shared).add(detection);
        }
        int[] cell = cells(shared);
        int[] size = new int[cell.length];
        int[] best = new int[cell.length];
        Arrays.fill(best, -1);
        Comparator<Detection> ownFirst =
                Comparator.comparing((Detection d) -> !d.isOwn()).thenComparing(Detection.BEST_FIRST);
        for (int i = 0; i < cell.length; i++) {
            int of = cell[i];
            size[of]++;
            if (best[of] < 0 || ownFirst.compare(shared.get(i), shared.get(best[of])) < 0) {
                best[of] = i;
            }
        }
        for (int i = 0; i < cell.length; i++) {
            // A detection in another tile's core that this other tile did not make is dropped.
            if (best[cell[i]] == i && (shared.get(i).isOwn() || size[cell[i]] > 1)) {
                merged.add(shared.get(i));
            }
        }
        merged.sort(Detection.BEST_FIRST);
        return merged;
    }

    /** Assigns each detection to a cell, identified by the index of one of its detections. */
    private static int[] cells(List<Detection> shared) {
        int[] cell = IntStream.range(0, shared.size()).toArray();
        // The tiles with which each detection is already matched.
        List<Set<Detection.Core>> matched = new ArrayList<>();
        shared.forEach(detection -> matched.add(new HashSet<>()));
        for (Pair pair : pairs(shared)) {
            Detection.Core here = shared.get(pair.one()).core();
            Detection.Core there = shared.get(pair.other()).core();
            if (!matched.get(pair.one()).contains(there)
                    && !matched.get(pair.other()).contains(here)) {
                matched.get(pair.one()).add(there);
                matched.get(pair.other()).add(here);
                int from = cell[pair.other()];
                int to = cell[pair.one()];
                for (int i = 0; i < cell.length && from != to; i++) {
                    cell[i] = cell[i] == from ? to : cell[i];
                }
            }
        }
        return cell;
    }

    /** Whether two detections may be the same cell seen by two tiles: at least one must lie where both tiles see it. */
    private static boolean comparable(Detection one, Detection other) {
        return !one.core().equals(other.core())
                && Math.abs(other.centreX() - one.centreX()) <= REACH_PX
                && (one.isIn(other.core(), REACH_PX) || other.isIn(one.core(), REACH_PX));
    }

    /** Overlapping pairs, largest overlap first. */
    private static List<Pair> pairs(List<Detection> shared) {
        List<Integer> down =
                new ArrayList<>(IntStream.range(0, shared.size()).boxed().toList());
        down.sort(Comparator.comparingDouble(i -> shared.get(i).centreY()));
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < down.size(); i++) {
            Detection one = shared.get(down.get(i));
            for (int j = i + 1; j < down.size(); j++) {
                Detection other = shared.get(down.get(j));
                if (other.centreY() - one.centreY() > REACH_PX) {
                    break;
                }
                double iou = comparable(one, other) ? one.iou(other) : 0;
                if (iou > SAME_IOU) {
                    int first = Math.min(down.get(i), down.get(j));
                    pairs.add(new Pair(first, Math.max(down.get(i), down.get(j)), iou));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble((Pair pair) -> -pair.iou())
                .thenComparingInt(Pair::one)
                .thenComparingInt(Pair::other));
        return pairs;
    }
}
