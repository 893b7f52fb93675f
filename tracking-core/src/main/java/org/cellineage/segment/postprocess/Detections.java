package org.cellineage.segment.postprocess;

import java.util.List;

/**
 * What an instance network (RetinaMask, Mask R-CNN) found in a frame: boxes, each with a score and a small square mask.
 *
 * <p>Pixel (y, x) covers y to y + 1 and x to x + 1, so a box from 0 to 10 spans ten rows. The values may be anything
 * that a network can return; detections with a non-finite box or score, or an empty box, are ignored. Arrays are not
 * copied and must not be modified.
 *
 * @param maskSide rows (and columns) of a mask
 * @param boxes four numbers per detection: y0, x0, y1, x1, in pixels of the frame
 * @param scores one per detection
 * @param masks {@code maskSide²} values per detection, row-major, from 0 (outside) to 1 (inside), stretched over its
 *     box
 * @param kinds class of each detection, as an index of the names, or -1; empty if there are no classes
 * @param names of the classes
 */
@SuppressWarnings("ArrayRecordComponent")
public record Detections(int maskSide, float[] boxes, float[] scores, float[] masks, int[] kinds, List<String> names) {

    /** No detections. */
    public static final Detections NONE = new Detections(1, new float[0], new float[0], new float[0]);

    /** Creates detections without classes. */
    public Detections(int maskSide, float[] boxes, float[] scores, float[] masks) {
        this(maskSide, boxes, scores, masks, new int[0], List.of());
    }

    public Detections {
        names = List.copyOf(names);
        if (maskSide < 1) {
            throw new IllegalArgumentException("a mask needs at least one row, but has " + maskSide);
        }
        if (boxes.length != 4L * scores.length) {
            throw new IllegalArgumentException(scores.length + " scores need " + 4L * scores.length
                    + " numbers for boxes, but there are " + boxes.length);
        }
        if (masks.length != (long) maskSide * maskSide * scores.length) {
            throw new IllegalArgumentException(scores.length + " masks of " + maskSide + " x " + maskSide + " need "
                    + (long) maskSide * maskSide * scores.length + " values, but there are " + masks.length);
        }
    }

    /** Number of detections. */
    public int count() {
        return scores.length;
    }

    /** The same detections with boxes scaled by these factors. */
    public Detections scaled(double down, double right) {
        float[] scaled = new float[boxes.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (boxes[i] * (i % 2 == 0 ? down : right));
        }
        return new Detections(maskSide, scaled, scores, masks, kinds, names);
    }

    /** Whether a detection's box is finite and not empty. */
    boolean hasBox(int detection) {
        boolean finite = true;
        for (int i = 4 * detection; i < 4 * detection + 4; i++) {
            finite &= Float.isFinite(boxes[i]);
        }
        return finite
                && boxes[4 * detection] < boxes[4 * detection + 2]
                && boxes[4 * detection + 1] < boxes[4 * detection + 3];
    }

    /**
     * Value of a mask at the centre of a frame pixel, interpolated linearly; beyond the outermost mask values they are
     * repeated. 0 outside the box.
     */
    double value(int detection, int y, int x) {
        double v = position(y, boxes[4 * detection], boxes[4 * detection + 2]);
        double u = position(x, boxes[4 * detection + 1], boxes[4 * detection + 3]);
        if (Double.isNaN(v) || Double.isNaN(u)) {
            return 0;
        }
        int row = Math.min((int) v, Math.max(0, maskSide - 2));
        int column = Math.min((int) u, Math.max(0, maskSide - 2));
        int down = maskSide > 1 ? maskSide : 0;
        int right = maskSide > 1 ? 1 : 0;
        int at = detection * maskSide * maskSide + row * maskSide + column;
        double above = masks[at] + (u - column) * ((double) masks[at + right] - masks[at]);
        double below = masks[at + down] + (u - column) * ((double) masks[at + down + right] - masks[at + down]);
        return above + (v - row) * (below - above);
    }

    /** Coordinate of a pixel's centre in a mask, clamped to its first and last value; NaN outside the box. */
    private double position(int pixel, double from, double to) {
        double middle = pixel + 0.5;
        if (!(middle >= from && middle < to)) {
            return Double.NaN;
        }
        double at = (middle - from) / (to - from) * maskSide - 0.5;
        return Math.max(0, Math.min(maskSide - 1, at));
    }
}
