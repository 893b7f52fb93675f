package org.cellineage.segment.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.segment.postprocess.FrameMaps;
import org.cellineage.segment.postprocess.NuclearPostprocessor;

/**
 * Finds the typical nucleus diameter of a frame: the size network gives a first estimate, the frame is segmented at
 * this and neighbouring sizes, and the size at which the segmentation is most confident is kept.
 *
 * <p>Confidence is the height of the distance map inside the nuclei. If the frame is scaled down too much, dense tissue
 * becomes blobs without clear centres; if it is scaled up too much, nuclei break into fragments without clear centres.
 */
public final class DiameterFinder {

    /** Diameters that differ by less than this factor do not justify another segmentation. */
    private static final double NEAR = 1.25;

    /** Maximum number of steps in one direction, as long as the confidence rises. */
    private static final int MOST_STEPS = 4;

    private static final double STEP = 2;

    /** Below this confidence, an estimate is weighted by the number of nuclei it is based on. */
    private static final double DOUBTFUL_HEIGHT = 0.6;

    private static final int DOUBTFUL_NUCLEI = 3;

    /** Of larger frames, only the central part is used; in pixels at the network's scale. */
    private static final int MAX_SIDE_PX = 1400;

    private final NucleusSize size;
    private final NetworkFrames frames;

    DiameterFinder(NucleusSize size, NetworkFrames frames) {
        this.size = size;
        this.frames = frames;
    }

    /** The result of a segmentation at one diameter. */
    private record Estimate(double diameterPx, double measuredPx, double confidence) {}

    /** Returns the median nucleus diameter of the frame in pixels; NaN if there are no nuclei. */
    public double find(Plane plane) {
        double first = size.find(plane);
        if (Double.isNaN(first)) {
            return Double.NaN;
        }
        List<Estimate> estimates = new ArrayList<>();
        Estimate best = estimate(plane, first, estimates);
        best = better(best, estimate(plane, best.measuredPx(), estimates));
        best = search(plane, best, 1 / STEP, estimates);
        best = search(plane, best, STEP, estimates);
        // The diameter measured at the best size is closer still.
        best = better(best, estimate(plane, best.measuredPx(), estimates));
        return best.measuredPx();
    }

    private Estimate search(Plane plane, Estimate from, double step, List<Estimate> estimates) {
        Estimate best = from;
        for (int i = 0; i < MOST_STEPS; i++) {
            Estimate next = estimate(plane, best.diameterPx() * step, estimates);
            if (next == best || better(best, next) == best) {
                return best;
            }
            best = next;
        }
        return best;
    }

    private static Estimate better(Estimate one, Estimate other) {
        return other.confidence() > one.confidence() ? other : one;
    }

    /** Segments at a diameter, or reuses an estimate at nearly the same one. */
    private Estimate estimate(Plane plane, double diameterPx, List<Estimate> estimates) {
        double wanted = Double.isNaN(diameterPx) ? estimates.get(0).diameterPx() : diameterPx;
        double scale = frames.input().scale(wanted);
        double used = frames.input().nucleusDiameterPx() / scale;
        for (Estimate known : estimates) {
            if (Math.max(known.diameterPx() / used, used / known.diameterPx()) < NEAR) {
                return known;
            }
        }
        NetworkFrames.Inferred seen = frames.inferFrame(middle(plane, (int) Math.ceil(MAX_SIDE_PX / scale)), used);
        Estimate estimate = measure(used, scale, seen.maps(), frames.finishAtNetworkScale(seen));
        estimates.add(estimate);
        return estimate;
    }

    private static Estimate measure(double diameterPx, double scale, FrameMaps maps, LabelImage labels) {
        float[] edge = maps.map(NuclearPostprocessor.EDGE_DISTANCE);
        float[] centre = maps.map(NuclearPostprocessor.CENTRE_DISTANCE);
        int n = labels.maxLabel();
        int[] areas = new int[n + 1];
        float[] edgeHeight = new float[n + 1];
        float[] centreHeight = new float[n + 1];
        for (int p = 0; p < edge.length; p++) {
            int label = labels.labels()[p];
            areas[label]++;
            edgeHeight[label] = Math.max(edgeHeight[label], edge[p]);
            centreHeight[label] = Math.max(centreHeight[label], centre[p]);
        }
        if (n == 0) {
            return new Estimate(diameterPx, Double.NaN, 0);
        }
        double[] heights = new double[n];
        double sum = DOUBTFUL_NUCLEI * DOUBTFUL_HEIGHT;
        for (int i = 1; i <= n; i++) {
            heights[i - 1] = (Math.min(1, edgeHeight[i]) + Math.min(1, centreHeight[i])) / 2;
            sum += heights[i - 1];
        }
        // The more confident half only: debris, which distorts the size, scores lower than nuclei.
        double[] sorted = heights.clone();
        Arrays.sort(sorted);
        double median = sorted[n / 2];
        int[] confidentAreas = IntStream.range(0, n)
                .filter(i -> heights[i] >= median)
                .map(i -> areas[i + 1])
                .sorted()
                .toArray();
        double measured = 2 * Math.sqrt(confidentAreas[confidentAreas.length / 2] / Math.PI) / scale;
        return new Estimate(diameterPx, measured, sum / (n + DOUBTFUL_NUCLEI));
    }

    private static Plane middle(Plane plane, int side) {
        int width = Math.min(side, plane.width());
        int height = Math.min(side, plane.height());
        if (width == plane.width() && height == plane.height()) {
            return plane;
        }
        int top = (plane.height() - height) / 2;
        int left = (plane.width() - width) / 2;
        float[] values = plane.toFloats();
        float[] middle = new float[width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(values, (top + y) * plane.width() + left, middle, y * width, width);
        }
        return Plane.of(width, height, middle);
    }
}
