package org.cellineage.link;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;

/**
 * Finds for every live track the cells it may continue in: the nearest ones around its predicted position, found on a
 * grid, so that the work grows linearly with the cells.
 *
 * <p>Motion comes first ({@link MotionEstimator}): a track is where it was last seen, carried along by the flow of its
 * neighbourhood in every frame since, and moved on by a share of its own velocity relative to that flow.
 *
 * <p>The gate is measured in spacings (the median distance of a cell to its nearest neighbour), so that one setting
 * serves every magnification and density. A track that was not seen for {@code g} frames features √g times as far, as a
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
     * @param cellFeatures what the scorer keeps of each cell
     * @param after cells of the frame after, where it is to be looked at
     */
    public LinkProblem find(
            int frame,
            List<TrackHistory> tracks,
            List<Cell> cells,
            List<CellFeatures> cellFeatures,
            Optional<List<Cell>> after) {
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
        double[] flowY = new double[m];
        double[] flowX = new double[m];
        MotionField motion = motion(tracks, y, x, spacing);
        Nearest nearest = new Nearest(options.maxCandidates());
        for (int i = 0; i < m; i++) {
            TrackHistory track = tracks.get(i);
            int gap = frame - track.last().frame();
            flowY[i] = track.carriedY() + motion.flowY()[i];
            flowX[i] = track.carriedX() + motion.flowX()[i];
            predictedY[i] = track.cell().yPx() + flowY[i] + options.velocityTrust() * track.velocityY() * gap;
            predictedX[i] = track.cell().xPx() + flowX[i] + options.velocityTrust() * track.velocityX() * gap;
            nearest.clear();
            grid.forEachWithin(predictedY[i], predictedX[i], gate * Math.sqrt(gap), nearest);
            rowStart[i + 1] = rowStart[i] + nearest.copyAscending(cell, rowStart[i]);
        }
        return new LinkProblem(
                frame,
                spacing,
                tracks,
                cells,
                cellFeatures,
                motion.driftY(),
                motion.driftX(),
                flowY,
                flowX,
                predictedY,
                predictedX,
                rowStart,
                Arrays.copyOf(cell, rowStart[m]),
                after.map(there -> LookAhead.of(cells, there, spacing)).orElseGet(() -> LookAhead.none(n)));
    }

    /** The motion of the tracks from where they were, or were carried to, in the frame before. */
    private static MotionField motion(List<TrackHistory> tracks, double[] y, double[] x, double spacing) {
        double[] fromY = new double[tracks.size()];
        double[] fromX = new double[tracks.size()];
        for (int i = 0; i < fromY.length; i++) {
            TrackHistory track = tracks.get(i);
            fromY[i] = track.cell().yPx() + track.carriedY();
            fromX[i] = track.cell().xPx() + track.carriedX();
        }
        return MotionEstimator.estimate(fromY, fromX, y, x, spacing);
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
}
