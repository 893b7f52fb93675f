package org.cellineage.correct;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.cell.Cell;
import org.jspecify.annotations.Nullable;

/** The edits of a {@link LineageEditor} that add, remove and reshape cells. */
final class CellEdits {

    private final CellGraph graph;
    private final CellFinder finder;
    private final MaskShapes shapes;

    CellEdits(CellGraph graph, CellFinder finder, MaskShapes shapes) {
        this.graph = graph;
        this.finder = finder;
        this.shapes = shapes;
    }

    /** Applies one of these edits, or refuses it. */
    void apply(Edit edit, boolean own) {
        if (edit instanceof Edit.RemoveCell removal) {
            remove(removal, own);
        } else if (edit instanceof Edit.MergeCells merger) {
            merge(merger);
        } else if (edit instanceof Edit.SplitByLine split) {
            EditedCell cell = finder.require(split.cell());
            replace(cell, shapes.split(split, cell.cell()));
        } else if (edit instanceof Edit.SplitBySeeds split) {
            EditedCell cell = finder.require(split.cell());
            replace(cell, shapes.split(split, cell.cell()));
        } else if (edit instanceof Edit.ReplaceMask drawn) {
            redraw(drawn);
        } else if (edit instanceof Edit.NewCell drawn) {
            draw(drawn, own);
        } else {
            throw new IllegalArgumentException("no edit of a cell: " + edit);
        }
    }

    private void remove(Edit.RemoveCell edit, boolean own) {
        Optional<EditedCell> found = finder.find(edit.cell());
        if (found.isEmpty() && !own && !finder.touchesAny(edit.cell())) {
            // The other run found no cell either.
            return;
        }
        EditedCell cell = finder.require(edit.cell());
        List<EditedCell> gone = edit.scope() == Scope.THIS_FRAME ? List.of(cell) : CellGraph.restOfTrack(cell);
        requireRemovable(edit, gone);
        if (edit.scope() == Scope.FROM_HERE) {
            // Given tracks may go on under another id.
            List.copyOf(gone.get(gone.size() - 1).next()).forEach(next -> next.follow(null));
        }
        gone.forEach(this::takeOut);
    }

    private void merge(Edit.MergeCells edit) {
        EditedCell kept = finder.require(edit.kept());
        EditedCell merged = finder.require(edit.merged());
        if (kept == merged || kept.frame() != merged.frame()) {
            throw LineageEditor.refused(
                    edit, "These are not two cells of one frame.", "Select two cells in the same frame.");
        }
        Map<Integer, EditedCell> partners = new HashMap<>();
        if (edit.scope() == Scope.THIS_FRAME) {
            partners.put(merged.frame(), merged);
        } else {
            CellGraph.restOfTrack(merged).forEach(cell -> partners.put(cell.frame(), cell));
        }
        List<EditedCell> larger = new ArrayList<>();
        List<EditedCell> gone = new ArrayList<>();
        List<Cell> unions = new ArrayList<>();
        for (EditedCell cell : CellGraph.restOfTrack(kept)) {
            EditedCell partner = partners.get(cell.frame());
            if (partner != null) {
                larger.add(cell);
                gone.add(partner);
            }
        }
        requireRemovable(edit, gone);
        for (int i = 0; i < larger.size(); i++) {
            EditedCell cell = larger.get(i);
            unions.add(shapes.union(cell.frame(), cell.cell(), gone.get(i).cell()));
        }
        for (int i = 0; i < larger.size(); i++) {
            takeOut(gone.get(i));
            larger.get(i).reshape(unions.get(i));
        }
    }

    private void replace(EditedCell cell, List<Cell> parts) {
        cell.reshape(parts.get(0));
        for (Cell part : parts.subList(1, parts.size())) {
            graph.add(cell.frame(), part);
        }
    }

    private void redraw(Edit.ReplaceMask edit) {
        EditedCell cell = finder.require(edit.cell());
        cell.reshape(shapes.drawn(edit, edit.box(), edit.mask(), others(cell.frame(), cell)));
    }

    private void draw(Edit.NewCell edit, boolean own) {
        Optional<EditedCell> there = finder.same(edit.frame(), edit.box(), edit.mask());
        if (there.isPresent() && own) {
            throw LineageEditor.refused(
                    edit, "There is a cell already.", "Redraw it if its outline is wrong, or draw elsewhere.");
        }
        if (there.isPresent()) {
            there.get().decideShape();
            return;
        }
        graph.add(edit.frame(), shapes.drawn(edit, edit.box(), edit.mask(), others(edit.frame(), null)));
    }

    private List<Cell> others(int frame, @Nullable EditedCell except) {
        return graph.in(frame).stream()
                .filter(cell -> cell != except)
                .map(EditedCell::cell)
                .toList();
    }

    /**
     * Checks that cells can go without leaving a division with one daughter, or daughters without their mother.
     *
     * @param gone cells of one track, in order
     */
    private static void requireRemovable(Edit edit, List<EditedCell> gone) {
        EditedCell first = gone.get(0);
        EditedCell last = gone.get(gone.size() - 1);
        boolean whole = first.beginsTrack() && CellGraph.restOfTrack(first).size() == gone.size();
        boolean toTheEnd = CellGraph.restOfTrack(last).size() == 1;
        boolean forGood = edit instanceof Edit.RemoveCell removal && removal.scope() == Scope.FROM_HERE;
        boolean leavesOneDaughter = whole && first.isDaughter();
        boolean leavesNoMother = toTheEnd && last.divides() && (forGood || (whole && first.previous() == null));
        if (leavesOneDaughter) {
            throw LineageEditor.refused(
                    edit,
                    "A division would be left with one daughter.",
                    "Remove the division first, then link the mother to the daughter that stays.");
        }
        if (leavesNoMother) {
            throw LineageEditor.refused(
                    edit, "A division would be left without its mother.", "Remove the division first.");
        }
    }

    /** Removes a cell; the cell before it is linked to what follows it. */
    private void takeOut(EditedCell cell) {
        EditedCell before = cell.previous();
        List<EditedCell> next = List.copyOf(cell.next());
        boolean startsTrack = cell.startsTrack();
        boolean dividing = next.size() > 1;
        double division = cell.divisionProbability();
        // The followers first: a daughter that is taken out must not end the division for a moment.
        for (EditedCell follower : next) {
            follower.follow(before);
            follower.decideLink();
        }
        cell.follow(null);
        if (before != null && startsTrack) {
            next.forEach(follower -> follower.setStartsTrack(true));
        }
        if (before != null && next.isEmpty()) {
            before.decideEnd();
        }
        if (before != null && dividing) {
            before.foundDivision(division);
        }
        graph.remove(cell);
    }
}
