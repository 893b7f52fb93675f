package org.cellineage.segment.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Leaves each cell of a frame once where its tiles overlap.
 *
 * <p>A cell belongs to the tile in whose core its centre lies. Two tiles see a cell on their seam a little differently,
 * so that each might leave it to the other, or both might keep it; there, detections of different tiles are matched one
 * to one, and of those that are the same cell one stays.
 */
final class Seams {

    /** How far apart two tiles may see the centre of one cell, pixels at the network's scale. */
    private static final double REACH_PX = 4;

    /**
     * How far on either side of a seam both tiles' detections are compared: so far that what a tile may be matched to
     * with {@link #REACH_PX} is itself known from both.
     */
    static final double WIDTH_PX = 2 * REACH_PX;

    private static final double SAME_IOU = 0.5;

    private Seams() {}

    /** Two detections of different tiles that may be the same cell. */
    private record Pair(int one, int other, double iou) {}

    /** The detections of a frame, each cell once, best first. */
    static List<Detection> merge(List<Detection> found) {
        List<Detection> merged = new ArrayList<>();
        List<Detection> shared = new ArrayList<>();
        for (Detection detection : found) {
            // Not at a seam, it is the tile's own.
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
            // What one tile alone sees in the core of another, which does not see it, is nothing.
            if (best[cell[i]] == i && (shared.get(i).isOwn() || size[cell[i]] > 1)) {
                merged.add(shared.get(i));
            }
        }
        merged.sort(Detection.BEST_FIRST);
        return merged;
    }

    /** For each detection the number of its cell, the index of one of the detections. */
    private static int[] cells(List<Detection> shared) {
        int[] cell = IntStream.range(0, shared.size()).toArray();
        // The tiles with which a detection is matched already.
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

    /** Whether two detections may be what two tiles see of one cell: one of them at least must be seen by both. */
    private static boolean comparable(Detection one, Detection other) {
        return !one.core().equals(other.core())
                && Math.abs(other.centreX() - one.centreX()) <= REACH_PX
                && (one.isIn(other.core(), REACH_PX) || other.isIn(one.core(), REACH_PX));
    }

    /** Pairs that overlap, those that overlap most first. */
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
