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
 * The cells of a frame as a training scene presents them: moved with the frame and slightly shifted, with some missing.
 * In some scenes cells have no shape or no intensity, as with markers or unstained cells, or an unreliable intensity.
 *
 * @param cells with new positions; labels count from 1
 * @param origin index of each cell in the movie's frame
 * @param track true track of each cell
 * @param dark whether the cells have no intensity
 */
@SuppressWarnings("ArrayRecordComponent")
record SceneCells(List<Cell> cells, int[] origin, int[] track, boolean dark) {

    private static final double DISC_DIAMETERS = 0.9;

    /**
     * How a scene presents its cells.
     *
     * @param kept share of the lineages that are shown; a small share turns a dense movie into a sparse one
     * @param choice seed for the choice of lineages
     * @param missed share of the cells that are omitted
     * @param jitterDiameters standard deviation of the position error, in cell diameters
     * @param discSize diameter of the discs that replace the cells, relative to the usual diameter; 0 to keep the
     *     cells' own shapes
     * @param discNoise standard deviation of the natural logarithm of a disc's diameter
     * @param dark whether all cells have the same intensity
     * @param intensityNoise standard deviation of the natural logarithm of a cell's intensity
     * @param motherUnseen number of the movie's frames before a division in which the mother is omitted
     * @param daughtersUnseen number of the movie's frames after it in which the daughters are omitted
     */
    record Showing(
            double kept,
            int choice,
            double missed,
            double jitterDiameters,
            double discSize,
            double discNoise,
            boolean dark,
            double intensityNoise,
            int motherUnseen,
            int daughtersUnseen) {

        private static final double FEWEST_KEPT = 0.04;
        private static final double MOST_MISSED = 0.08;
        private static final double MOST_JITTER = 0.12;
        private static final double SMALLEST_DISC = 0.2;
        private static final double MOST_DISC_NOISE = 0.5;
        private static final double MOST_LIGHT_NOISE = 1;
        private static final int MOST_UNSEEN = 2;

        /** @param skip the scene shows every so many frames of the movie */
        static Showing draw(SplittableRandom random, int skip) {
            boolean discs = random.nextInt(5) == 0;
            double shrunk = random.nextBoolean() ? Math.exp(random.nextDouble() * Math.log(SMALLEST_DISC)) : 1;
            boolean unseen = random.nextInt(6) == 0;
            double sizes = random.nextBoolean() ? MOST_DISC_NOISE * random.nextDouble() : 0;
            return new Showing(
                    random.nextInt(6) == 0 ? Math.exp(random.nextDouble() * Math.log(FEWEST_KEPT)) : 1,
                    random.nextInt(),
                    random.nextBoolean() ? MOST_MISSED * random.nextDouble() : 0,
                    random.nextInt(3) == 0 ? MOST_JITTER * random.nextDouble() : 0,
                    discs ? shrunk : 0,
                    sizes,
                    random.nextInt(10) == 0,
                    random.nextInt(5) == 0 ? MOST_LIGHT_NOISE * random.nextDouble() : 0,
                    unseen ? skip * random.nextInt(MOST_UNSEEN + 1) : 0,
                    unseen ? skip * random.nextInt(MOST_UNSEEN + 1) : 0);
        }

        /** Whether a lineage is shown. */
        boolean shows(int root) {
            return kept >= 1 || new SplittableRandom((long) choice << 32 ^ root).nextDouble() < kept;
        }

        static Showing plain() {
            return new Showing(1, 0, 0, 0, 0, 0, false, 0, 0, 0);
        }
    }

    static SceneCells of(
            LinkMovie movie, LinkMovie.Frame frame, SceneMotion motion, Showing showing, SplittableRandom random) {
        FrameScale scale = frame.views().scale();
        List<Cell> cells = new ArrayList<>();
        int[] origin = new int[frame.cells().size()];
        int[] track = new int[origin.length];
        int n = 0;
        for (int i = 0; i < origin.length; i++) {
            boolean missed = random.nextDouble() < showing.missed()
                    || !showing.shows(movie.root(frame.track()[i]))
                    || movie.isDividing(
                            frame.track()[i], frame.frame(), showing.motherUnseen(), showing.daughtersUnseen());
            double jitterY = showing.jitterDiameters() * scale.diameterPx() * random.nextGaussian();
            double jitterX = showing.jitterDiameters() * scale.diameterPx() * random.nextGaussian();
            if (missed) {
                continue;
            }
            Cell cell = frame.cells().get(i);
            double y = motion.movedY(cell.yPx() + jitterY, cell.xPx() + jitterX);
            double x = motion.movedX(cell.yPx() + jitterY, cell.xPx() + jitterX);
            double size = Math.exp(showing.discNoise() * random.nextGaussian());
            double gain = Math.exp(showing.intensityNoise() * random.nextGaussian());
            List<ChannelIntensity> light = showing.dark()
                    ? List.of(new ChannelIntensity(1, 0, 1, 1))
                    : brightened(cell, scale.background(), gain);
            cells.add(
                    showing.discSize() > 0
                            ? disc(
                                    n + 1,
                                    y,
                                    x,
                                    discRadius(scale.unitPx() * showing.discSize() * size),
                                    cell.touchesBorder(),
                                    light)
                            : moved(cell, n + 1, y, x, light));
            origin[n] = i;
            track[n++] = frame.track()[i];
        }
        return new SceneCells(
                cells, java.util.Arrays.copyOf(origin, n), java.util.Arrays.copyOf(track, n), showing.dark());
    }

    private static int discRadius(double diameterPx) {
        return Math.max(1, (int) Math.round(DISC_DIAMETERS * diameterPx / 2));
    }

    /** Intensities of a cell, with the part above the background multiplied by {@code gain}. */
    private static List<ChannelIntensity> brightened(Cell cell, double background, double gain) {
        if (gain == 1) {
            return cell.intensities();
        }
        return cell.intensities().stream()
                .map(light -> new ChannelIntensity(
                        background + (light.mean() - background) * gain,
                        light.std() * gain,
                        background + (light.min() - background) * gain,
                        background + (light.max() - background) * gain))
                .toList();
    }

    private static Cell moved(Cell cell, int label, double y, double x, List<ChannelIntensity> light) {
        BoundingBox box = cell.box().movedBy((int) Math.round(y - cell.yPx()), (int) Math.round(x - cell.xPx()));
        return cell.movedTo(label, y, x, box).withIntensities(light);
    }

    private static Cell disc(int label, double y, double x, int radius, boolean border, List<ChannelIntensity> light) {
        int side = 2 * radius + 1;
        int[] pixels = new int[side * side];
        for (int p = 0; p < pixels.length; p++) {
            int down = p / side - radius;
            int right = p % side - radius;
            if (down * down + right * right <= radius * radius) {
                pixels[p] = 1;
            }
        }
        BoundingBox own = new BoundingBox(0, 0, side, side);
        RunLengthMask mask = RunLengthMask.encode(pixels, side, own, 1);
        BoundingBox box = own.movedBy((int) Math.round(y) - radius, (int) Math.round(x) - radius);
        return Cell.disc(label, y, x, box, mask).withTouchesBorder(border).withIntensities(light);
    }
}
