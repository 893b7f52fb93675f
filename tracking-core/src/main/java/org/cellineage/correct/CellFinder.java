package org.cellineage.correct;

import java.util.List;
import java.util.Optional;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.problem.BadInputException;

/**
 * Finds the cell that a person meant, by place and overlap: also in the lineage of another run, whose cells have other
 * outlines.
 *
 * <p>A cell fits a mask if more than half of their union is common to both, which at most one cell can. If none does, a
 * cell fits whose centroid lies within the mask, which contains the mask's centroid, and which shares half of the
 * smaller of the two: the same nucleus, drawn larger or smaller.
 */
final class CellFinder {

    private static final double SAME = 0.5;

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
        return find(ref.frame(), ref.box(), ref.mask(), ref.yPx(), ref.xPx());
    }

    /** The cell that has more than half of its union with these pixels in common with them. */
    Optional<EditedCell> same(int frame, BoundingBox box, RunLengthMask mask) {
        return find(frame, box, mask, Double.NaN, Double.NaN);
    }

    /** Finds the cell that fits best; a centroid that is NaN is in no cell. */
    private Optional<EditedCell> find(int frame, BoundingBox box, RunLengthMask mask, double y, double x) {
        int area = RunLengthMask.intersection(mask, box, mask, box);
        EditedCell best = null;
        double bestOverlap = 0;
        for (EditedCell cell : graph.in(frame)) {
            if (!cell.cell().box().overlaps(box)) {
                continue;
            }
            int common = RunLengthMask.intersection(
                    mask, box, cell.cell().mask(), cell.cell().box());
            double overlap = common / (double) (area + cell.cell().areaPx() - common);
            boolean fits = overlap > SAME
                    || (common >= SAME * Math.min(area, cell.cell().areaPx())
                            && contains(cell.cell().box(), cell.cell().mask(), y, x)
                            && contains(
                                    box, mask, cell.cell().yPx(), cell.cell().xPx()));
            if (fits && overlap > bestOverlap) {
                best = cell;
                bestOverlap = overlap;
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

    private static boolean contains(BoundingBox box, RunLengthMask mask, double yPx, double xPx) {
        if (Double.isNaN(yPx)) {
            return false;
        }
        int y = (int) Math.rint(yPx);
        int x = (int) Math.rint(xPx);
        boolean[] found = new boolean[1];
        mask.forEachRun(box, (row, from, count) -> found[0] |= row == y && x >= from && x < from + count);
        return found[0];
    }
}
