package org.cellineage.link;

import java.util.Arrays;
import java.util.List;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;

/**
 * Finds the candidate cells of every live track: those nearest to its predicted position, where distances along an
 * elongated cell count less ({@link CellAxis#distance}). A grid keeps the cost linear in the number of cells.
 *
 * <p>Collective motion is removed first ({@link MotionEstimator}): the prediction starts from the track's last
 * position, adds the flow of its neighbourhood in every frame since, and then a share of the track's own velocity
 * relative to that flow.
 *
 * <p>The gate is measured in spacings (the median distance of a cell to its nearest neighbour), so that one setting
 * works for every magnification and density. After {@code g} frames without the cell it is √g times as wide, as for a
 * random walk.
 */
public final class CandidateFinder {

    /** Spacing, in cell diameters, to assume if a frame has too few cells to measure it. */
    private static final double LONELY_SPACING_DIAMETERS = 3;

    private final LinkOptions options;

    public CandidateFinder(LinkOptions options) {
        this.options = options;
    }

    /**
     * Finds the candidates.
     *
     * @param frame the frame to link
     * @param tracks live tracks, ascending by id
     * @param cells cells of the frame, ascending by label
     * @param cellFeatures features of each cell for the scorer
     * @param after cells of the next frames at which the linker looks; empty if there are none
     */
    public LinkProblem find(
            int frame,
            List<TrackHistory> tracks,
            List<Cell> cells,
            List<CellFeatures> cellFeatures,
            List<List<Cell>> after) {
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
            CellAxis axis = CellAxis.of(track.cell());
            double reach = gate * Math.sqrt(gap);
            double atY = predictedY[i];
            double atX = predictedX[i];
            grid.forEachWithin(atY, atX, reach * axis.elongation(), (j, squared) -> {
                double distance = axis.distance(y[j] - atY, x[j] - atX);
                if (distance <= reach) {
                    nearest.point(j, distance * distance);
                }
            });
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
                LookAhead.of(cells, after, spacing));
    }

    /** Motion of the tracks since the previous frame, from their observed or carried positions there. */
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
