package org.cellineage.train.linking;

import java.util.SplittableRandom;

/**
 * Motion added to a movie for training: an affine transform of the positions in each frame, which turns a still movie
 * into one with stage drift and shake, or with a cell sheet that migrates, rotates and stretches.
 *
 * <p>The matrix [a b; c d] times the position relative to (middleY, middleX), plus (shiftY, shiftX), is the
 * displacement.
 *
 * @param middleY row of the centre of rotation and stretching
 * @param shiftY downward shift of the frame, in pixels
 */
record SceneMotion(
        double middleY, double middleX, double shiftY, double shiftX, double a, double b, double c, double d) {

    private static final double MOST_DRIFT_SPACINGS = 0.9;
    private static final double MOST_SHAKE_SPACINGS = 0.3;
    private static final double MOST_STRETCH = 0.03;

    /** No motion. */
    static SceneMotion still() {
        return new SceneMotion(0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Draws the motion of a scene: half of the scenes drift, a third shake, and a third stretch and rotate. */
    static SceneMotion[] draw(SplittableRandom random, int frames, double spacingPx, int width, int height) {
        double drift = random.nextBoolean() ? spacingPx * MOST_DRIFT_SPACINGS * random.nextDouble() : 0;
        double shake = random.nextInt(3) == 0 ? spacingPx * MOST_SHAKE_SPACINGS * random.nextDouble() : 0;
        double stretch = random.nextInt(3) == 0 ? MOST_STRETCH : 0;
        double direction = 2 * Math.PI * random.nextDouble();
        double[] rates = new double[4];
        for (int k = 0; k < rates.length; k++) {
            rates[k] = stretch * (2 * random.nextDouble() - 1);
        }
        SceneMotion[] motions = new SceneMotion[frames];
        for (int t = 0; t < frames; t++) {
            motions[t] = new SceneMotion(
                    height / 2.0,
                    width / 2.0,
                    t * drift * Math.sin(direction) + shake * random.nextGaussian(),
                    t * drift * Math.cos(direction) + shake * random.nextGaussian(),
                    t * rates[0],
                    t * rates[1],
                    t * rates[2],
                    t * rates[3]);
        }
        return motions;
    }

    /** Row of a position after the motion. */
    double movedY(double y, double x) {
        return y + shiftY + a * (y - middleY) + b * (x - middleX);
    }

    /** Column of a position after the motion. */
    double movedX(double y, double x) {
        return x + shiftX + c * (y - middleY) + d * (x - middleX);
    }

    /** Row of a position before the motion. */
    double originY(double y, double x) {
        double dy = y - middleY - shiftY;
        double dx = x - middleX - shiftX;
        return middleY + ((1 + d) * dy - b * dx) / determinant();
    }

    /** Column of a position before the motion. */
    double originX(double y, double x) {
        double dy = y - middleY - shiftY;
        double dx = x - middleX - shiftX;
        return middleX + ((1 + a) * dx - c * dy) / determinant();
    }

    private double determinant() {
        return (1 + a) * (1 + d) - b * c;
    }
}
