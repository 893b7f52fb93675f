package org.cellineage.simulate;

import java.util.SplittableRandom;

/** A cell of a simulated movie: position, appearance and cell cycle. */
final class Nucleus extends TrackedCell {

    /** Number of frames before the division in which the nucleus condenses, the last of them as a metaphase plate. */
    static final int MITOSIS_FRAMES = 4;

    private static final int PLATE_FRAMES = 2;
    private static final int RECOVERY_FRAMES = 4;
    /** Frames after its birth in which a daughter is brighter by more than half: it still looks mitotic. */
    private static final int TELOPHASE_FRAMES = 2;

    private static final int DEATH_FRAMES = 4;
    private static final int HARMONICS = 3;
    private static final int WAVES = 5;

    double y;
    double x;
    double stepY;
    double stepX;
    double angle;
    /** Frames since birth, not counting those in which crowding stopped growth. */
    double age;
    /** Frames since birth. */
    int framesAlive;

    final double cycle;
    final double brightness;
    final double aspect;
    final double[] outlineAmplitude = new double[HARMONICS];
    final double[] outlinePhase = new double[HARMONICS];
    final double[] waveY = new double[WAVES];
    final double[] waveX = new double[WAVES];
    final double[] wavePhase = new double[WAVES];
    final boolean bornInMovie;
    /** Frames until the dead cell disappears; negative while it lives. */
    int framesToDeath = -1;

    /** Position of the cell, or of its mother, in the previous frame; NaN in the first. */
    double seenY = Double.NaN;

    double seenX = Double.NaN;

    Nucleus(double y, double x, double cycle, double brightness, boolean bornInMovie, SplittableRandom random) {
        this.y = y;
        this.x = x;
        this.cycle = cycle;
        this.brightness = brightness;
        this.bornInMovie = bornInMovie;
        this.angle = random.nextDouble(Math.PI);
        this.aspect = 1.1 + 0.35 * random.nextDouble();
        for (int k = 0; k < HARMONICS; k++) {
            outlineAmplitude[k] = 0.05 * random.nextGaussian() / (k + 1);
            outlinePhase[k] = random.nextDouble(2 * Math.PI);
        }
        for (int w = 0; w < WAVES; w++) {
            double direction = random.nextDouble(Math.PI);
            double perDiameter = 2 + 4 * random.nextDouble();
            waveY[w] = 2 * Math.PI * perDiameter * Math.sin(direction);
            waveX[w] = 2 * Math.PI * perDiameter * Math.cos(direction);
            wavePhase[w] = random.nextDouble(2 * Math.PI);
        }
    }

    /** Appearance in the current frame. */
    record Appearance(double area, double brightness, double aspect, double texture) {}

    boolean dividesNow() {
        return age >= cycle && framesToDeath < 0;
    }

    private double framesToDivision() {
        return cycle - age;
    }

    boolean isDying() {
        return framesToDeath >= 0;
    }

    void startDying() {
        framesToDeath = DEATH_FRAMES;
    }

    @Override
    SimulatedPhase phase() {
        if (isDying()) {
            return SimulatedPhase.DEAD;
        }
        boolean isMitotic = framesToDivision() <= MITOSIS_FRAMES || (bornInMovie && framesAlive < TELOPHASE_FRAMES);
        return isMitotic ? SimulatedPhase.MITOTIC : SimulatedPhase.INTERPHASE;
    }

    /** How round the whole cell is: 1 in mitosis and in death, falling to 0 after a division. */
    double rounded() {
        if (isDying() || framesToDivision() <= MITOSIS_FRAMES) {
            return 1;
        }
        return bornInMovie && framesAlive < RECOVERY_FRAMES ? 1 - (double) framesAlive / RECOVERY_FRAMES : 0;
    }

    /** Area relative to a newborn nucleus, brightness relative to an interphase nucleus. */
    Appearance appearance() {
        double share = Math.min(1, age / cycle);
        double area = 1 + share;
        // DNA content doubles in the middle of the cycle while the area grows, so the brightness changes little.
        double dna = 1 + Math.max(0, Math.min(1, (share - 0.3) / 0.4));
        double bright = dna / area * 1.2;
        double shape = aspect;
        double texture = 1;
        if (isDying()) {
            double left = (double) framesToDeath / DEATH_FRAMES;
            return new Appearance(
                    area * (0.25 + 0.5 * left), bright * (0.6 + 1.4 * left), 1 + (aspect - 1) * left, 1.8);
        }
        double toDivision = framesToDivision();
        if (toDivision <= PLATE_FRAMES) {
            area *= 0.42;
            bright *= 2.2;
            shape = 2.4;
            texture = 0.3;
        } else if (toDivision <= MITOSIS_FRAMES) {
            area *= 0.75;
            bright *= 1.5;
            shape = 1.1;
            texture = 1.5;
        } else if (bornInMovie && framesAlive < RECOVERY_FRAMES) {
            double recovered = (double) framesAlive / RECOVERY_FRAMES;
            area *= 0.45 + 0.55 * recovered;
            bright *= 1.9 - 0.9 * recovered;
            shape = 1.8 - (1.8 - aspect) * recovered;
            texture = 0.3 + 0.7 * recovered;
        }
        return new Appearance(area, bright, shape, texture);
    }

    /** Radius of a circle of the same area. */
    double radius(double newbornDiameter) {
        return newbornDiameter / 2 * Math.sqrt(appearance().area());
    }
}
