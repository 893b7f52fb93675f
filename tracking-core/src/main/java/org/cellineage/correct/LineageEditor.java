package org.cellineage.correct;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.problem.BadInputException;
import org.cellineage.track.DecidedLink;
import org.jspecify.annotations.Nullable;

/**
 * The lineage of a movie while a person corrects it. Edits are applied one after the other; an edit that is impossible
 * is refused and changes nothing. Not thread-safe.
 *
 * <p>An edit that was made on this run is refused if it contradicts the lineage as it is: a cell cannot have two
 * parents, a division not one daughter or three, and a link cannot lead to an earlier frame. An edit that was made on
 * the result of another run states what a person knows about the movie: what this run found gives way to it, but what a
 * person decided does not; and what is already as the edit says stays as it is.
 *
 * <p>Cells are found by {@link CellFinder}.
 */
public final class LineageEditor {

    private final Lineage base;
    private final CellGraph graph;
    private final CellFinder finder;
    private final CellEdits cellEdits;

    /**
     * Starts with the lineage of a run.
     *
     * @param pixels the images, read only for edits that change outlines
     */
    public LineageEditor(Lineage base, FramePixels pixels) {
        this.base = base;
        this.graph = new CellGraph(base);
        this.finder = new CellFinder(graph);
        this.cellEdits = new CellEdits(graph, finder, new MaskShapes(base, pixels));
    }

    /**
     * Applies an edit.
     *
     * @param runId the run on whose result it was made
     * @throws BadInputException if it is refused; the problem says why
     */
    public void apply(Edit edit, String runId) {
        boolean own = runId.equals(base.runId());
        if (edit instanceof Edit.Link link) {
            link(link, own);
        } else if (edit instanceof Edit.Cut cut) {
            cut(cut, own);
        } else if (edit instanceof Edit.Swap swap) {
            swap(swap, own);
        } else if (edit instanceof Edit.AddDivision division) {
            divide(division, own);
        } else if (edit instanceof Edit.RemoveDivision division) {
            undivide(division, own);
        } else if (edit instanceof Edit.MarkRight mark) {
            mark(mark, own);
        } else {
            cellEdits.apply(edit, own);
        }
    }

    /** Cuts what an edit made that bound the run and has been undone since; nothing is decided by that. */
    void release(Edit edit) {
        for (DecidedLink link : Constraints.links(edit)) {
            if (link instanceof DecidedLink.Link made) {
                unlink(made.from(), made.to());
            } else if (link instanceof DecidedLink.Division made) {
                unlink(made.mother(), made.first());
                unlink(made.mother(), made.second());
            }
        }
    }

    private void unlink(DecidedLink.At from, DecidedLink.At to) {
        Optional<EditedCell> before = finder.find(from.frame(), from.place());
        finder.find(to.frame(), to.place())
                .filter(cell -> before.isPresent() && cell.previous() == before.get())
                .ifPresent(cell -> cell.follow(null));
    }

    /**
     * What people decided about links and divisions that the run had found and was more or less sure of: its probability
     * and whether it was right, in order of frames.
     */
    public List<ScoreCalibration.Judged> judged() {
        List<ScoreCalibration.Judged> judged = new ArrayList<>();
        for (List<EditedCell> frame : graph.frames().values()) {
            for (EditedCell cell : frame) {
                if (cell.linkDecided() && !Double.isNaN(cell.foundLinkProbability())) {
                    judged.add(new ScoreCalibration.Judged(cell.foundLinkProbability(), cell.followsAsFound()));
                }
                if (cell.foundDivisionDecided() && !Double.isNaN(cell.foundDivisionProbability())) {
                    judged.add(new ScoreCalibration.Judged(cell.foundDivisionProbability(), cell.goesOnAsFound()));
                }
            }
        }
        return judged;
    }

    /** The lineage as it is now, with tracks, generations, origins and fates determined again. */
    public CorrectedLineage result() {
        return CorrectedLineage.of(base, graph);
    }

    /**
     * The edits that make this lineage equal to one that was edited elsewhere: the same cells with the same outlines,
     * and the same links. Applied in their order, none is refused.
     *
     * @param edited cells and tracks; no other part of it is used
     */
    public List<Edit> differencesTo(Lineage edited) {
        List<List<EditedCell>> tracks = graph.tracks();
        TrackNumbers numbers = new TrackNumbers(base, tracks);
        Map<EditedCell, Integer> trackOf = new HashMap<>();
        tracks.forEach(track -> track.forEach(cell -> trackOf.put(cell, numbers.idOf(track.get(0)))));
        return LineageDifference.of(graph, trackOf, new CellGraph(edited));
    }

    private void link(Edit.Link edit, boolean own) {
        EditedCell from = finder.require(edit.from());
        EditedCell to = finder.require(edit.to());
        requireLater(edit, from, to);
        if (to.previous() != from) {
            requireFreeStart(edit, to, from, own);
            requireFreeEnd(edit, from, List.of(to), own);
            release(from, List.of(to));
            to.follow(from);
        }
        to.decideLink();
    }

    private void cut(Edit.Cut edit, boolean own) {
        EditedCell from = finder.require(edit.from());
        EditedCell to = finder.require(edit.to());
        if (to.previous() != from) {
            if (own) {
                throw refused(edit, "The two are not linked.", "Select a cell and the one before it in its track.");
            }
            return;
        }
        if (own && from.divides()) {
            throw refused(
                    edit,
                    "A division would be left with one daughter.",
                    "Remove the division, then link the mother to the cell that it goes on as.");
        }
        to.follow(null);
        to.decideLink();
        from.decideEnd();
    }

    private void swap(Edit.Swap edit, boolean own) {
        EditedCell first = finder.require(edit.first());
        EditedCell afterFirst = finder.require(edit.afterFirst());
        EditedCell second = finder.require(edit.second());
        EditedCell afterSecond = finder.require(edit.afterSecond());
        if (first == second || afterFirst == afterSecond) {
            throw refused(edit, "These are not two tracks.", "Select cells of two tracks in the same frame.");
        }
        requireLater(edit, first, afterSecond);
        requireLater(edit, second, afterFirst);
        boolean asSeen = afterFirst.previous() == first && afterSecond.previous() == second;
        boolean already = afterFirst.previous() == second && afterSecond.previous() == first;
        if (!asSeen && !already) {
            if (own) {
                throw refused(edit, "The tracks go another way now.", "Select the cells again.");
            }
            requireFreeStart(edit, afterFirst, second, false);
            requireFreeStart(edit, afterSecond, first, false);
            requireFreeEnd(edit, first, List.of(afterFirst, afterSecond), false);
            requireFreeEnd(edit, second, List.of(afterFirst, afterSecond), false);
            release(first, List.of(afterFirst, afterSecond));
            release(second, List.of(afterFirst, afterSecond));
        } else if (already && own) {
            throw refused(edit, "The tracks have been swapped here.", "Undo that correction to swap them back.");
        }
        if (asSeen && edit.scope() == Scope.THIS_FRAME) {
            exchangeFollowers(edit, afterFirst, afterSecond);
        }
        if (!already) {
            afterFirst.follow(second);
            afterSecond.follow(first);
        }
        afterFirst.decideLink();
        afterSecond.decideLink();
    }

    private static void exchangeFollowers(Edit edit, EditedCell a, EditedCell b) {
        List<EditedCell> ofA = List.copyOf(a.next());
        List<EditedCell> ofB = List.copyOf(b.next());
        ofA.forEach(next -> requireLater(edit, b, next));
        ofB.forEach(next -> requireLater(edit, a, next));
        ofA.forEach(next -> next.follow(null));
        ofB.forEach(next -> next.follow(a));
        ofA.forEach(next -> next.follow(b));
        ofA.forEach(EditedCell::decideLink);
        ofB.forEach(EditedCell::decideLink);
    }

    private void divide(Edit.AddDivision edit, boolean own) {
        EditedCell mother = finder.require(edit.mother());
        EditedCell first = finder.require(edit.first());
        EditedCell second = finder.require(edit.second());
        if (first == second) {
            throw refused(edit, "The two daughters are the same cell.", "Select two daughters.");
        }
        List<EditedCell> daughters = List.of(first, second);
        for (EditedCell daughter : daughters) {
            requireLater(edit, mother, daughter);
            requireFreeStart(edit, daughter, mother, own);
        }
        requireFreeEnd(edit, mother, daughters, own);
        release(mother, daughters);
        for (EditedCell daughter : daughters) {
            if (daughter.previous() != mother) {
                daughter.follow(mother);
            }
            daughter.decideLink();
        }
        mother.decideDivision();
    }

    private void undivide(Edit.RemoveDivision edit, boolean own) {
        EditedCell mother = finder.require(edit.mother());
        if (!mother.divides()) {
            if (own) {
                throw refused(edit, "It does not divide.", "Select the last cell of the mother.");
            }
            return;
        }
        for (EditedCell daughter : List.copyOf(mother.next())) {
            if (!own && daughter.linkDecided()) {
                throw contradiction(edit, daughter);
            }
        }
        for (EditedCell daughter : List.copyOf(mother.next())) {
            daughter.follow(null);
            daughter.decideLink();
        }
        mother.decideEnd();
    }

    private void mark(Edit.MarkRight edit, boolean own) {
        EditedCell cell = finder.require(edit.cell());
        switch (edit.subject()) {
            case CELL -> cell.decideShape();
            case BEGINNING -> {
                requireFreeStart(edit, cell, null, own);
                cell.follow(null);
                cell.decideLink();
            }
            case END -> {
                requireFreeEnd(edit, cell, List.of(), own);
                release(cell, List.of());
                cell.decideEnd();
            }
        }
    }

    private static void requireLater(Edit edit, EditedCell from, EditedCell to) {
        if (to.frame() <= from.frame()) {
            throw refused(
                    edit,
                    "A link from frame " + from.frame() + " to frame " + to.frame() + " would lead backwards.",
                    "Link a cell to one of a later frame.");
        }
    }

    /** Checks that a cell follows none, or one that may be taken from it, so that it can follow {@code from}. */
    private static void requireFreeStart(Edit edit, EditedCell to, @Nullable EditedCell from, boolean own) {
        EditedCell before = to.previous();
        if (before == null || before == from) {
            return;
        }
        if (own) {
            throw refused(
                    edit,
                    "The cell in frame " + to.frame() + " follows another cell, in frame " + before.frame()
                            + (from == null ? "." : "; it cannot have two parents."),
                    before.divides() ? "Remove that division first." : "Cut that link first.");
        }
        if (to.linkDecided()) {
            throw contradiction(edit, to);
        }
    }

    /** Checks that what follows a cell is among {@code wanted}, or may be taken from it. */
    private static void requireFreeEnd(Edit edit, EditedCell from, List<EditedCell> wanted, boolean own) {
        for (EditedCell other : from.next()) {
            if (wanted.contains(other)) {
                continue;
            }
            if (own) {
                throw refused(
                        edit,
                        "The cell in frame " + from.frame()
                                + (from.divides()
                                        ? " divides already."
                                        : " goes on as another cell, in frame " + other.frame() + "."),
                        from.divides() ? "Remove that division first." : "Cut that link first.");
            }
            if (other.linkDecided()) {
                throw contradiction(edit, other);
            }
        }
    }

    /** Cuts what this run found to follow a cell, except what shall. */
    private static void release(EditedCell from, List<EditedCell> wanted) {
        for (EditedCell other : new ArrayList<>(from.next())) {
            if (!wanted.contains(other)) {
                other.follow(null);
            }
        }
    }

    static BadInputException contradiction(Edit edit, EditedCell cell) {
        return refused(
                edit,
                "It contradicts another correction, of the link to the cell in frame " + cell.frame() + ".",
                "Look at both, and undo the one that is wrong.");
    }

    static BadInputException refused(Edit edit, String cause, String remedy) {
        return new BadInputException(edit.summary(), cause, remedy);
    }
}
