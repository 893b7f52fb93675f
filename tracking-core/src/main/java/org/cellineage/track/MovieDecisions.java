package org.cellineage.track;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cellineage.cell.Cell;
import org.cellineage.cell.RivalCut;
import org.cellineage.cell.SegmentedFrame;

/**
 * What people decided about the links of a movie, while it is tracked: finds the cells in each frame as it comes, and
 * says what that means for the live tracks.
 */
final class MovieDecisions {

    private final TreeMap<Integer, List<DecidedLink.At>> named = new TreeMap<>();
    private final List<DecidedLink> decisions;
    private final Map<DecidedLink.At, Cell> found = new IdentityHashMap<>();
    /** The decisions about what follows a cell. */
    private final Map<Cell, List<DecidedLink>> after = new IdentityHashMap<>();

    MovieDecisions(List<DecidedLink> decisions) {
        this.decisions = List.copyOf(decisions);
        for (DecidedLink decision : decisions) {
            for (DecidedLink.At at : decision.cells()) {
                named.computeIfAbsent(at.frame(), frame -> new ArrayList<>()).add(at);
            }
        }
    }

    /**
     * The frame as people see it: a cell that they named is one, and is cut as they named it. It has no rival cuts of
     * these cells any more.
     */
    SegmentedFrame settle(SegmentedFrame frame) {
        List<DecidedLink.At> here = named.remove(frame.frame());
        if (here == null) {
            return frame;
        }
        SegmentedFrame cut = cut(frame, here);
        List<Cell> cells = new ArrayList<>(cut.cells());
        Map<Cell, Cell> sure = new IdentityHashMap<>();
        for (DecidedLink.At at : here) {
            at.place().bestOf(cut.cells()).ifPresent(cell -> {
                Cell known =
                        sure.computeIfAbsent(cell, key -> key.weak() ? key.judged(key.cellProbability(), false) : key);
                cells.set(cut.cells().indexOf(cell), known);
                found.put(at, known);
            });
        }
        for (DecidedLink decision : decisions) {
            DecidedLink.At first = decision.cells().get(0);
            Cell cell = first.frame() == frame.frame() ? found.get(first) : null;
            if (cell != null && !(decision instanceof DecidedLink.Beginning)) {
                after.computeIfAbsent(cell, key -> new ArrayList<>()).add(decision);
            }
        }
        return new SegmentedFrame(frame.frame(), frame.width(), frame.height(), cells, cut.rivalCuts(), cut.features());
    }

    /** The frame with the clumps cut in which people named cells. */
    private static SegmentedFrame cut(SegmentedFrame frame, List<DecidedLink.At> here) {
        List<RivalCut> open = new ArrayList<>();
        List<RivalCut> settled = new ArrayList<>();
        List<Boolean> isTaken = new ArrayList<>();
        for (RivalCut cut : frame.rivalCuts()) {
            Optional<Boolean> taken = taken(frame, cut, here);
            if (taken.isEmpty()) {
                open.add(cut);
            } else {
                settled.add(cut);
                isTaken.add(taken.get());
            }
        }
        if (settled.isEmpty()) {
            return frame;
        }
        Clumps clumps = Clumps.of(new SegmentedFrame(
                frame.frame(), frame.width(), frame.height(), frame.cells(), settled, frame.features()));
        boolean[] isWhole = new boolean[settled.size()];
        for (int k = 0; k < isWhole.length; k++) {
            isWhole[k] = settled.get(k).splits() != isTaken.get(k);
        }
        SegmentedFrame decided = clumps.decided(isWhole);
        return new SegmentedFrame(
                frame.frame(), frame.width(), frame.height(), decided.cells(), open, decided.features());
    }

    /** Whether the cells that people named are those of a rival cut; empty if they named none of this clump. */
    private static Optional<Boolean> taken(SegmentedFrame frame, RivalCut cut, List<DecidedLink.At> here) {
        double own = 0;
        double rival = 0;
        List<Cell> owned = frame.cells().stream()
                .filter(cell -> cell.label() == cut.first() || (!cut.splits() && cell.label() == cut.second()))
                .toList();
        for (DecidedLink.At at : here) {
            own = Math.max(own, best(at, owned));
            rival = Math.max(rival, best(at, cut.cells()));
        }
        return own == 0 && rival == 0 ? Optional.empty() : Optional.of(rival > own);
    }

    private static double best(DecidedLink.At at, List<Cell> cells) {
        return cells.stream().mapToDouble(cell -> at.place().fit(cell)).max().orElse(0);
    }

    /** What was decided about a frame, of which {@link #settle} has been called. */
    FrameDecisions at(int frame, List<LiveTrack> live) {
        FrameDecisions here = new FrameDecisions(live.size());
        for (int i = 0; i < live.size(); i++) {
            for (DecidedLink decision : after.getOrDefault(live.get(i).history().cell(), List.of())) {
                decide(here, i, frame, decision);
            }
        }
        for (DecidedLink decision : decisions) {
            if (decision instanceof DecidedLink.Beginning beginning
                    && beginning.cell().frame() == frame) {
                Cell cell = found.get(beginning.cell());
                if (cell != null) {
                    here.begin(cell);
                }
            }
        }
        return here;
    }

    private void decide(FrameDecisions here, int track, int frame, DecidedLink decision) {
        if (decision instanceof DecidedLink.Link link) {
            follow(here, track, frame, List.of(link.to()));
        } else if (decision instanceof DecidedLink.Division division) {
            follow(here, track, frame, List.of(division.first(), division.second()));
        } else if (decision instanceof DecidedLink.Cut cut) {
            Cell cell = cut.to().frame() == frame ? found.get(cut.to()) : null;
            if (cell != null) {
                here.cut(track, cell);
            }
        } else if (decision instanceof DecidedLink.NoDivision) {
            here.keepWhole(track);
        } else if (decision instanceof DecidedLink.End) {
            here.close(track);
        }
    }

    private void follow(FrameDecisions here, int track, int frame, List<DecidedLink.At> next) {
        int when = next.get(0).frame();
        if (when > frame) {
            // Until then it is out of sight.
            here.close(track);
        } else if (when == frame) {
            List<Cell> cells = new ArrayList<>();
            for (DecidedLink.At at : next) {
                Cell cell = found.get(at);
                if (cell == null) {
                    return;
                }
                cells.add(cell);
            }
            here.follow(track, cells);
        }
    }

    /** Whether a track goes on in a later frame, however long it was not seen. */
    boolean awaits(LiveTrack track, int frame) {
        for (DecidedLink decision : after.getOrDefault(track.history().cell(), List.of())) {
            boolean isLink = decision instanceof DecidedLink.Link || decision instanceof DecidedLink.Division;
            if (isLink && decision.cells().get(1).frame() > frame) {
                return true;
            }
        }
        return false;
    }
}
