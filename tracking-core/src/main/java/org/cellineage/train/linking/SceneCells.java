package org.cellineage.train.linking;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.ChannelIntensity;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.link.learned.FrameScale;

/**
 * The cells of one frame as a training scene shows them: some missed, some shifted a little, moved with the frame, and in
 * some scenes without a shape or without light, as markers and unstained cells are.
 *
 * @param cells with new places; labels count from 1
 * @param origin index of each in the movie's frame
 * @param track of each
 */
@SuppressWarnings("ArrayRecordComponent")
record SceneCells(List<Cell> cells, int[] origin, int[] track) {

    private static final double DISC_DIAMETERS = 0.9;

    /**
     * How a scene shows its cells.
     *
     * @param kept share of the lineages that is shown at all: few of them make a sparse movie of a dense one
     * @param choice which of them
     * @param missed share of their cells that is left out
     * @param jitterDiameters standard deviation of the places, diameters
     * @param discs whether all cells are equal discs
     * @param dark whether all cells have equal light
     */
    record Showing(double kept, int choice, double missed, double jitterDiameters, boolean discs, boolean dark) {

        private static final double FEWEST_KEPT = 0.04;
        private static final double MOST_MISSED = 0.08;
        private static final double MOST_JITTER = 0.12;

        static Showing draw(SplittableRandom random) {
            return new Showing(
                    random.nextInt(4) == 0 ? Math.exp(random.nextDouble() * Math.log(FEWEST_KEPT)) : 1,
                    random.nextInt(),
                    random.nextBoolean() ? MOST_MISSED * random.nextDouble() : 0,
                    random.nextInt(3) == 0 ? MOST_JITTER * random.nextDouble() : 0,
                    random.nextInt(6) == 0,
                    random.nextInt(8) == 0);
        }

        /** Whether a lineage is shown. */
        boolean shows(int root) {
            return kept >= 1 || new SplittableRandom((long) choice << 32 ^ root).nextDouble() < kept;
        }

        static Showing plain() {
            return new Showing(1, 0, 0, 0, false, false);
        }
    }

    static SceneCells of(
            LinkMovie movie, LinkMovie.Frame frame, SceneMotion motion, Showing showing, SplittableRandom random) {
        FrameScale scale = frame.views().scale();
        int radius = Math.max(1, (int) Math.round(DISC_DIAMETERS * scale.unitPx() / 2));
        List<Cell> cells = new ArrayList<>();
        int[] origin = new int[frame.cells().size()];
        int[] track = new int[origin.length];
        int n = 0;
        for (int i = 0; i < origin.length; i++) {
            boolean missed = random.nextDouble() < showing.missed() || !showing.shows(movie.root(frame.track()[i]));
            double jitterY = showing.jitterDiameters() * scale.diameterPx() * random.nextGaussian();
            double jitterX = showing.jitterDiameters() * scale.diameterPx() * random.nextGaussian();
            if (missed) {
                continue;
            }
            Cell cell = frame.cells().get(i);
            double y = motion.movedY(cell.yPx() + jitterY, cell.xPx() + jitterX);
            double x = motion.movedX(cell.yPx() + jitterY, cell.xPx() + jitterX);
            List<ChannelIntensity> light =
                    showing.dark() ? List.of(new ChannelIntensity(1, 0, 1, 1)) : cell.intensities();
            cells.add(
                    showing.discs()
                            ? disc(n + 1, y, x, radius, cell.touchesBorder(), light)
                            : moved(cell, n + 1, y, x, light));
            origin[n] = i;
            track[n++] = frame.track()[i];
        }
        return new SceneCells(cells, java.util.Arrays.copyOf(origin, n), java.util.Arrays.copyOf(track, n));
    }

    private static Cell moved(Cell cell, int label, double y, double x, List<ChannelIntensity> light) {
        BoundingBox box = cell.box().movedBy((int) Math.round(y - cell.yPx()), (int) Math.round(x - cell.xPx()));
        return new Cell(
                label,
                y,
                x,
                box,
                cell.areaPx(),
                cell.perimeterPx(),
                cell.eccentricity(),
                cell.majorAxisPx(),
                cell.minorAxisPx(),
                cell.orientationRad(),
                cell.solidity(),
                cell.touchesBorder(),
                light,
                cell.mask());
    }

    private static Cell disc(int label, double y, double x, int radius, boolean border, List<ChannelIntensity> light) {
        int side = 2 * radius + 1;
        int[] pixels = new int[side * side];
        int area = 0;
        for (int p = 0; p < pixels.length; p++) {
            int down = p / side - radius;
            int right = p % side - radius;
            if (down * down + right * right <= radius * radius) {
                pixels[p] = 1;
                area++;
            }
        }
        BoundingBox own = new BoundingBox(0, 0, side, side);
        RunLengthMask mask = RunLengthMask.encode(pixels, side, own, 1);
        BoundingBox box = own.movedBy((int) Math.round(y) - radius, (int) Math.round(x) - radius);
        return new Cell(
                label, y, x, box, area, 2 * Math.PI * radius, 0, 2 * radius, 2 * radius, 0, 1, border, light, mask);
    }
}
