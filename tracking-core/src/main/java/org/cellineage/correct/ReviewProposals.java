package org.cellineage.correct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cellineage.track.Fate;
import org.cellineage.track.Origin;
import org.cellineage.track.Track;
import org.jspecify.annotations.Nullable;

/**
 * What would come next if a link, a division, a beginning or an end were wrong, by distance: no further than cells of
 * this movie go between two frames.
 */
final class ReviewProposals {

    /** Frames without a sighting that a link may bridge. */
    private static final int LONGEST_GAP = 4;

    /** A division moves cells further than a link, and is rarer. */
    private static final double OF_A_DIVISION = 1.25;

    private static final double FAR_STEP = 0.95;
    private static final double STEPS = 2;
    private static final int MOST_STEPS = 20_000;

    private final Reviewed.Index index;
    private final Map<Integer, Track> tracks = new HashMap<>();
    private final Set<Integer> parents = new HashSet<>();
    private final double gatePx;

    ReviewProposals(Reviewed lineage, Reviewed.Index index) {
        this.index = index;
        lineage.tracks().forEach(path -> {
            tracks.put(path.track().trackId(), path.track());
            parents.add(path.track().parentTrackId());
        });
        this.gatePx = gate(lineage);
    }

    /** Twice the step that 95 % do not exceed, and at least the diameter of a cell. */
    private double gate(Reviewed lineage) {
        List<Double> steps = new ArrayList<>();
        double diameters = 0;
        int stride = Math.max(1, lineage.tracks().size() * 8 / MOST_STEPS);
        for (int t = 0; t < lineage.tracks().size(); t += stride) {
            List<Reviewed.Place> cells =
                    index.of(lineage.tracks().get(t).track().trackId());
            for (int i = 1; i < cells.size(); i++) {
                if (cells.get(i).frame() == cells.get(i - 1).frame() + 1) {
                    steps.add(cells.get(i).distanceTo(cells.get(i - 1)));
                }
            }
        }
        for (Reviewed.Place cell : lineage.cells()) {
            diameters += Math.sqrt(4 * cell.areaPx() / Math.PI);
        }
        double diameter =
                lineage.cells().isEmpty() ? 0 : diameters / lineage.cells().size();
        double[] sorted = steps.stream().mapToDouble(step -> step).sorted().toArray();
        double far = sorted.length == 0 ? 0 : sorted[(int) (FAR_STEP * (sorted.length - 1))];
        return Math.max(diameter, STEPS * far);
    }

    private static double gaps(Reviewed.Place from, Reviewed.Place to) {
        return Math.sqrt(to.frame() - from.frame());
    }

    private double cost(Reviewed.Place from, Reviewed.Place to) {
        return from.distanceTo(to) / (gatePx * gaps(from, to));
    }

    /** Something to do, and how far cells would have gone, in gates. */
    private record Option(double cost, List<ReviewEdit> edits) {}

    /** Keeps the least cost; nothing further than a gate. */
    private static final class Best {
        private @Nullable Option best;

        void offer(double cost, ReviewEdit... edits) {
            if (cost <= 1 && (best == null || cost < best.cost())) {
                best = new Option(cost, Arrays.asList(edits));
            }
        }

        List<ReviewEdit> edits() {
            Option found = best;
            return found == null ? List.of() : found.edits();
        }
    }

    /**
     * Another way for the cells of a link: exchanged with those of a neighbour, or on to a track that begins here; the
     * link cut if there is neither.
     *
     * @param to the later cell of the link
     */
    List<ReviewEdit> forLink(Reviewed.Place to) {
        Optional<Reviewed.Place> before = index.before(to);
        if (before.isEmpty()) {
            return List.of();
        }
        Reviewed.Place from = before.get();
        Best best = new Best();
        for (Reviewed.Place other : index.in(to.frame())) {
            if (other.track() == to.track()) {
                continue;
            }
            Optional<Reviewed.Place> otherFrom = index.before(other).filter(cell -> cell.frame() == from.frame());
            if (otherFrom.isPresent()) {
                double cost = Math.max(cost(from, other), cost(otherFrom.get(), to));
                best.offer(cost, ReviewEdit.swap(from, to, otherFrom.get(), other));
            } else if (appears(other)) {
                best.offer(cost(from, other), ReviewEdit.cut(from, to), ReviewEdit.link(from, other));
            }
        }
        return best.edits().isEmpty() ? List.of(ReviewEdit.cut(from, to)) : best.edits();
    }

    /**
     * The mother goes on as the daughter that is nearer.
     *
     * @param division with the mother and the daughters
     */
    List<ReviewEdit> forDivision(ReviewEdit division) {
        Reviewed.Place mother = division.cells().get(0);
        Reviewed.Place first = division.cells().get(1);
        Reviewed.Place second = division.cells().get(2);
        Reviewed.Place next = cost(mother, second) < cost(mother, first) ? second : first;
        return List.of(ReviewEdit.undivide(mother), ReviewEdit.link(mother, next));
    }

    /** A track that begins shortly after near the end. */
    List<ReviewEdit> forEnd(Reviewed.Place end) {
        Best best = new Best();
        for (int frame = end.frame() + 1; frame <= end.frame() + 1 + LONGEST_GAP; frame++) {
            for (Reviewed.Place start : index.in(frame)) {
                if (appears(start)) {
                    best.offer(cost(end, start), ReviewEdit.link(end, start));
                }
            }
        }
        return best.edits();
    }

    /** A track that was lost shortly before near the beginning, or a cell that may have divided. */
    List<ReviewEdit> forBeginning(Reviewed.Place start) {
        Best best = new Best();
        for (int frame = start.frame() - 1; frame >= start.frame() - 1 - LONGEST_GAP; frame--) {
            for (Reviewed.Place end : index.in(frame)) {
                if (isLost(end)) {
                    best.offer(cost(end, start), ReviewEdit.link(end, start));
                }
            }
        }
        for (Reviewed.Place sister : index.in(start.frame())) {
            Optional<Reviewed.Place> mother = index.before(sister);
            if (sister.track() != start.track()
                    && mother.isPresent()
                    && mother.get().frame() == start.frame() - 1) {
                double cost = OF_A_DIVISION * Math.max(cost(mother.get(), start), cost(mother.get(), sister));
                best.offer(cost, ReviewEdit.divide(mother.get(), sister, start));
            }
        }
        return best.edits();
    }

    private boolean appears(Reviewed.Place cell) {
        Track track = tracks.get(cell.track());
        return track != null && track.origin() == Origin.APPEARED && track.firstFrame() == cell.frame();
    }

    private boolean isLost(Reviewed.Place cell) {
        Track track = tracks.get(cell.track());
        return track != null
                && track.fate() == Fate.LOST
                && track.lastFrame() == cell.frame()
                && !parents.contains(track.trackId());
    }
}
