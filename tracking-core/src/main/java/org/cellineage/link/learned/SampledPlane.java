package org.cellineage.link.learned;

import org.cellineage.cell.Thumbnail;

/**
 * A frame made smaller, from which square windows are cut around positions of the frame, turned and mirrored as wanted.
 *
 * @param width columns of the smaller image
 * @param stepY frame pixels a row of the smaller image
 * @param stepX frame pixels a column
 * @param outside value beyond the edges
 * @param values row-major
 */
@SuppressWarnings("ArrayRecordComponent")
record SampledPlane(int width, int height, double stepY, double stepX, float outside, float[] values) {

    /** A frame's thumbnail. */
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
     * How a window lies in the frame.
     *
     * @param pitchPx frame pixels from one of its pixels to the next
     * @param angleRad by which it is turned
     * @param mirrored whether left and right are swapped before that
     */
    record Placement(double pitchPx, double angleRad, boolean mirrored) {

        /** Upright. */
        static Placement upright(double pitchPx) {
            return new Placement(pitchPx, 0, false);
        }
    }

    /**
     * Cuts a window, by linear interpolation.
     *
     * @param y row of its centre in the frame, 0 the centre of the first pixel
     * @param side of the window, its own pixels
     */
    void cut(double y, double x, int side, Placement placement, float[] to, int at) {
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

    private float at(double y, double x) {
        int top = (int) Math.floor(y);
        int left = (int) Math.floor(x);
        float below = (float) (y - top);
        float across = (float) (x - left);
        float upper = pixel(top, left) * (1 - across) + pixel(top, left + 1) * across;
        float lower = pixel(top + 1, left) * (1 - across) + pixel(top + 1, left + 1) * across;
        return upper * (1 - below) + lower * below;
    }

    private float pixel(int y, int x) {
        return y < 0 || x < 0 || y >= height || x >= width ? outside : values[y * width + x];
    }
}
