package org.cellineage.segment.network;

import org.cellineage.image.BrightnessRange;
import org.cellineage.image.Plane;

/**
 * A frame whose brightness is scaled as a whole, so that its parts look to a network as they do within the frame.
 *
 * @param values row-major, as {@link BrightnessRange#apply} returns them
 */
@SuppressWarnings("ArrayRecordComponent")
record NormalFrame(float[] values, int width, int height) {

    static NormalFrame of(NetworkInput input, Plane plane) {
        float[] values = plane.toFloats();
        float[] normal = BrightnessRange.of(values, input.darkPercentile(), input.brightPercentile())
                .apply(values);
        return new NormalFrame(normal, plane.width(), plane.height());
    }

    /** The middle of the frame. */
    Attention.Position centre() {
        return new Attention.Position(height / 2.0, width / 2.0);
    }

    /** The part of at most this size around the middle of the frame. */
    NormalFrame middle(int mostWidth, int mostHeight) {
        return around(height / 2.0, width / 2.0, mostWidth, mostHeight);
    }

    /** The part of at most this size whose middle is as near as possible to a position. */
    NormalFrame around(double y, double x, int mostWidth, int mostHeight) {
        int partWidth = Math.min(mostWidth, width);
        int partHeight = Math.min(mostHeight, height);
        if (partWidth == width && partHeight == height) {
            return this;
        }
        int top = first(y, partHeight, height);
        int left = first(x, partWidth, width);
        float[] part = new float[partWidth * partHeight];
        for (int row = 0; row < partHeight; row++) {
            System.arraycopy(values, (top + row) * width + left, part, row * partWidth, partWidth);
        }
        return new NormalFrame(part, partWidth, partHeight);
    }

    private static int first(double middle, int part, int whole) {
        return Math.max(0, Math.min(whole - part, (int) Math.floor(middle - part / 2.0)));
    }

    /** Rescales it and computes the channels of a network's input. */
    ScaledFrame scaled(NetworkInput input, double scale) {
        return ScaledFrame.ofNormal(input, values, width, height, scale);
    }
}
