package org.cellineage.correct;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cellineage.cell.Cell;
import org.cellineage.cell.MaskPixels;
import org.cellineage.format.spots.Spot;
import org.cellineage.format.spots.SpotGrid;
import org.cellineage.format.spots.SpotMovie;
import org.cellineage.format.spots.SpotPainter;
import org.cellineage.image.LabelImage;
import org.cellineage.track.TrackedCell;

/**
 * The shapes of cells that were edited in a program without outlines. A spot without an outline in the centre of a cell of
 * the movie, or else on one of its pixels, is that cell with the pixels that it has; of several for one cell, the first. Any
 * other spot is drawn as {@link SpotPainter} does.
 */
public final class SpotShapes {

    /** How far the centre of a cell may be, in pixels: a ring does not contain its centre. */
    private static final double SAME_CENTRE = 0.5;

    private final SpotMovie spots;
    private final SpotGrid grid;
    private final Map<Integer, List<Cell>> cells = new HashMap<>();

    /**
     * Prepares the cells.
     *
     * @param now the cells of the movie as it is
     */
    public SpotShapes(SpotMovie spots, SpotGrid grid, List<TrackedCell> now) {
        this.spots = spots;
        this.grid = grid;
        for (TrackedCell cell : now) {
            cells.computeIfAbsent(cell.frame(), frame -> new ArrayList<>()).add(cell.cell());
        }
    }

    /** Draws the spots of a frame; a pixel has the id of its track, or 0. */
    public LabelImage labels(int frame) {
        SpotPainter painter = new SpotPainter(grid);
        Map<Integer, Integer> trackOf = new HashMap<>();
        Map<Cell, SpotMovie.Tracked> known = new HashMap<>();
        Set<SpotMovie.Tracked> placed = new HashSet<>();
        List<Cell> ofFrame = cells.getOrDefault(frame, List.of());
        for (SpotMovie.Tracked tracked : spots.spots(frame)) {
            Optional<Cell> cell = tracked.spot().hasOutline() ? Optional.empty() : at(ofFrame, tracked.spot());
            if (cell.isPresent() && known.putIfAbsent(cell.get(), tracked) == null) {
                placed.add(tracked);
            }
        }
        for (SpotMovie.Tracked tracked : spots.spots(frame)) {
            if (!placed.contains(tracked)) {
                trackOf.put(painter.add(tracked.spot()), tracked.track());
            }
        }
        for (Cell cell : ofFrame) {
            SpotMovie.Tracked tracked = known.get(cell);
            if (tracked != null) {
                int number =
                        painter.addPixels(tracked.spot(), run -> cell.mask().forEachRun(cell.box(), run::pixels));
                trackOf.put(number, tracked.track());
            }
        }
        return painter.image(trackOf);
    }

    private static Optional<Cell> at(List<Cell> cells, Spot spot) {
        int y = (int) Math.rint(spot.y());
        int x = (int) Math.rint(spot.x());
        Optional<Cell> centred = cells.stream()
                .filter(cell -> distance(cell, spot) <= SAME_CENTRE)
                .min(Comparator.comparingDouble((Cell cell) -> distance(cell, spot))
                        .thenComparingInt(Cell::label));
        if (centred.isPresent()) {
            return centred;
        }
        return cells.stream()
                .filter(cell -> y >= cell.box().minY()
                        && y < cell.box().maxY()
                        && x >= cell.box().minX()
                        && x < cell.box().maxX())
                .filter(cell ->
                        MaskPixels.decode(cell.mask().toBytes(), cell.box()).contains(y, x))
                .findFirst();
    }

    private static double distance(Cell cell, Spot spot) {
        return Math.hypot(cell.yPx() - spot.y(), cell.xPx() - spot.x());
    }
}
