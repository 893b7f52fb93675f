package org.cellineage.train.classes;

import java.util.SplittableRandom;
import org.cellineage.classify.Crop;

/**
 * Varies crops: turned, mirrored, moved, a little larger or smaller, brighter or darker, blurred by nothing but the
 * resampling. Where grey levels are absolute, as in DNA content, the light hardly varies.
 *
 * @param hasLevels whether grey levels are absolute
 */
record Augmentation(boolean hasLevels) {

    private static final double SHIFT = 0.05;
    private static final double LOG_ZOOM = 0.06;
    private static final double LOG_GAIN_ABSOLUTE = 0.01;
    private static final double LOG_GAIN = 0.12;
    private static final double OFFSET = 0.03;
    private static final double NOISE = 0.04;

    /** Draws a variation of a crop. */
    Crop vary(Crop crop, SplittableRandom random) {
        int side = crop.sidePx();
        double angle = random.nextInt(3) > 0 ? 2 * Math.PI * random.nextDouble() : Math.PI / 2 * random.nextInt(4);
        double mirror = random.nextBoolean() ? 1 : -1;
        double zoom = Math.exp(LOG_ZOOM * random.nextGaussian() * (hasLevels ? 0.5 : 1));
        double cos = Math.cos(angle) / zoom;
        double sin = Math.sin(angle) / zoom;
        double shiftY = SHIFT * side * (2 * random.nextDouble() - 1);
        double shiftX = SHIFT * side * (2 * random.nextDouble() - 1);
        double middle = (side - 1) / 2.0;
        int channels = crop.planes().length;
        float[][] planes = new float[channels][side * side];
        float[] mask = new float[crop.mask().length];
        float[] gain = new float[channels];
        float[] offset = new float[channels];
        for (int c = 0; c < channels; c++) {
            gain[c] = (float) Math.exp((hasLevels ? LOG_GAIN_ABSOLUTE : LOG_GAIN) * random.nextGaussian());
            offset[c] = hasLevels ? 0 : (float) (OFFSET * random.nextGaussian());
        }
        float noise = hasLevels ? 0 : (float) (NOISE * random.nextDouble());
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                double v = row - middle;
                double u = mirror * (column - middle);
                double y = middle + shiftY + cos * v - sin * u;
                double x = middle + shiftX + sin * v + cos * u;
                int p = row * side + column;
                for (int c = 0; c < channels; c++) {
                    planes[c][p] = gain[c] * at(crop.planes()[c], side, y, x) + offset[c];
                    if (noise > 0) {
                        planes[c][p] += noise * (float) random.nextGaussian();
                    }
                }
                if (mask.length > 0) {
                    mask[p] = at(crop.mask(), side, y, x);
                }
            }
        }
        return new Crop(side, planes, mask, crop.relative());
    }

    private static float at(float[] values, int side, double y, double x) {
        double atY = Math.max(0, Math.min(side - 1.001, y));
        double atX = Math.max(0, Math.min(side - 1.001, x));
        int top = (int) atY;
        int left = (int) atX;
        float fy = (float) (atY - top);
        float fx = (float) (atX - left);
        int p = top * side + left;
        float upper = values[p] + (values[p + 1] - values[p]) * fx;
        float lower = values[p + side] + (values[p + side + 1] - values[p + side]) * fx;
        return upper + (lower - upper) * fy;
    }
}
