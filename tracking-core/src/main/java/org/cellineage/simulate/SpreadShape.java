package org.cellineage.simulate;

import java.util.SplittableRandom;

/**
 * Outline of a spread cell in polar coordinates around its nucleus: an uneven ellipse with tapering arms, which bend,
 * grow and retract, and round up in mitosis.
 */
final class SpreadShape {

    private static final int ANGLES = 256;
    private static final int HARMONICS = 6;
    private static final int MOST_ARMS = 5;
    /** Radius of a rounded cell relative to that of the circle of equal area when spread. */
    private static final double ROUND_RADIUS = 0.75;

    private final SplittableRandom random;
    private final Habit habit;
    private final double aspect;
    private final double[] amplitude = new double[HARMONICS];
    private final double[] phase = new double[HARMONICS];
    private final double[] armAngle;
    private final double[] armLength;
    private final double[] armWidth;
    private final double bend;
    private final float[] radius = new float[ANGLES + 1];
    private double size;
    private double widest;

    /** Small bodies that move with the cell: angle and distance from the centre in units of its radius, and strength. */
    final double[][] granules;

    /** Logarithm of the ratio of a reporter's concentrations in the nucleus and in the cytoplasm. */
    double logRatio;

    /**
     * How the cells of a movie tend to look.
     *
     * @param aspect mean length over width of the bodies
     * @param arms mean number of arms
     * @param armLength mean length of arms in radii
     * @param armWidth mean width of arms at the body, in radians
     * @param unevenness of the outline
     */
    record Habit(double aspect, double arms, double armLength, double armWidth, double unevenness) {

        static Habit draw(SplittableRandom random) {
            return new Habit(
                    1 + 1.6 * random.nextDouble() * random.nextDouble(),
                    4 * random.nextDouble(),
                    0.5 + 1.5 * random.nextDouble(),
                    0.15 + 0.3 * random.nextDouble(),
                    0.05 + 0.15 * random.nextDouble());
        }
    }

    SpreadShape(Habit habit, SplittableRandom random) {
        this.habit = habit;
        this.random = random;
        this.aspect = Math.max(1, habit.aspect() * Math.exp(0.25 * random.nextGaussian()));
        for (int k = 0; k < HARMONICS; k++) {
            amplitude[k] = habit.unevenness() * random.nextGaussian() / Math.sqrt(k + 1);
            phase[k] = 2 * Math.PI * random.nextDouble();
        }
        int arms = (int) Math.min(MOST_ARMS, Math.round(habit.arms() + random.nextGaussian()));
        armAngle = new double[Math.max(0, arms)];
        armLength = new double[armAngle.length];
        armWidth = new double[armAngle.length];
        for (int a = 0; a < armAngle.length; a++) {
            // The first two point along the axis of the body.
            armAngle[a] = a < 2 ? Math.PI * a + 0.3 * random.nextGaussian() : 2 * Math.PI * random.nextDouble();
            armLength[a] = habit.armLength() * Math.exp(0.5 * random.nextGaussian());
            armWidth[a] = habit.armWidth() * (0.6 + 0.8 * random.nextDouble());
        }
        bend = 0.25 * random.nextGaussian();
        granules = new double[6 + random.nextInt(24)][];
        for (int g = 0; g < granules.length; g++) {
            granules[g] = new double[] {
                2 * Math.PI * random.nextDouble(),
                0.75 * Math.sqrt(random.nextDouble()),
                (random.nextInt(4) == 0 ? -1 : 1) * (0.2 + 0.8 * random.nextDouble())
            };
        }
        logRatio = 0.5 * random.nextGaussian();
    }

    /** Lets the outline and the reporter vary by a frame. */
    void advance() {
        for (int k = 0; k < HARMONICS; k++) {
            amplitude[k] += 0.15 * (habit.unevenness() * random.nextGaussian() / Math.sqrt(k + 1) - amplitude[k]);
            phase[k] += 0.08 * random.nextGaussian();
        }
        for (int a = 0; a < armAngle.length; a++) {
            armAngle[a] += 0.04 * random.nextGaussian();
            armLength[a] = Math.max(0.1, armLength[a] * Math.exp(0.08 * random.nextGaussian()));
            armLength[a] += 0.05 * (habit.armLength() - armLength[a]);
        }
        logRatio += 0.15 * (0 - logRatio) + 0.25 * random.nextGaussian();
        if (random.nextInt(25) == 0) {
            logRatio += 1;
        }
    }

    /**
     * Computes the outline.
     *
     * @param size radius of the circle of equal area, without arms
     * @param rounded 0 spread, 1 round
     */
    void settle(double size, double rounded) {
        this.size = size;
        widest = 0;
        double length = size * Math.sqrt(aspect);
        double breadth = size / Math.sqrt(aspect);
        for (int i = 0; i <= ANGLES; i++) {
            double angle = 2 * Math.PI * i / ANGLES;
            double cos = Math.cos(angle) / length;
            double sin = Math.sin(angle) / breadth;
            double r = 1 / Math.sqrt(cos * cos + sin * sin);
            double uneven = 1;
            for (int k = 0; k < HARMONICS; k++) {
                uneven += amplitude[k] * Math.cos((k + 2) * angle + phase[k]);
            }
            r *= Math.max(0.5, uneven);
            for (int a = 0; a < armAngle.length; a++) {
                double off = Math.abs(Math.IEEEremainder(angle - armAngle[a], 2 * Math.PI));
                // Pointed, as an arm of even width is in polar coordinates.
                r += size * armLength[a] * Math.max(0, 1 - Math.sqrt(off / armWidth[a]));
            }
            r += rounded * (ROUND_RADIUS * size - r);
            radius[i] = (float) r;
            widest = Math.max(widest, r);
        }
    }

    /** Distance from the centre beyond which there is nothing of the cell. */
    double reach() {
        return widest;
    }

    /** Radius of the circle of equal area, without arms. */
    double size() {
        return size;
    }

    /**
     * Distance from the centre as a share of the outline's in this direction: below 1 inside.
     *
     * @param angle relative to the axis of the cell
     */
    double share(double angle, double distance) {
        double bent = (angle + bend * distance / size) / (2 * Math.PI);
        double at = (bent - Math.floor(bent)) * ANGLES;
        int below = (int) at;
        double r = radius[below] + (at - below) * (radius[Math.min(ANGLES, below + 1)] - radius[below]);
        return distance / r;
    }
}
