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
 * Finds the typical nucleus diameter of a frame: the size network gives a first estimate, and a small part of the frame
 * with many nuclei is segmented at this size. If the segmentation is confident about many nuclei of this size, their
 * diameter is the answer. Otherwise, and for still images, the frame is segmented at this and neighbouring sizes, and the
 * size at which the segmentation is most confident is kept.
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

    /** Confidence above which neighbouring sizes need not be tried. */
    private static final double SURE_CONFIDENCE = 0.8;

    /** Number of nuclei from which a small part stands for its frame. */
    private static final int SURE_NUCLEI = 8;

    /** Side of the small part; in pixels at the network's scale. */
    private static final int SMALL_SIDE_PX = 256;

    /** Of larger frames, only the central part is used; in pixels at the network's scale. */
    private static final int MAX_SIDE_PX = 1400;

    private final NucleusSize size;
    private final NetworkFrames frames;

    DiameterFinder(NucleusSize size, NetworkFrames frames) {
        this.size = size;
        this.frames = frames;
    }

    /**
     * The result of a segmentation at one diameter.
     *
     * @param measuredPx NaN without nuclei
     */
    record Estimate(double diameterPx, double measuredPx, double confidence, int nuclei) {

        private boolean isNear(double otherPx) {
            return Math.max(diameterPx / otherPx, otherPx / diameterPx) < NEAR;
        }

        private boolean isSure() {
            return nuclei >= SURE_NUCLEI && confidence >= SURE_CONFIDENCE && isNear(measuredPx);
        }
    }

    /**
     * Returns the median nucleus diameter of a frame in pixels; NaN if there are no nuclei.
     *
     * @param isAlone whether no other frame is asked, so that neighbouring sizes are tried in any case
     */
    public double find(Plane plane, boolean isAlone) {
        NormalFrame frame = NormalFrame.of(frames.input(), plane);
        NucleusSize.Estimate first = size.find(frame);
        if (Double.isNaN(first.diameterPx())) {
            return Double.NaN;
        }
        if (!isAlone) {
            Estimate small = new Search(frame, first.attention(), SMALL_SIDE_PX).settle(first.diameterPx());
            if (small.isSure()) {
                return small.measuredPx();
            }
        }
        return new Search(frame, Attention.NOWHERE, MAX_SIDE_PX)
                .widely(first.diameterPx())
                .measuredPx();
    }

    /** Segmentations of a part of one frame at several diameters. */
    private final class Search {
        private final NormalFrame frame;
        private final Attention attention;
        private final int sidePx;
        private final List<Estimate> estimates = new ArrayList<>();

        Search(NormalFrame frame, Attention attention, int sidePx) {
            this.frame = frame;
            this.attention = attention;
            this.sidePx = sidePx;
        }

        /** The better of a diameter and the one that is measured at it. */
        Estimate settle(double diameterPx) {
            Estimate first = estimate(diameterPx);
            return better(first, estimate(first.measuredPx()));
        }

        /** The best of a diameter and its neighbours. */
        Estimate widely(double diameterPx) {
            Estimate best = settle(diameterPx);
            best = inSteps(best, 1 / STEP);
            best = inSteps(best, STEP);
            // The diameter measured at the best size is closer still.
            return better(best, estimate(best.measuredPx()));
        }

        private Estimate inSteps(Estimate from, double step) {
            Estimate best = from;
            for (int i = 0; i < MOST_STEPS; i++) {
                Estimate next = estimate(best.diameterPx() * step);
                if (next == best || better(best, next) == best) {
                    return best;
                }
                best = next;
            }
            return best;
        }

        /** Segments at a diameter, or reuses an estimate at nearly the same one. */
        private Estimate estimate(double diameterPx) {
            double wanted = Double.isNaN(diameterPx) ? estimates.get(0).diameterPx() : diameterPx;
            double scale = frames.input().scale(wanted);
            double used = frames.input().nucleusDiameterPx() / scale;
            for (Estimate known : estimates) {
                if (known.isNear(used)) {
                    return known;
                }
            }
            int side = (int) Math.ceil(sidePx / scale);
            Attention.Position middle = attention.busiest(side).orElse(frame.centre());
            NormalFrame part = frame.around(middle.y(), middle.x(), side, side);
            // Whole frames count all of their nuclei, so that a frame with few loses none.
            boolean isPart = part != frame;
            NetworkFrames.Inferred seen = frames.inferPart(part, scale);
            Estimate estimate = measure(used, scale, seen.maps(), frames.finishAtNetworkScale(seen), isPart);
            estimates.add(estimate);
            return estimate;
        }
    }

    private static Estimate better(Estimate one, Estimate other) {
        return other.confidence() > one.confidence() ? other : one;
    }

    /**
     * Measures the nuclei of a segmentation.
     *
     * @param isPart whether the image is a part of the frame, whose edges cut nuclei; these do not count
     */
    private static Estimate measure(
            double diameterPx, double scale, FrameMaps maps, LabelImage labels, boolean isPart) {
        float[] edge = maps.map(NuclearPostprocessor.EDGE_DISTANCE);
        float[] centre = maps.map(NuclearPostprocessor.CENTRE_DISTANCE);
        int count = labels.maxLabel();
        int[] areas = new int[count + 1];
        float[] edgeHeight = new float[count + 1];
        float[] centreHeight = new float[count + 1];
        for (int p = 0; p < edge.length; p++) {
            int label = labels.labels()[p];
            areas[label]++;
            edgeHeight[label] = Math.max(edgeHeight[label], edge[p]);
            centreHeight[label] = Math.max(centreHeight[label], centre[p]);
        }
        boolean[] isCut = isPart ? atEdges(labels, count) : new boolean[count + 1];
        int[] known =
                IntStream.rangeClosed(1, count).filter(label -> !isCut[label]).toArray();
        int n = known.length;
        if (n == 0) {
            return new Estimate(diameterPx, Double.NaN, 0, 0);
        }
        double[] heights = new double[n];
        double sum = DOUBTFUL_NUCLEI * DOUBTFUL_HEIGHT;
        for (int i = 0; i < n; i++) {
            heights[i] = (Math.min(1, edgeHeight[known[i]]) + Math.min(1, centreHeight[known[i]])) / 2;
            sum += heights[i];
        }
        // The more confident half only: debris, which distorts the size, scores lower than nuclei.
        double[] sorted = heights.clone();
        Arrays.sort(sorted);
        double median = sorted[n / 2];
        int[] confidentAreas = IntStream.range(0, n)
                .filter(i -> heights[i] >= median)
                .map(i -> areas[known[i]])
                .sorted()
                .toArray();
        double measured = 2 * Math.sqrt(confidentAreas[confidentAreas.length / 2] / Math.PI) / scale;
        return new Estimate(diameterPx, measured, sum / (n + DOUBTFUL_NUCLEI), n);
    }

    private static boolean[] atEdges(LabelImage image, int count) {
        boolean[] isCut = new boolean[count + 1];
        int[] labels = image.labels();
        for (int p = 0; p < labels.length; p++) {
            int y = p / image.width();
            int x = p % image.width();
            isCut[labels[p]] |= y == 0 || x == 0 || y == image.height() - 1 || x == image.width() - 1;
        }
        return isCut;
    }
}
