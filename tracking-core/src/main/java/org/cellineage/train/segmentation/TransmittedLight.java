package org.cellineage.train.segmentation;

import java.util.SplittableRandom;
import org.cellineage.image.GaussianFilter;

/**
 * Varies the intensities of a patch in transmitted light as other microscopes, objectives, focus planes and cells would:
 * the sign and depth of the contrast, the halo, the light, the grey values, blur and noise. Labels are unchanged.
 *
 * <p>Phase contrast differs between laboratories in its sign (positive or negative), in the strength of the halo and in
 * how much of the range a few bright round cells take; bright field changes its sign with the focus.
 */
final class TransmittedLight {

    private final SplittableRandom random;
    private final int side;
    private final float[] x;
    private final char[] labels;

    private TransmittedLight(Patch patch, SplittableRandom random) {
        this.random = random;
        this.side = patch.side();
        this.x = patch.brightness();
        this.labels = patch.labels();
    }

    /** Changes the patch in place, determined by the random numbers. */
    static void apply(Patch patch, SplittableRandom random) {
        TransmittedLight step = new TransmittedLight(patch, random);
        if (random.nextDouble() < 0.25) {
            step.shadeCells();
        }
        if (random.nextDouble() < 0.4) {
            step.halo();
        }
        if (random.nextDouble() < 0.2) {
            step.invert();
        }
        if (random.nextDouble() < 0.3) {
            step.curve();
        }
        if (random.nextDouble() < 0.3) {
            step.debris();
        }
        if (random.nextDouble() < 0.4) {
            step.unevenLight();
        }
        if (random.nextDouble() < 0.35) {
            step.replace(GaussianFilter.smooth(step.x, step.side, step.side, 0.4 + 1.6 * random.nextDouble()));
        }
        if (random.nextDouble() < 0.5) {
            step.noise();
        }
        step.gainAndOffset();
    }

    private void replace(float[] values) {
        System.arraycopy(values, 0, x, 0, x.length);
    }

    /** Makes cells a little darker or brighter, each by its own amount, with a soft edge. */
    private void shadeCells() {
        long seed = random.nextLong();
        float[] shade = new float[x.length];
        int known = 0;
        float amount = 0;
        for (int p = 0; p < x.length; p++) {
            if (labels[p] != 0) {
                if (labels[p] != known) {
                    known = labels[p];
                    amount = (float) (0.12 * new SplittableRandom(seed + known).nextGaussian());
                }
                shade[p] = amount;
            }
        }
        add(GaussianFilter.smooth(shade, side, side, 1.5), 1);
    }

    /** Strengthens or weakens what is coarser than a few pixels, as phase rings of other sizes do. */
    private void halo() {
        double sigma = 3 + 12 * random.nextDouble();
        float strength = (float) (-0.6 + 1.4 * random.nextDouble());
        float[] coarse = GaussianFilter.smooth(x, side, side, sigma);
        for (int p = 0; p < x.length; p++) {
            x[p] += strength * (x[p] - coarse[p]);
        }
    }

    private void invert() {
        for (int p = 0; p < x.length; p++) {
            x[p] = 1 - x[p];
        }
    }

    /** A curve of grey values that compresses the bright or the dark end. */
    private void curve() {
        float bend = (float) (1.5 * (2 * random.nextDouble() - 1));
        for (int p = 0; p < x.length; p++) {
            float value = Math.max(-0.5f, Math.min(1.5f, x[p]));
            x[p] = value + bend * value * (1 - value) * 0.5f;
        }
    }

    /** Bright or dark specks with a ring, as dead cells, dust and bubbles have. */
    private void debris() {
        int count = 1 + random.nextInt(4);
        for (int b = 0; b < count; b++) {
            int at = random.nextInt(x.length);
            for (int attempt = 0; attempt < 8 && labels[at] != 0; attempt++) {
                at = random.nextInt(x.length);
            }
            double radius = 1 + 5 * random.nextDouble() * random.nextDouble();
            double height = (random.nextInt(3) == 0 ? -1 : 1) * (0.2 + random.nextDouble());
            double ring = -0.8 * random.nextDouble();
            int reach = (int) Math.ceil(3.5 * radius);
            int cy = at / side;
            int cx = at % side;
            for (int i = Math.max(0, cy - reach); i <= Math.min(side - 1, cy + reach); i++) {
                for (int j = Math.max(0, cx - reach); j <= Math.min(side - 1, cx + reach); j++) {
                    double r = Math.hypot(i - cy, j - cx) / radius;
                    double core = Math.exp(-r * r);
                    double around = ring * Math.exp(-2 * (r - 1.6) * (r - 1.6));
                    x[i * side + j] += (float) (height * (core + around));
                }
            }
        }
    }

    private void unevenLight() {
        double height = 0.6 * random.nextDouble();
        double[] c = new double[5];
        double largest = 0;
        for (int i = 0; i < c.length; i++) {
            c[i] = 2 * random.nextDouble() - 1;
            largest += Math.abs(c[i]);
        }
        for (int i = 0; i < side; i++) {
            double v = 2.0 * i / (side - 1) - 1;
            for (int j = 0; j < side; j++) {
                double u = 2.0 * j / (side - 1) - 1;
                double surface = c[0] * v + c[1] * u + c[2] * v * v + c[3] * u * u + c[4] * u * v;
                x[i * side + j] += (float) (height * surface / largest);
            }
        }
    }

    /** White noise, or grain as of a compressed or enlarged image. */
    private void noise() {
        float strength = (float) (0.08 * random.nextDouble());
        float[] noise = new float[x.length];
        for (int p = 0; p < noise.length; p++) {
            noise[p] = (float) random.nextGaussian();
        }
        if (random.nextDouble() < 0.4) {
            double sigma = 0.5 + random.nextDouble();
            noise = GaussianFilter.smooth(noise, side, side, sigma);
            strength *= (float) (2 * Math.sqrt(Math.PI) * sigma);
        }
        add(noise, strength);
    }

    private void add(float[] values, float weight) {
        for (int p = 0; p < x.length; p++) {
            x[p] += weight * values[p];
        }
    }

    private void gainAndOffset() {
        float gain = (float) Math.exp(0.4 * random.nextGaussian());
        float offset = (float) (0.15 * random.nextGaussian());
        // Some frames hold a cell so bright that all others share a small part of the range.
        if (random.nextDouble() < 0.25) {
            gain *= (float) (0.25 + 0.5 * random.nextDouble());
        }
        for (int p = 0; p < x.length; p++) {
            x[p] = 0.4f + gain * (x[p] - 0.4f) + offset;
        }
    }
}
