package org.cellineage.correct;

import java.util.List;
import java.util.Optional;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.CellPlace;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.problem.BadInputException;

/**
 * Finds the cell that a person meant, by place and overlap: also in the lineage of another run, whose cells have other
 * outlines. {@link CellPlace} says which cell fits.
 */
final class CellFinder {

    private final CellGraph graph;

    CellFinder(CellGraph graph) {
        this.graph = graph;
    }

    /**
     * Finds a cell.
     *
     * @throws BadInputException if no cell fits
     */
    EditedCell require(CellRef ref) {
        return find(ref)
                .orElseThrow(() -> new BadInputException(
                        ref.describe(),
                        touchesAny(ref)
                                ? "The cells there have other outlines now; none fits the cell that was corrected."
                                : "There is no cell any more.",
                        "Look at this frame, and make the correction again if it is still needed."));
    }

    Optional<EditedCell> find(CellRef ref) {
        return find(ref.frame(), ref.place());
    }

    /** The cell that has more than half of its union with these pixels in common with them. */
    Optional<EditedCell> same(int frame, BoundingBox box, RunLengthMask mask) {
        return find(frame, new CellPlace(Double.NaN, Double.NaN, box, mask));
    }

    /** The cell of a frame that fits best. */
    Optional<EditedCell> find(int frame, CellPlace place) {
        EditedCell best = null;
        double bestFit = 0;
        for (EditedCell cell : graph.in(frame)) {
            double fit = place.fit(cell.cell());
            if (fit > bestFit) {
                best = cell;
                bestFit = fit;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Whether any cell shares a pixel with it. */
    boolean touchesAny(CellRef ref) {
        return touching(ref.frame(), ref.box(), ref.mask());
    }

    private boolean touching(int frame, BoundingBox box, RunLengthMask mask) {
        List<EditedCell> cells = graph.in(frame);
        return cells.stream()
                .anyMatch(cell -> RunLengthMask.intersection(
                                mask, box, cell.cell().mask(), cell.cell().box())
                        > 0);
    }
}
