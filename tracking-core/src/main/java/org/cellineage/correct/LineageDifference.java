package org.cellineage.correct;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.RunLengthMask;

/**
 * The edits that turn one lineage of a movie into another, which was edited elsewhere. Cells correspond if more than
 * half of the union of their pixels is common to both. Edits are ordered so that each is possible after those before it:
 * what is wrong is cut, cells go, change and come, and links are made last.
 *
 * <p>Of three or more daughters, those after the first two are not linked.
 */
final class LineageDifference {

    private final CellGraph now;
    private final CellGraph wanted;
    private final Map<EditedCell, EditedCell> wantedOf = new HashMap<>();
    private final Map<EditedCell, EditedCell> nowOf = new HashMap<>();
    /** The cells of both sides as the edits so far have left them. */
    private final Map<EditedCell, CellRef> refs = new HashMap<>();
    /** First cells of links of {@code now} that were cut, by the cell that followed. */
    private final Set<EditedCell> cut = new HashSet<>();

    private final List<Edit> edits = new ArrayList<>();

    private LineageDifference(CellGraph now, Map<EditedCell, Integer> trackOf, CellGraph wanted) {
        this.now = now;
        this.wanted = wanted;
        CellFinder finder = new CellFinder(now);
        for (List<EditedCell> frame : now.frames().values()) {
            frame.forEach(cell -> refs.put(
                    cell, CellRef.of(cell.frame(), trackOf.getOrDefault(cell, EditedCell.NO_TRACK), cell.cell())));
        }
        for (List<EditedCell> frame : wanted.frames().values()) {
            for (EditedCell cell : frame) {
                Optional<EditedCell> same =
                        finder.same(cell.frame(), cell.cell().box(), cell.cell().mask());
                same.ifPresent(own -> {
                    wantedOf.put(own, cell);
                    nowOf.put(cell, own);
                });
                if (same.isEmpty()) {
                    refs.put(cell, CellRef.of(cell.frame(), EditedCell.NO_TRACK, cell.cell()));
                }
            }
        }
    }

    static List<Edit> of(CellGraph now, Map<EditedCell, Integer> trackOf, CellGraph wanted) {
        LineageDifference difference = new LineageDifference(now, trackOf, wanted);
        difference.cutWrongLinks();
        difference.removeCells();
        difference.reshapeCells();
        difference.addCells();
        difference.makeLinks();
        return difference.edits;
    }

    /** Whether a link is also wanted; one cell may follow where a division is wanted, which then needs the other. */
    private boolean isWanted(EditedCell from, EditedCell to) {
        EditedCell wantedFrom = wantedOf.get(from);
        EditedCell wantedTo = wantedOf.get(to);
        return wantedFrom != null && wantedTo != null && followers(wantedFrom).contains(wantedTo);
    }

    private static List<EditedCell> followers(EditedCell cell) {
        return cell.next().subList(0, Math.min(2, cell.next().size()));
    }

    private void cutWrongLinks() {
        for (List<EditedCell> frame : now.frames().values()) {
            for (EditedCell from : frame) {
                boolean allWanted = from.next().stream().allMatch(to -> isWanted(from, to));
                if (allWanted) {
                    continue;
                }
                if (from.divides()) {
                    edits.add(new Edit.RemoveDivision(ref(from)));
                    cut.addAll(from.next());
                } else {
                    EditedCell to = from.next().get(0);
                    edits.add(new Edit.Cut(ref(from), ref(to)));
                    cut.add(to);
                }
            }
        }
    }

    private void removeCells() {
        for (List<EditedCell> frame : now.frames().values()) {
            for (EditedCell cell : frame) {
                if (!wantedOf.containsKey(cell)) {
                    edits.add(new Edit.RemoveCell(ref(cell), Scope.THIS_FRAME));
                }
            }
        }
    }

    private void reshapeCells() {
        wanted.frames().forEach((frame, cells) -> {
            List<EditedCell> changed = new ArrayList<>();
            for (EditedCell cell : cells) {
                EditedCell own = nowOf.get(cell);
                boolean same = own == null
                        || (own.cell().box().equals(cell.cell().box())
                                && own.cell().mask().equals(cell.cell().mask()));
                if (!same) {
                    changed.add(cell);
                }
            }
            // A cell can only grow into what another has left.
            for (EditedCell cell : changed) {
                EditedCell own = nowOf.get(cell);
                boolean inTheWay = own != null
                        && cells.stream().anyMatch(other -> other != cell && common(own.cell(), other.cell()) > 0);
                if (own != null && inTheWay) {
                    redraw(own, intersection(own.cell(), cell.cell()));
                }
            }
            for (EditedCell cell : changed) {
                EditedCell own = nowOf.get(cell);
                if (own != null) {
                    redraw(own, new Drawn(cell.cell().box(), cell.cell().mask()));
                }
            }
        });
    }

    private void redraw(EditedCell own, Drawn drawn) {
        CellRef before = ref(own);
        if (before.box().equals(drawn.box()) && before.mask().equals(drawn.mask())) {
            return;
        }
        edits.add(new Edit.ReplaceMask(before, drawn.box(), drawn.mask()));
        BoundingBox box = drawn.box();
        refs.put(
                own,
                new CellRef(
                        own.frame(),
                        before.track(),
                        (box.minY() + box.maxY() - 1) / 2.0,
                        (box.minX() + box.maxX() - 1) / 2.0,
                        box,
                        drawn.mask()));
    }

    private void addCells() {
        for (List<EditedCell> frame : wanted.frames().values()) {
            for (EditedCell cell : frame) {
                if (!nowOf.containsKey(cell)) {
                    edits.add(new Edit.NewCell(
                            cell.frame(), cell.cell().box(), cell.cell().mask()));
                }
            }
        }
    }

    private void makeLinks() {
        for (List<EditedCell> frame : wanted.frames().values()) {
            for (EditedCell from : frame) {
                List<EditedCell> to = followers(from);
                if (to.isEmpty() || to.stream().allMatch(next -> isThere(from, next))) {
                    continue;
                }
                edits.add(
                        to.size() == 1
                                ? new Edit.Link(ref(from), ref(to.get(0)))
                                : new Edit.AddDivision(ref(from), ref(to.get(0)), ref(to.get(1))));
            }
        }
    }

    /** Whether a wanted link is there and was not cut. */
    private boolean isThere(EditedCell from, EditedCell to) {
        EditedCell ownFrom = nowOf.get(from);
        EditedCell ownTo = nowOf.get(to);
        return ownFrom != null && ownTo != null && ownTo.previous() == ownFrom && !cut.contains(ownTo);
    }

    private CellRef ref(EditedCell cell) {
        EditedCell own = nowOf.getOrDefault(cell, cell);
        CellRef ref = refs.get(own);
        if (ref == null) {
            throw new IllegalStateException("a cell of neither lineage");
        }
        return ref;
    }

    private record Drawn(BoundingBox box, RunLengthMask mask) {}

    private static int common(Cell a, Cell b) {
        return RunLengthMask.intersection(a.mask(), a.box(), b.mask(), b.box());
    }

    /** The pixels that both have, at least one. */
    private static Drawn intersection(Cell a, Cell b) {
        BoundingBox box = a.box();
        int width = box.width();
        int[] inside = new int[width * box.height()];
        a.mask().paint(inside, width, box.movedBy(-box.minY(), -box.minX()), 1);
        int[] extent = {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
        b.mask().forEachRun(b.box(), (y, x, count) -> {
            for (int at = x; at < x + count; at++) {
                boolean within = y >= box.minY() && y < box.maxY() && at >= box.minX() && at < box.maxX();
                int p = within ? (y - box.minY()) * width + at - box.minX() : -1;
                if (within && inside[p] == 1) {
                    inside[p] = 2;
                    extent[0] = Math.min(extent[0], y - box.minY());
                    extent[1] = Math.min(extent[1], at - box.minX());
                    extent[2] = Math.max(extent[2], y - box.minY() + 1);
                    extent[3] = Math.max(extent[3], at - box.minX() + 1);
                }
            }
        });
        BoundingBox own = new BoundingBox(extent[0], extent[1], extent[2], extent[3]);
        return new Drawn(own.movedBy(box.minY(), box.minX()), RunLengthMask.encode(inside, width, own, 2));
    }
}
