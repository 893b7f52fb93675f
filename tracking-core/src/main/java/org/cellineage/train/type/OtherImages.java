package org.cellineage.train.type;

import java.util.SplittableRandom;
import org.cellineage.image.GaussianFilter;
import org.cellineage.image.Plane;
import org.cellineage.train.drawn.SmoothNoise;

/**
 * Draws images that show no cells of a known type: empty fields with the noise and the light of microscopes, textures,
 * shapes, and stained sections.
 */
final class OtherImages {

    private static final int SIDE = 288;

    private final SplittableRandom random;
    private final float[] x = new float[SIDE * SIDE];

    private OtherImages(SplittableRandom random) {
        this.random = random;
    }

    /** The image with this number, always the same. */
    static Plane draw(long seed) {
        OtherImages image = new OtherImages(new SplittableRandom(seed));
        switch ((int) Math.floorMod(seed, 5L)) {
            case 0, 1 -> image.emptyField();
            case 2 -> image.texture();
            case 3 -> image.shapes();
            default -> image.section();
        }
        return image.plane();
    }

    private Plane plane() {
        short[] samples = new short[x.length];
        for (int p = 0; p < x.length; p++) {
            samples[p] = (short) Math.max(0, Math.min(65_535, Math.round(2000 + 8000 * x[p])));
        }
        return Plane.of(SIDE, SIDE, samples);
    }

    private float[] noise(double sigma) {
        return SmoothNoise.draw(random, SIDE, sigma);
    }

    private void add(float[] values, double weight) {
        for (int p = 0; p < x.length; p++) {
            x[p] += (float) (weight * values[p]);
        }
    }

    /** Light, noise and a few hot pixels or specks of dust, but no cells. */
    private void emptyField() {
        double tiltY = random.nextGaussian();
        double tiltX = random.nextGaussian();
        double bowl = random.nextGaussian();
        double light = random.nextBoolean() ? 0 : 0.4 * random.nextDouble();
        for (int p = 0; p < x.length; p++) {
            double v = 2.0 * (p / SIDE) / SIDE - 1;
            double u = 2.0 * (p % SIDE) / SIDE - 1;
            x[p] = (float) (0.4 + light * (tiltY * v + tiltX * u + bowl * (u * u + v * v)) / 3);
        }
        add(noise(0), 0.005 + 0.1 * random.nextDouble());
        if (random.nextBoolean()) {
            add(noise(0.6 + 3 * random.nextDouble()), 0.03 * random.nextDouble());
        }
        int dust = random.nextInt(3) == 0 ? 1 + random.nextInt(12) : 0;
        for (int d = 0; d < dust; d++) {
            x[random.nextInt(x.length)] += (float) (0.4 * random.nextGaussian());
        }
    }

    /** Noise of several grains, straight or in stripes. */
    private void texture() {
        double grain = 0.5 + 2 * random.nextDouble();
        double steep = 0.3 + 1.2 * random.nextDouble();
        for (int octave = 0; octave < 5; octave++) {
            add(noise(grain * (1 << octave)), 0.05 * Math.pow(2, steep * octave) / 3);
        }
        if (random.nextBoolean()) {
            double wave = 2 * Math.PI / (4 + 40 * random.nextDouble());
            double angle = Math.PI * random.nextDouble();
            double depth = 0.6 * random.nextDouble();
            for (int p = 0; p < x.length; p++) {
                x[p] += (float)
                        (depth * Math.sin(wave * (Math.cos(angle) * (p / SIDE) + Math.sin(angle) * (p % SIDE))));
            }
        }
        add(noise(0), 0.03 * random.nextDouble());
    }

    /** Rectangles, lines and strokes, as in screens, plots, text and photographs of things. */
    private void shapes() {
        int count = 5 + random.nextInt(60);
        java.util.Arrays.fill(x, random.nextBoolean() ? 1 : (float) random.nextDouble());
        for (int s = 0; s < count; s++) {
            int h = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 2 + random.nextInt(80);
            int w = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 2 + random.nextInt(80);
            double angle = random.nextBoolean() ? 0 : Math.PI * random.nextDouble();
            double cy = SIDE * random.nextDouble();
            double cx = SIDE * random.nextDouble();
            float shade = (float) random.nextDouble();
            int reach = (h + w) / 2 + 2;
            for (int i = Math.max(0, (int) cy - reach); i < Math.min(SIDE, (int) cy + reach); i++) {
                for (int j = Math.max(0, (int) cx - reach); j < Math.min(SIDE, (int) cx + reach); j++) {
                    double v = Math.cos(angle) * (i - cy) + Math.sin(angle) * (j - cx);
                    double u = -Math.sin(angle) * (i - cy) + Math.cos(angle) * (j - cx);
                    if (Math.abs(v) <= h / 2.0 && Math.abs(u) <= w / 2.0) {
                        x[i * SIDE + j] = shade;
                    }
                }
            }
        }
        replace(GaussianFilter.smooth(x, SIDE, SIDE, 0.3 + 2 * random.nextDouble() * random.nextDouble()));
        add(noise(0), 0.04 * random.nextDouble());
        if (random.nextBoolean()) {
            add(noise(2 + 8 * random.nextDouble()), 0.1 * random.nextDouble());
        }
    }

    /** A stained section: a bright, fibrous ground with dark nuclei that crowd. */
    private void section() {
        float[] ground = noise(2 + 6 * random.nextDouble());
        float[] fibres = noise(1 + random.nextDouble());
        for (int p = 0; p < x.length; p++) {
            x[p] = (float) (0.8 + 0.12 * ground[p] + 0.06 * fibres[p]);
        }
        int nuclei = 60 + random.nextInt(400);
        double radius = 3 + 7 * random.nextDouble();
        float depth = (float) (0.2 + 0.4 * random.nextDouble());
        for (int n = 0; n < nuclei; n++) {
            double cy = SIDE * random.nextDouble();
            double cx = SIDE * random.nextDouble();
            double long1 = radius * (0.8 + 0.8 * random.nextDouble());
            double short1 = radius * (0.5 + 0.4 * random.nextDouble());
            double angle = Math.PI * random.nextDouble();
            int reach = (int) Math.ceil(long1);
            for (int i = Math.max(0, (int) cy - reach); i < Math.min(SIDE, (int) cy + reach); i++) {
                for (int j = Math.max(0, (int) cx - reach); j < Math.min(SIDE, (int) cx + reach); j++) {
                    double v = (Math.cos(angle) * (i - cy) + Math.sin(angle) * (j - cx)) / long1;
                    double u = (-Math.sin(angle) * (i - cy) + Math.cos(angle) * (j - cx)) / short1;
                    if (v * v + u * u < 1) {
                        x[i * SIDE + j] = Math.min(x[i * SIDE + j], 0.75f - depth + 0.08f * fibres[i * SIDE + j]);
                    }
                }
            }
        }
        replace(GaussianFilter.smooth(x, SIDE, SIDE, 0.6 + random.nextDouble()));
        add(noise(0), 0.02 * random.nextDouble());
    }

    private void replace(float[] values) {
        System.arraycopy(values, 0, x, 0, x.length);
    }
}
