package org.cellineage.cell;

import java.io.Serializable;
import java.util.List;

/**
 * Another way to cut a clump: two cells in place of one, or one in place of two. The frame alone speaks for the cells
 * it replaces; tracking may know better.
 *
 * @param first label of a cell of the frame that it replaces
 * @param second label of the other cell that it replaces; 0 if it replaces one cell by two
 * @param cells its cells, two or one, with labels that no cell of the frame has
 * @param cellFeatures features of these cells for learned linking, in the same order; empty if not needed
 * @param logOdds log odds of this cut against the frame's own, at most 0
 */
public record RivalCut(int first, int second, List<Cell> cells, List<CellFeatures> cellFeatures, double logOdds)
        implements Serializable {

    public RivalCut {
        cells = List.copyOf(cells);
        cellFeatures = List.copyOf(cellFeatures);
        if (cells.size() != (second == 0 ? 2 : 1)) {
            throw new IllegalArgumentException((second == 0 ? 1 : 2) + " cells cannot be replaced by " + cells.size());
        }
        if (!(logOdds <= 0)) {
            throw new IllegalArgumentException("log odds of a cut that was not chosen cannot be " + logOdds);
        }
    }

    /** Returns the same cut with cells rounded to the precision of the tables. */
    public RivalCut rounded() {
        return withCells(cells.stream().map(Precision::round).toList());
    }

    /** Returns the same cut with more known of its cells, which are as many. */
    public RivalCut withCells(List<Cell> known) {
        return new RivalCut(first, second, known, cellFeatures, logOdds);
    }

    /** Whether it cuts one cell of the frame in two. */
    public boolean splits() {
        return second == 0;
    }
}
