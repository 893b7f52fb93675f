package org.cellineage.link;

import java.util.Arrays;
import java.util.List;
import org.cellineage.cell.Cell;

/**
 * Finds for every live track the cells it may continue in: the nearest ones around its predicted position, found on a
 * grid, so that the work grows linearly with the cells.
 *
 * <p>The gate is measured in spacings (the median distance of a cell to its nearest neighbour), so that one setting
 * serves every magnification and density. A track that was not seen for {@code g} frames looks √g times as far, as a
 * random walk would carry it.
 */
public final class CandidateFinder {

    /** Spacing, in cell diameters, where a frame has too few cells to measure one. */
    private static final double LONELY_SPACING_DIAMETERS = 3;

    private final LinkOptions options;

    public CandidateFinder(LinkOptions options) {
        this.options = options;
    }

    /**
     * Finds the candidates.
     *
     * @param frame the frame to be linked
     * @param tracks live tracks, ascending by id
     * @param cells cells of the frame, ascending by label
     */
    public LinkProblem find(int frame, List<TrackHistory> tracks, List<Cell> cells) {
        int n = cells.size();
        double[] y = new double[n];
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = cells.get(i).yPx();
            x[i] = cells.get(i).xPx();
        }
        double spacing = spacing(tracks, cells, y, x);
        double gate = options.gateSpacings() * spacing;
        PointGrid grid = new PointGrid(y, x, gate);

        int m = tracks.size();
        double[] predictedY = new double[m];
        double[] predictedX = new double[m];
        int[] rowStart = new int[m + 1];
        int[] cell = new int[m * Math.min(options.maxCandidates(), Math.max(1, n))];
        Nearest nearest = new Nearest(options.maxCandidates());
        for (int i = 0; i < m; i++) {
            TrackHistory track = tracks.get(i);
            int gap = frame - track.last().frame();
            predictedY[i] = track.cell().yPx() + options.velocityTrust() * track.velocityY() * gap;
            predictedX[i] = track.cell().xPx() + options.velocityTrust() * track.velocityX() * gap;
            nearest.clear();
            grid.forEachWithin(predictedY[i], predictedX[i], gate * Math.sqrt(gap), nearest);
            rowStart[i + 1] = rowStart[i] + nearest.copyAscending(cell, rowStart[i]);
        }
        return new LinkProblem(
                frame, spacing, tracks, cells, predictedY, predictedX, rowStart, Arrays.copyOf(cell, rowStart[m]));
    }

    private static double spacing(List<TrackHistory> tracks, List<Cell> cells, double[] y, double[] x) {
        if (cells.size() >= 3) {
            double minY = Arrays.stream(y).min().orElse(0);
            double maxY = Arrays.stream(y).max().orElse(0);
            double minX = Arrays.stream(x).min().orElse(0);
            double maxX = Arrays.stream(x).max().orElse(0);
            double bin = Math.max(1, Math.sqrt((maxY - minY + 1) * (maxX - minX + 1) / y.length));
            double median = new PointGrid(y, x, bin).medianNeighbourDistance();
            if (median > 0) {
                return median;
            }
        }
        double diameters = 0;
        for (Cell cell : cells) {
            diameters += cell.diameterPx();
        }
        for (TrackHistory track : tracks) {
            diameters += track.cell().diameterPx();
        }
        int count = cells.size() + tracks.size();
        return count == 0 ? 1 : LONELY_SPACING_DIAMETERS * diameters / count;
    }

    /** The k nearest points of one search; between equal distances the lower index is nearer. */
    private static final class Nearest implements PointGrid.Visitor {
        private final int[] index;
        private final double[] squared;
        private int size;

        Nearest(int capacity) {
            index = new int[capacity];
            squared = new double[capacity];
        }

        void clear() {
            size = 0;
        }

        @Override
        public void point(int point, double squaredDistance) {
            if (size == index.length && !before(squaredDistance, point, size - 1)) {
                return;
            }
            int at = size < index.length ? size++ : size - 1;
            while (at > 0 && before(squaredDistance, point, at - 1)) {
                index[at] = index[at - 1];
                squared[at] = squared[at - 1];
                at--;
            }
            index[at] = point;
            squared[at] = squaredDistance;
        }

        private boolean before(double squaredDistance, int point, int slot) {
            return squaredDistance < squared[slot] || (squaredDistance == squared[slot] && point < index[slot]);
        }

        int copyAscending(int[] target, int from) {
            System.arraycopy(index, 0, target, from, size);
            Arrays.sort(target, from, from + size);
            return size;
        }
    }
}
