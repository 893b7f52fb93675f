package org.cellineage.segment.postprocess;

import java.util.ArrayList;
import java.util.List;

/**
 * Greedy non-maximum suppression: of shapes offered best first, keeps each that has no more than a given share in common
 * with one kept before.
 *
 * <p>The share is that of the smaller of the two (StarDist's measure, and what its thresholds mean), counted in pixels
 * of the frame. A shape is compared only with kept ones whose bounding box overlaps its own; as kept shapes overlap
 * little, these are few however many are offered. Not thread-safe.
 */
final class PolygonSuppression {

    private final double limit;
    private final BoxIndex index;
    private final List<PixelRuns> kept = new ArrayList<>();
    private long comparisons;

    /**
     * @param limit largest share in common
     */
    PolygonSuppression(double limit, int width, int height) {
        this.limit = limit;
        this.index = new BoxIndex(width, height);
    }

    /** Keeps a shape of at least one pixel, unless a better one takes its place. */
    void offer(PixelRuns shape) {
        if (!index.any(shape, i -> covers(kept.get(i), shape))) {
            index.add(shape);
            kept.add(shape);
        }
    }

    private boolean covers(PixelRuns better, PixelRuns shape) {
        comparisons++;
        return better.shared(shape) > limit * Math.min(better.area(), shape.area());
    }

    /** What was kept, best first. */
    List<PixelRuns> kept() {
        return kept;
    }

    /** How many pairs were compared pixel by pixel. */
    long comparisons() {
        return comparisons;
    }

    /** How many kept shapes were looked at, by their boxes alone or pixel by pixel. */
    long looks() {
        return index.looks();
    }
}
