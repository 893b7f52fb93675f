package org.cellineage.segment.postprocess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.image.LabelImage;

/**
 * Cells from star-convex polygons (StarDist, Schmidt et al. 2018): every pixel that is probably inside a cell proposes a
 * polygon, the best of those that overlap stay, and where two of them still meet the better one wins.
 *
 * <p>Reads {@value #PROBABILITY} and, for each ray k from 0, {@code distance_k}: how far the cell's edge is, in pixels
 * of the frame, in the direction 2πk/n (y = r sin, x = r cos). Maps may be coarser than the frame: their pixel (y, x)
 * stands at (grid y, grid x). A pixel with a NaN or an infinite distance proposes nothing. Overlap is the share of the
 * smaller polygon, as in StarDist, so that thresholds found there keep their meaning; unlike there, pixels at the frame's
 * edge propose too.
 *
 * <p>Work is linear in proposals times their height.
 */
public final class StarDistPostprocessor implements Postprocessor {

    /** Probability of a cell, highest in its middle. */
    public static final String PROBABILITY = "probability";

    /** With the number of a ray: the distance to the cell's edge. */
    public static final String DISTANCE_PREFIX = "distance_";

    private final StarDistOptions options;

    public StarDistPostprocessor(StarDistOptions options) {
        this.options = options;
    }

    @Override
    public List<String> maps() {
        List<String> names = new ArrayList<>();
        names.add(PROBABILITY);
        for (int k = 0; k < options.rays(); k++) {
            names.add(DISTANCE_PREFIX + k);
        }
        return List.copyOf(names);
    }

    /** Labels at the size of the maps: polygons are drawn that many times smaller than the grid says. */
    @Override
    public LabelImage labels(FrameMaps maps) {
        return render(maps, maps.width(), maps.height(), 1, 1.0 / options.gridPx());
    }

    /**
     * Labels at the size of the frame.
     *
     * @param width of the frame, at most the grid times the width of the maps
     * @param height of the frame, at most the grid times the height of the maps
     * @throws IllegalArgumentException where the maps do not cover the frame
     */
    public LabelImage labels(FrameMaps maps, int width, int height) {
        int grid = options.gridPx();
        if (width > (long) grid * maps.width() || height > (long) grid * maps.height()) {
            throw new IllegalArgumentException("maps of " + maps.width() + " x " + maps.height() + " on a grid of "
                    + grid + " px do not cover a frame of " + width + " x " + height);
        }
        return render(maps, width, height, grid, 1);
    }

    /**
     * Draws polygons at {@code step} times their pixel's place in the maps, with {@code scale} times the distances.
     */
    private LabelImage render(FrameMaps maps, int width, int height, int step, double scale) {
        float[][] distances = new float[options.rays()][];
        for (int k = 0; k < distances.length; k++) {
            distances[k] = maps.map(DISTANCE_PREFIX + k);
        }
        StarPolygons polygons = new StarPolygons(options.rays(), width, height);
        PolygonSuppression suppression = new PolygonSuppression(options.nmsThreshold(), width, height);
        double leastArea = Math.max(1, options.minAreaPx() * scale * scale);
        double[] rays = new double[options.rays()];
        for (long proposal : proposals(maps.map(PROBABILITY))) {
            int p = (int) proposal;
            int y = p / maps.width() * step;
            int x = p % maps.width() * step;
            if (y < height && x < width && gather(distances, p, scale, rays)) {
                PixelRuns shape = polygons.draw(y, x, rays);
                if (shape.area() >= leastArea) {
                    suppression.offer(shape);
                }
            }
        }
        return LargeCells.keep(draw(suppression.kept(), width, height), (int) Math.ceil(leastArea));
    }

    /** Pixels above the threshold in the lower half of each number: the most probable first, then in raster order. */
    private long[] proposals(float[] probability) {
        long[] keys = new long[1024];
        int n = 0;
        for (int p = 0; p < probability.length; p++) {
            if (probability[p] > options.probabilityThreshold()) {
                if (n == keys.length) {
                    keys = Arrays.copyOf(keys, 2 * n);
                }
                // The bits of positive floats are in the order of their values.
                keys[n++] = (long) ~Float.floatToIntBits(probability[p]) << 32 | p;
            }
        }
        long[] proposals = Arrays.copyOf(keys, n);
        Arrays.sort(proposals);
        return proposals;
    }

    /** Takes a pixel's distances; false where one of them is no finite number. */
    private static boolean gather(float[][] distances, int p, double scale, double[] rays) {
        for (int k = 0; k < rays.length; k++) {
            float distance = distances[k][p];
            if (!Float.isFinite(distance)) {
                return false;
            }
            rays[k] = distance * scale;
        }
        return true;
    }

    /** Each shape under its number, best first; a pixel stays with the first that takes it. */
    private static LabelImage draw(List<PixelRuns> shapes, int width, int height) {
        int[] labels = new int[width * height];
        for (int i = 0; i < shapes.size(); i++) {
            int label = i + 1;
            shapes.get(i).forEach((y, from, to) -> {
                for (int p = y * width + from; p < y * width + to; p++) {
                    labels[p] = labels[p] == 0 ? label : labels[p];
                }
            });
        }
        return new LabelImage(width, height, labels);
    }
}
