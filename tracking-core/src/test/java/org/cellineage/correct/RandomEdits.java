package org.cellineage.correct;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.cell.Cell;
import org.cellineage.track.TrackedCell;

/** Edits of every kind, of cells that are there, many of them impossible. */
final class RandomEdits {

    private final SplittableRandom random;

    RandomEdits(SplittableRandom random) {
        this.random = random;
    }

    Edit next(CorrectedLineage lineage) {
        List<CellRef> cells = new ArrayList<>();
        for (CorrectedLineage.CorrectedCell row : lineage.cells()) {
            TrackedCell tracked = row.cell();
            cells.add(CellRef.of(tracked.frame(), tracked.trackId(), tracked.cell()));
        }
        CellRef a = any(cells);
        CellRef b = near(cells, a, random.nextInt(3));
        CellRef c = near(cells, a, 1);
        Scope scope = random.nextBoolean() ? Scope.THIS_FRAME : Scope.FROM_HERE;
        return switch (random.nextInt(13)) {
            case 0, 1 -> new Edit.Link(a, b);
            case 2 -> cutOf(cells, a, b);
            case 3 -> swapOf(cells, a, near(cells, a, 0), scope);
            case 4, 5 -> new Edit.AddDivision(a, b, c);
            case 6 -> new Edit.RemoveDivision(a);
            case 7 -> new Edit.RemoveCell(a, scope);
            case 8 -> new Edit.MergeCells(a, near(cells, a, 0), scope);
            case 9 ->
                new Edit.SplitByLine(a, new Edit.Point(a.yPx(), a.xPx() - 9), new Edit.Point(a.yPx() + 1, a.xPx() + 9));
            case 10 ->
                new Edit.SplitBySeeds(
                        a, List.of(new Edit.Point(a.yPx(), a.xPx() - 1), new Edit.Point(a.yPx(), a.xPx() + 2)));
            case 11 -> drawn(a);
            default -> new Edit.MarkRight(a, Edit.Subject.values()[random.nextInt(3)]);
        };
    }

    private Edit drawn(CellRef a) {
        double y = random.nextInt(RandomLineage.SIDE);
        double x = random.nextInt(RandomLineage.SIDE);
        if (random.nextBoolean()) {
            Cell disc = RandomLineage.disc(a.frame(), 1, a.yPx() + random.nextInt(3), a.xPx(), 3 + random.nextInt(9));
            return new Edit.ReplaceMask(a, disc.box(), disc.mask());
        }
        Cell disc = RandomLineage.disc(a.frame(), 1, y, x, 3 + random.nextInt(5));
        return new Edit.NewCell(a.frame(), disc.box(), disc.mask());
    }

    private static CellRef before(List<CellRef> cells, CellRef cell) {
        CellRef before = cell;
        for (CellRef other : cells) {
            boolean earlier = other.track() == cell.track() && other.frame() < cell.frame();
            if (earlier && (before == cell || other.frame() > before.frame())) {
                before = other;
            }
        }
        return before;
    }

    private static Edit cutOf(List<CellRef> cells, CellRef a, CellRef otherwise) {
        CellRef before = before(cells, a);
        return new Edit.Cut(before == a ? otherwise : before, a);
    }

    private static Edit swapOf(List<CellRef> cells, CellRef a, CellRef b, Scope scope) {
        return new Edit.Swap(before(cells, a), a, before(cells, b), b, scope);
    }

    private CellRef any(List<CellRef> cells) {
        return cells.get(random.nextInt(cells.size()));
    }

    /** A cell so many frames later, if there is one. */
    private CellRef near(List<CellRef> cells, CellRef cell, int later) {
        List<CellRef> there = cells.stream()
                .filter(other -> other.frame() == cell.frame() + later)
                .toList();
        return there.isEmpty() ? any(cells) : any(there);
    }
}
