package org.cellineage.segment.postprocess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.image.LabelImage;

/**
 * Cells from star-convex polygons (StarDist, Schmidt et al. 2018): every pixel that is probably inside a cell proposes
 * a polygon, non-maximum suppression keeps the best, and pixels shared by kept polygons go to the better one.
 *
 * <p>Reads {@value #PROBABILITY} and, for each ray k from 0, {@code distance_k}: the distance to the edge of the cell,
 * in pixels of the frame, in the direction 2πk/n (y = r sin, x = r cos). Maps may be coarser than the frame: their
 * pixel (y, x) lies at (grid y, grid x). A pixel with a NaN or infinite distance proposes nothing. As in StarDist,
 * overlap is a share of the smaller polygon, so thresholds tuned there keep their meaning; unlike there, pixels at the
 * edge of the frame also propose polygons.
 *
 * <p>The cost is linear in the number of proposals times their height.
 */
public final class StarDistPostprocessor implements Postprocessor {

    /** Probability of a cell, highest at its centre. */
    public static final String PROBABILITY = "probability";

    /** Followed by the number of a ray: distance to the edge of the cell. */
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

    /** Returns labels at the size of the maps; polygons are drawn smaller by the factor of the grid. */
    @Override
    public LabelImage labels(FrameMaps maps) {
        return render(maps, maps.width(), maps.height(), 1, 1.0 / options.gridPx());
    }

    /**
     * Returns labels at the size of the frame.
     *
     * @param width of the frame, at most the grid times the width of the maps
     * @param height of the frame, at most the grid times the height of the maps
     * @throws IllegalArgumentException if the maps do not cover the frame
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
     * Draws polygons with centres at {@code step} times their position in the maps and distances times {@code scale}.
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

    /**
     * Pixels above the threshold, most probable first, then in raster order; the pixel is in the lower half of each
     * number.
     */
    private long[] proposals(float[] probability) {
        long[] keys = new long[1024];
        int n = 0;
        for (int p = 0; p < probability.length; p++) {
            if (probability[p] > options.probabilityThreshold()) {
                if (n == keys.length) {
                    keys = Arrays.copyOf(keys, 2 * n);
                }
                // The bit patterns of positive floats are ordered like their values.
                keys[n++] = (long) ~Float.floatToIntBits(probability[p]) << 32 | p;
            }
        }
        long[] proposals = Arrays.copyOf(keys, n);
        Arrays.sort(proposals);
        return proposals;
    }

    /** Copies the scaled distances of a pixel; returns false if any is not finite. */
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

    /** Draws each shape with its position in the list, best first; a pixel keeps its first label. */
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
