package org.cellineage.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellineage.cell.Cell;

/** What people decided about a frame that is to be linked, by index of the live tracks. */
final class FrameDecisions implements BarredLinks {

    /** The cells in which a track continues: one, or two daughters. */
    private final Map<Integer, List<Cell>> nextOfTrack = new HashMap<>();

    private final Map<Cell, Integer> trackOfCell = new IdentityHashMap<>();
    private final boolean[] closed;
    private final boolean[] neverDivides;
    private final Map<Cell, Set<Integer>> cuts = new IdentityHashMap<>();
    /** Cells that follow no track. */
    private final Set<Cell> begins = Collections.newSetFromMap(new IdentityHashMap<>());

    FrameDecisions(int tracks) {
        closed = new boolean[tracks];
        neverDivides = new boolean[tracks];
    }

    /** Decides how a track goes on; what was decided before about the track or a cell stays. */
    void follow(int track, List<Cell> next) {
        if (!closed[track] && next.stream().noneMatch(trackOfCell::containsKey)) {
            closed[track] = true;
            nextOfTrack.put(track, next);
            next.forEach(cell -> trackOfCell.put(cell, track));
        }
    }

    void close(int track) {
        closed[track] = true;
    }

    void keepWhole(int track) {
        neverDivides[track] = true;
    }

    void cut(int track, Cell cell) {
        cuts.computeIfAbsent(cell, key -> new HashSet<>()).add(track);
    }

    void begin(Cell cell) {
        begins.add(cell);
    }

    @Override
    public boolean bars(int track, Cell cell) {
        return closed[track]
                || trackOfCell.containsKey(cell)
                || begins.contains(cell)
                || cuts.getOrDefault(cell, Set.of()).contains(track);
    }

    /** The tracks that may divide, less those that a person decided about. */
    boolean[] mayDivide(boolean[] may) {
        boolean[] left = may.clone();
        for (int i = 0; i < left.length; i++) {
            left[i] &= !closed[i] && !neverDivides[i];
        }
        return left;
    }

    /** Adds what was decided to what a linker found, which has no part in it. */
    FrameLinks complete(FrameLinks found, List<Cell> cells) {
        if (nextOfTrack.isEmpty()) {
            return found;
        }
        Map<Cell, Integer> column = new IdentityHashMap<>();
        for (int c = 0; c < cells.size(); c++) {
            column.put(cells.get(c), c);
        }
        int[] trackOf = found.trackOfCell().clone();
        List<FrameLinks.FoundDivision> divisions = new ArrayList<>(found.divisions());
        nextOfTrack.forEach((track, next) -> {
            int[] columns = next.stream()
                    .mapToInt(cell -> column.getOrDefault(cell, FrameLinks.NONE))
                    .sorted()
                    .toArray();
            if (Arrays.stream(columns).anyMatch(c -> c == FrameLinks.NONE)) {
                throw new IllegalStateException("a cell that a person named is not in its frame");
            }
            if (columns.length == 2) {
                divisions.add(new FrameLinks.FoundDivision(track, columns[0], columns[1], Double.NaN));
            } else {
                trackOf[columns[0]] = track;
            }
        });
        return new FrameLinks(trackOf, found.probability(), found.margin(), divisions);
    }
}
