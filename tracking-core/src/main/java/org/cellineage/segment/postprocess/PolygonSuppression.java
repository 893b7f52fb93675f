package org.cellineage.segment.postprocess;

import java.util.ArrayList;
import java.util.List;

/**
 * Greedy non-maximum suppression: of shapes offered best first, keeps each one whose overlap with every shape kept
 * before is small enough.
 *
 * <p>Overlap is counted in pixels, as a share of the smaller shape (StarDist's measure, for which its thresholds are
 * meant). A shape is compared only with kept shapes whose bounding boxes overlap its own; as kept shapes overlap
 * little, these are few, however many are offered. Not thread-safe.
 */
final class PolygonSuppression {

    private final double limit;
    private final BoxIndex index;
    private final List<PixelRuns> kept = new ArrayList<>();
    private long comparisons;

    /** @param limit maximum overlap */
    PolygonSuppression(double limit, int width, int height) {
        this.limit = limit;
        this.index = new BoxIndex(width, height);
    }

    /** Keeps a non-empty shape unless it overlaps a better one too much. */
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

    /** The kept shapes, best first. */
    List<PixelRuns> kept() {
        return kept;
    }

    /** Number of pairs compared pixel by pixel. */
    long comparisons() {
        return comparisons;
    }

    /** Number of kept shapes visited, whether compared by their boxes only or pixel by pixel. */
    long visits() {
        return index.visits();
    }
}
