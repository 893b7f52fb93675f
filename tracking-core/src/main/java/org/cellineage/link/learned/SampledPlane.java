package org.cellineage.link.learned;

import org.cellineage.cell.Thumbnail;

/**
 * A downscaled frame from which square windows around positions of the frame are sampled, rotated and mirrored as
 * required.
 *
 * @param width columns of the downscaled image
 * @param stepY frame pixels per row of the downscaled image
 * @param stepX frame pixels per column of the downscaled image
 * @param outside value beyond the edges
 * @param values row-major
 */
@SuppressWarnings("ArrayRecordComponent")
record SampledPlane(int width, int height, double stepY, double stepX, float outside, float[] values) {

    /** Wraps a thumbnail. */
    static SampledPlane of(Thumbnail thumbnail) {
        return new SampledPlane(
                thumbnail.width(),
                thumbnail.height(),
                (double) thumbnail.frameHeight() / thumbnail.height(),
                (double) thumbnail.frameWidth() / thumbnail.width(),
                0,
                thumbnail.brightness());
    }

    /**
     * Orientation and scale of a window.
     *
     * @param pitchPx frame pixels per window pixel
     * @param angleRad angle of rotation
     * @param mirrored whether left and right are swapped before the rotation
     */
    record Placement(double pitchPx, double angleRad, boolean mirrored) {

        /** Without rotation. */
        static Placement upright(double pitchPx) {
            return new Placement(pitchPx, 0, false);
        }
    }

    /**
     * Samples a window with linear interpolation.
     *
     * @param y row of its centre in the frame; the centre of the first pixel is 0
     * @param side side of the window in its own pixels
     */
    void cut(double y, double x, int side, Placement placement, float[] to, int at) {
        if (placement.angleRad() == 0) {
            cutUpright(y, x, side, placement, to, at);
            return;
        }
        double cos = Math.cos(placement.angleRad()) * placement.pitchPx();
        double sin = Math.sin(placement.angleRad()) * placement.pitchPx();
        double middle = (side - 1) / 2.0;
        int into = at;
        for (int row = 0; row < side; row++) {
            double down = row - middle;
            for (int column = 0; column < side; column++) {
                double right = placement.mirrored() ? middle - column : column - middle;
                double atY = (y + cos * down + sin * right + 0.5) / stepY - 0.5;
                double atX = (x - sin * down + cos * right + 0.5) / stepX - 0.5;
                to[into++] = at(atY, atX);
            }
        }
    }

    /** The same without rotation, where all pixels of a row have the same height, and those of a column the same place. */
    private void cutUpright(double y, double x, int side, Placement placement, float[] to, int at) {
        double middle = (side - 1) / 2.0;
        int[] lefts = new int[side];
        float[] across = new float[side];
        for (int column = 0; column < side; column++) {
            double right = placement.mirrored() ? middle - column : column - middle;
            double atX = (x + placement.pitchPx() * right + 0.5) / stepX - 0.5;
            lefts[column] = (int) Math.floor(atX);
            across[column] = (float) (atX - lefts[column]);
        }
        int into = at;
        for (int row = 0; row < side; row++) {
            double atY = (y + placement.pitchPx() * (row - middle) + 0.5) / stepY - 0.5;
            int top = (int) Math.floor(atY);
            float below = (float) (atY - top);
            for (int column = 0; column < side; column++) {
                to[into++] = between(top, lefts[column], below, across[column]);
            }
        }
    }

    private float at(double y, double x) {
        int top = (int) Math.floor(y);
        int left = (int) Math.floor(x);
        return between(top, left, (float) (y - top), (float) (x - left));
    }

    private float between(int top, int left, float below, float across) {
        float upper = pixel(top, left) * (1 - across) + pixel(top, left + 1) * across;
        float lower = pixel(top + 1, left) * (1 - across) + pixel(top + 1, left + 1) * across;
        return upper * (1 - below) + lower * below;
    }

    private float pixel(int y, int x) {
        return y < 0 || x < 0 || y >= height || x >= width ? outside : values[y * width + x];
    }
}
