package org.cellineage.segment.network;

import java.util.Optional;

/**
 * How much each place of a frame contributed to an estimate of the nucleus diameter: much where nuclei are.
 *
 * @param weights row-major, at least 0
 * @param columns number of places in a row
 * @param top position of the first row of places, pixels of the frame
 * @param left position of the first column
 * @param pitchPx distance between places, pixels of the frame
 */
@SuppressWarnings("ArrayRecordComponent")
record Attention(double[] weights, int columns, double top, double left, double pitchPx) {

    /** Of a search that does not look for nuclei first. */
    static final Attention NOWHERE = new Attention(new double[0], 0, 0, 0, 1);

    /** A position in pixels of the frame. */
    record Position(double y, double x) {}

    /**
     * The middle of the square window with this side in which most places have nuclei; of equally good windows, the one
     * nearest to the middle of all places. A place with more than average attention counts no more than one with
     * average attention: many nuclei tell more than a single bright one. Empty if there are no places.
     */
    Optional<Position> busiest(double sidePx) {
        if (weights.length == 0) {
            return Optional.empty();
        }
        int rows = weights.length / columns;
        int side = (int) Math.max(1, Math.round(sidePx / pitchPx));
        int height = Math.min(side, rows);
        int width = Math.min(side, columns);
        double[] sums = sums(rows);
        double best = Double.NEGATIVE_INFINITY;
        double bestDistance = Double.POSITIVE_INFINITY;
        int bestTop = 0;
        int bestLeft = 0;
        for (int y = 0; y + height <= rows; y++) {
            for (int x = 0; x + width <= columns; x++) {
                double sum = sum(sums, y, x, y + height, x + width);
                double distance = Math.hypot(y - (rows - height) / 2.0, x - (columns - width) / 2.0);
                // Sums of the same places differ in their last digits.
                boolean isEqual = Math.abs(sum - best) <= 1e-9 * Math.abs(best);
                if (isEqual ? distance < bestDistance : sum > best) {
                    best = sum;
                    bestDistance = distance;
                    bestTop = y;
                    bestLeft = x;
                }
            }
        }
        return Optional.of(new Position(
                top + (bestTop + (height - 1) / 2.0) * pitchPx, left + (bestLeft + (width - 1) / 2.0) * pitchPx));
    }

    /** Sums over all places above and left of a corner. */
    private double[] sums(int rows) {
        double average = 0;
        for (double weight : weights) {
            average += weight / weights.length;
        }
        double[] sums = new double[(rows + 1) * (columns + 1)];
        for (int y = 0; y < rows; y++) {
            double row = 0;
            for (int x = 0; x < columns; x++) {
                row += average > 0 ? Math.min(1, weights[y * columns + x] / average) : 0;
                sums[(y + 1) * (columns + 1) + x + 1] = sums[y * (columns + 1) + x + 1] + row;
            }
        }
        return sums;
    }

    private double sum(double[] sums, int top, int left, int bottom, int right) {
        int stride = columns + 1;
        return sums[bottom * stride + right]
                - sums[top * stride + right]
                - sums[bottom * stride + left]
                + sums[top * stride + left];
    }
}
