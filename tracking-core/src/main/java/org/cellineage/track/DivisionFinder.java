package org.cellineage.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.cellineage.assign.Assignment;
import org.cellineage.cell.Cell;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.LinkScorer;
import org.cellineage.link.PointGrid;

/**
 * Finds the mothers of cells without a track. Possible mothers are nearby tracks that were linked in this frame, whose
 * linked cell then becomes one daughter, and nearby tracks that ended, of which two unlinked cells become the
 * daughters. Distances are measured from the mother's last position moved by the flow of her neighbourhood.
 *
 * <p>Each pair of daughters is scored together with its mother. The best divisions are chosen first, each track and
 * each cell at most once. A division therefore always has two daughters, and a cell whose mother would have no second
 * daughter remains without a mother.
 */
final class DivisionFinder {

    /** A mother (index into the problem's tracks) and her daughters (indices into its cells, ascending). */
    record Found(int mother, int firstCell, int secondCell, double score) {}

    private final LinkScorer scorer;
    private final TrackingOptions options;

    DivisionFinder(LinkScorer scorer, TrackingOptions options) {
        this.scorer = scorer;
        this.options = options;
    }

    /**
     * Finds divisions.
     *
     * @param doubts says which tracks may be mothers in this frame, and of which cells
     * @param columnOfTrack for each track, the cell linked to it, or {@link Assignment#NONE}
     * @param born for each cell, whether it was linked to no track
     */
    List<Found> find(LinkProblem problem, LinkDoubts doubts, int[] columnOfTrack, boolean[] born) {
        List<Found> candidates = new ArrayList<>();
        int[] bornCells = indices(born);
        if (bornCells.length > 0) {
            collect(problem, doubts, columnOfTrack, bornCells, candidates);
        }
        candidates.sort(Comparator.comparingDouble((Found f) -> -f.score)
                .thenComparingInt(Found::mother)
                .thenComparingInt(Found::firstCell)
                .thenComparingInt(Found::secondCell));
        boolean[] cellTaken = new boolean[problem.cells().size()];
        boolean[] motherTaken = new boolean[problem.tracks().size()];
        List<Found> chosen = new ArrayList<>();
        for (Found found : candidates) {
            if (!motherTaken[found.mother] && !cellTaken[found.firstCell] && !cellTaken[found.secondCell]) {
                motherTaken[found.mother] = true;
                cellTaken[found.firstCell] = true;
                cellTaken[found.secondCell] = true;
                chosen.add(found);
            }
        }
        return chosen;
    }

    /** All divisions above the threshold, as if no track and no cell were linked. */
    List<Found> candidates(LinkProblem problem, LinkDoubts doubts) {
        int[] unlinked = new int[problem.tracks().size()];
        Arrays.fill(unlinked, Assignment.NONE);
        int[] cells = IntStream.range(0, problem.cells().size()).toArray();
        List<Found> found = new ArrayList<>();
        if (cells.length > 0) {
            collect(problem, doubts, unlinked, cells, found);
        }
        return found;
    }

    private void collect(
            LinkProblem problem, LinkDoubts doubts, int[] columnOfTrack, int[] bornCells, List<Found> into) {
        double radius = options.divisionRadiusSpacings() * problem.spacingPx();
        double[] y = new double[bornCells.length];
        double[] x = new double[bornCells.length];
        for (int i = 0; i < bornCells.length; i++) {
            Cell cell = problem.cells().get(bornCells[i]);
            y[i] = cell.yPx();
            x[i] = cell.xPx();
        }
        PointGrid grid = new PointGrid(y, x, radius);
        List<Integer> near = new ArrayList<>();
        for (int mother = 0; mother < doubts.mayDivide().length; mother++) {
            if (!doubts.mayDivide()[mother]) {
                continue;
            }
            Cell last = problem.tracks().get(mother).cell();
            near.clear();
            grid.forEachWithin(
                    last.yPx() + problem.flowY()[mother],
                    last.xPx() + problem.flowX()[mother],
                    radius,
                    (i, squared) -> near.add(bornCells[i]));
            int ofMother = mother;
            near.removeIf(cell -> doubts.barred().bars(ofMother, problem.cells().get(cell)));
            near.sort(null);
            for (int i = 0; i < near.size(); i++) {
                if (columnOfTrack[mother] != Assignment.NONE) {
                    add(problem, mother, columnOfTrack[mother], near.get(i), into);
                } else {
                    for (int j = i + 1; j < near.size(); j++) {
                        add(problem, mother, near.get(i), near.get(j), into);
                    }
                }
            }
        }
    }

    private void add(LinkProblem problem, int mother, int oneCell, int otherCell, List<Found> into) {
        int first = Math.min(oneCell, otherCell);
        int second = Math.max(oneCell, otherCell);
        double score = scorer.scoreDivision(problem, mother, first, second);
        if (score >= options.divisionThreshold()) {
            into.add(new Found(mother, first, second, score));
        }
    }

    private static int[] indices(boolean[] flags) {
        int[] indices = new int[flags.length];
        int count = 0;
        for (int i = 0; i < flags.length; i++) {
            if (flags[i]) {
                indices[count++] = i;
            }
        }
        return Arrays.copyOf(indices, count);
    }
}
