package org.cellineage.cell;

import java.io.Serializable;
import java.util.Collection;
import java.util.Optional;

/**
 * Where a cell is and what it looks like, by which it is found again among cells that were segmented otherwise.
 *
 * <p>A cell fits if more than half of the union is common to both, which at most one cell can. If none does, one fits
 * whose centroid lies within the mask, which contains the mask's centroid, and which shares half of the smaller of the
 * two: the same nucleus, drawn larger or smaller.
 *
 * @param yPx row of its centroid; NaN if only the overlap counts
 * @param xPx column of its centroid
 * @param box its bounding box
 * @param mask its pixels
 */
public record CellPlace(double yPx, double xPx, BoundingBox box, RunLengthMask mask) implements Serializable {

    private static final double SAME = 0.5;

    /** The cell's own place. */
    public static CellPlace of(Cell cell) {
        return new CellPlace(cell.yPx(), cell.xPx(), cell.box(), cell.mask());
    }

    /** How well a cell fits: the share of the union that is common to both; 0 if it does not fit. */
    public double fit(Cell cell) {
        if (!cell.box().overlaps(box)) {
            return 0;
        }
        int area = RunLengthMask.intersection(mask, box, mask, box);
        int common = RunLengthMask.intersection(mask, box, cell.mask(), cell.box());
        double overlap = common / (double) (area + cell.areaPx() - common);
        boolean fits = overlap > SAME
                || (common >= SAME * Math.min(area, cell.areaPx())
                        && contains(cell.box(), cell.mask(), yPx, xPx)
                        && contains(box, mask, cell.yPx(), cell.xPx()));
        return fits ? overlap : 0;
    }

    /** Whether more than half of the union of two places is common to both. */
    public boolean isSame(CellPlace other) {
        int common = RunLengthMask.intersection(mask, box, other.mask, other.box);
        int union = RunLengthMask.intersection(mask, box, mask, box)
                + RunLengthMask.intersection(other.mask, other.box, other.mask, other.box)
                - common;
        return common > SAME * union;
    }

    /** The cell that fits best; of equal ones the first. */
    public Optional<Cell> bestOf(Collection<Cell> cells) {
        Cell best = null;
        double bestFit = 0;
        for (Cell cell : cells) {
            double fit = fit(cell);
            if (fit > bestFit) {
                best = cell;
                bestFit = fit;
            }
        }
        return Optional.ofNullable(best);
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
