package org.cellineage.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cellineage.image.DistanceTransform;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/**
 * Measures the surroundings of cells: a ring around each, the whole cell around a nucleus, and the local background. For
 * nuclei, the ring stands for the cytoplasm, so that the ratio of nucleus to ring reads out reporters that move between
 * the two.
 *
 * <p>A pixel belongs to the ring of the nearest cell only, and lies at least the gap away from every cell, so that rings
 * neither overlap nor touch a neighbour. Where whole cells were grown, a ring ends at the edge of its own cell. The cost is
 * linear in the number of pixels.
 *
 * <p>Where it is not known how far a cell reaches, part of its ring may lie beside it. So a pixel counts only if the
 * smoothed image there is brighter, above the background, than a share of what the ring has where it is bright. The image is
 * smoothed for this decision, or noise would choose its own peaks; the mean is that of the pixels as they are.
 */
public final class CompartmentMeasurer {

    /** The percentile of a ring that counts as bright. */
    private static final double BRIGHT = 0.9;

    private final LabelImage labels;
    private final Optional<LabelImage> bodies;
    private final double diameterPx;
    private final double minShare;
    private final LabelIndex index;

    /** For each pixel, the index of the cell whose ring it belongs to, or -1. */
    private final int[] ring;

    /** Pixels that belong to neither a cell, nor a ring, nor a whole cell. */
    private final boolean[] isFree;

    private CompartmentMeasurer(
            LabelImage labels, Optional<LabelImage> bodies, double diameterPx, MeasurementOptions options) {
        this.labels = labels;
        this.bodies = bodies;
        this.diameterPx = diameterPx;
        this.minShare = options.ringMinShare();
        this.index = LabelIndex.of(labels.labels());
        int n = labels.labels().length;
        this.ring = new int[n];
        this.isFree = new boolean[n];
        markRings(
                Math.max(1, options.ringGapDiameters() * diameterPx),
                Math.max(1, options.ringWidthDiameters() * diameterPx));
    }

    private void markRings(double gapPx, double widthPx) {
        DistanceTransform.Nearest nearest = DistanceTransform.toNearest(labels);
        int[] own = labels.labels();
        int[] whole = bodies.map(LabelImage::labels).orElse(new int[0]);
        boolean[] hasBody = new boolean[index.size()];
        for (int label : whole) {
            if (label != 0) {
                hasBody[index.index(label)] = true;
            }
        }
        Arrays.fill(ring, -1);
        for (int p = 0; p < own.length; p++) {
            float distance = nearest.distance()[p];
            int body = whole.length == 0 ? 0 : whole[p];
            isFree[p] = own[p] == 0 && body == 0 && distance > gapPx + widthPx;
            if (own[p] == 0 && distance > gapPx && distance <= gapPx + widthPx) {
                int label = nearest.label()[p];
                int i = index.index(label);
                if (hasBody[i] ? body == label : body == 0) {
                    ring[p] = i;
                }
            }
        }
    }

    /**
     * Returns cells with their surroundings.
     *
     * @param cells all cells of {@code labels}, as {@link CellMeasurer} gives them
     * @param labels cells of the frame
     * @param bodies whole cells with the labels of their nuclei, if they were grown
     * @param channels the planes that the cells were measured in
     * @param diameterPx typical diameter of the movie's cells; NaN: the median of these
     */
    public static List<Cell> measure(
            List<Cell> cells,
            LabelImage labels,
            Optional<LabelImage> bodies,
            List<Plane> channels,
            double diameterPx,
            MeasurementOptions options) {
        if (cells.isEmpty()) {
            return cells;
        }
        double size = Double.isNaN(diameterPx) ? median(cells) : diameterPx;
        return new CompartmentMeasurer(labels, bodies, size, options).of(cells, channels);
    }

    private static double median(List<Cell> cells) {
        double[] sizes = cells.stream().mapToDouble(Cell::diameterPx).sorted().toArray();
        return sizes[sizes.length / 2];
    }

    private List<Cell> of(List<Cell> cells, List<Plane> channels) {
        int n = index.size();
        List<List<ChannelIntensity>> intensities = new ArrayList<>();
        cells.forEach(cell -> intensities.add(new ArrayList<>()));
        int[] bodyIndex = bodies.map(this::bodyIndex).orElse(new int[0]);
        for (int c = 0; c < channels.size(); c++) {
            float[] values = channels.get(c).toFloats();
            double[] wholes = means(values, bodyIndex, n);
            LocalBackground background =
                    LocalBackground.of(values, labels.width(), labels.height(), isFree, diameterPx);
            double[] backgrounds = new double[n];
            for (Cell cell : cells) {
                backgrounds[index.index(cell.label())] = background.at(cell.yPx(), cell.xPx());
            }
            double[] rings = means(values, lit(background.smooth(), backgrounds), n);
            for (int k = 0; k < cells.size(); k++) {
                int i = index.index(cells.get(k).label());
                intensities.get(k).add(cells.get(k).intensities().get(c).with(rings[i], backgrounds[i], wholes[i]));
            }
        }
        List<List<WholeCell>> wholeCells = wholeCells(bodyIndex, n);
        List<Cell> measured = new ArrayList<>();
        for (int k = 0; k < cells.size(); k++) {
            Cell cell = cells.get(k);
            measured.add(cell.withIntensities(intensities.get(k)).within(wholeCells.get(index.index(cell.label()))));
        }
        return measured;
    }

    /** The rings without the pixels that lie beside their cells in a channel. */
    private int[] lit(float[] smooth, double[] backgrounds) {
        if (minShare == 0) {
            return ring;
        }
        int[] count = new int[backgrounds.length + 1];
        for (int i : ring) {
            if (i >= 0) {
                count[i + 1]++;
            }
        }
        for (int i = 0; i < backgrounds.length; i++) {
            count[i + 1] += count[i];
        }
        float[] values = new float[count[backgrounds.length]];
        int[] at = count.clone();
        for (int p = 0; p < ring.length; p++) {
            if (ring[p] >= 0) {
                values[at[ring[p]]++] = smooth[p];
            }
        }
        double[] least = new double[backgrounds.length];
        for (int i = 0; i < least.length; i++) {
            int size = count[i + 1] - count[i];
            if (size > 0) {
                Arrays.sort(values, count[i], count[i + 1]);
                double bright = values[count[i] + (int) (BRIGHT * (size - 1))];
                least[i] = Math.min(bright, backgrounds[i] + minShare * (bright - backgrounds[i]));
            }
        }
        int[] lit = ring.clone();
        for (int p = 0; p < lit.length; p++) {
            if (lit[p] >= 0 && smooth[p] < least[lit[p]]) {
                lit[p] = -1;
            }
        }
        return lit;
    }

    private int[] bodyIndex(LabelImage whole) {
        int[] of = new int[whole.labels().length];
        for (int p = 0; p < of.length; p++) {
            of[p] = whole.labels()[p] == 0 ? -1 : index.index(whole.labels()[p]);
        }
        return of;
    }

    /** Means of the finite pixels of each part; NaN where a part has none. */
    private static double[] means(float[] values, int[] part, int parts) {
        double[] sum = new double[parts];
        int[] count = new int[parts];
        for (int p = 0; p < part.length; p++) {
            if (part[p] >= 0 && Float.isFinite(values[p])) {
                sum[part[p]] += values[p];
                count[part[p]]++;
            }
        }
        for (int i = 0; i < parts; i++) {
            sum[i] = count[i] == 0 ? Double.NaN : sum[i] / count[i];
        }
        return sum;
    }

    private List<List<WholeCell>> wholeCells(int[] bodyIndex, int n) {
        int width = labels.width();
        int[] area = new int[n];
        int[] minY = new int[n];
        int[] minX = new int[n];
        int[] maxY = new int[n];
        int[] maxX = new int[n];
        Arrays.fill(minX, Integer.MAX_VALUE);
        for (int p = 0; p < bodyIndex.length; p++) {
            int i = bodyIndex[p];
            if (i < 0) {
                continue;
            }
            int y = p / width;
            int x = p % width;
            minY[i] = area[i] == 0 ? y : minY[i];
            maxY[i] = y;
            minX[i] = Math.min(minX[i], x);
            maxX[i] = Math.max(maxX[i], x);
            area[i]++;
        }
        List<List<WholeCell>> cells = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (area[i] == 0) {
                cells.add(List.of());
                continue;
            }
            BoundingBox box = new BoundingBox(minY[i], minX[i], maxY[i] + 1, maxX[i] + 1);
            cells.add(List.of(new WholeCell(box, area[i], RunLengthMask.encode(bodyIndex, width, box, i))));
        }
        return cells;
    }
}
