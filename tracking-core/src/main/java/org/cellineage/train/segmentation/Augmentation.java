package org.cellineage.train.segmentation;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.cellineage.image.GaussianFilter;

/**
 * Varies the intensities of a patch as other microscopes, cells and stains would, so that the network does not rely on
 * them. Labels and distances are unchanged.
 *
 * <p>The steps and their strengths were chosen for generalization to data of laboratories outside the training set.
 */
final class Augmentation {

    /** Brightness of drawn debris in units of the frame's range. */
    private static final double DIMMEST_DEBRIS = 0.3;

    private static final double BRIGHTEST_DEBRIS = 6;

    /** Standard deviation up to which debris is small, in pixels at the network's scale. */
    private static final double SMALL_DEBRIS = 8;

    private static final int CURVE = 1024;

    private final SplittableRandom random;
    private final int side;
    private final float[] x;
    private final char[] labels;

    private Augmentation(Patch patch, SplittableRandom random) {
        this.random = random;
        this.side = patch.side();
        this.x = patch.brightness();
        this.labels = patch.labels();
    }

    /**
     * Changes the patch in place, determined by the random numbers.
     *
     * @param hardExamples whether a few nuclei become far dimmer or brighter than the others, and small debris is never
     *     bright
     */
    static void apply(Patch patch, SplittableRandom random, boolean hardExamples) {
        Augmentation step = new Augmentation(patch, random);
        float background = step.background();
        if (random.nextDouble() < 0.5) {
            step.brightenNuclei(background, Augmentation::usualFactor);
        }
        if (hardExamples && random.nextDouble() < 0.3) {
            step.brightenNuclei(background, Augmentation::rareFactor);
        }
        if (random.nextDouble() < 0.35) {
            step.textureNuclei(background);
        }
        if (random.nextDouble() < 0.5) {
            step.gamma();
        }
        if (random.nextDouble() < 0.35) {
            step.unevenIllumination();
        }
        if (random.nextDouble() < 0.25) {
            step.blobs(hardExamples ? 3 : BRIGHTEST_DEBRIS / DIMMEST_DEBRIS);
        }
        if (random.nextDouble() < 0.3) {
            float[] blurred = GaussianFilter.smooth(step.x, step.side, step.side, 0.5 + 1.5 * random.nextDouble());
            System.arraycopy(blurred, 0, step.x, 0, blurred.length);
        }
        if (random.nextDouble() < 0.5) {
            step.dim();
        }
        if (random.nextDouble() < 0.5) {
            step.noise();
        }
        step.gainAndOffset();
    }

    private float background() {
        double sum = 0;
        int n = 0;
        for (int p = 0; p < x.length; p++) {
            if (labels[p] == 0) {
                sum += x[p];
                n++;
            }
        }
        return n == 0 ? 0 : (float) (sum / n);
    }

    private static float usualFactor(SplittableRandom random) {
        return (float) Math.exp(0.6 * random.nextGaussian());
    }

    /** Makes a few nuclei far dimmer than the others, and a few far brighter, as condensed chromosomes are. */
    private static float rareFactor(SplittableRandom random) {
        double kind = random.nextDouble();
        double strength = random.nextDouble();
        if (kind < 0.25) {
            return (float) (0.06 * Math.exp(Math.log(8) * strength));
        }
        return kind < 0.3 ? (float) (2 * Math.exp(Math.log(2) * strength)) : 1;
    }

    /** Scales each nucleus by its own factor. */
    private void brightenNuclei(float background, ToDoubleFunction<SplittableRandom> factorOf) {
        long seed = random.nextLong();
        int known = 0;
        float factor = 1;
        for (int p = 0; p < x.length; p++) {
            if (labels[p] != 0) {
                if (labels[p] != known) {
                    known = labels[p];
                    factor = (float) factorOf.applyAsDouble(new SplittableRandom(seed + known));
                }
                x[p] = background + (x[p] - background) * factor;
            }
        }
    }

    /** Adds spots and holes inside nuclei. */
    private void textureNuclei(float background) {
        double sigma = 1 + 3 * random.nextDouble();
        float strength = (float) (0.4 * random.nextDouble());
        float[] noise = new float[x.length];
        for (int p = 0; p < noise.length; p++) {
            noise[p] = (float) random.nextGaussian();
        }
        noise = GaussianFilter.smooth(noise, side, side, sigma);
        // Smoothing reduces the standard deviation of white noise to 1 / (2 sqrt(pi) sigma).
        float gain = strength * (float) (2 * Math.sqrt(Math.PI) * sigma);
        for (int p = 0; p < x.length; p++) {
            if (labels[p] != 0) {
                float factor = Math.max(0.1f, 1 + gain * noise[p]);
                x[p] = background + (x[p] - background) * factor;
            }
        }
    }

    private void gamma() {
        double power = Math.exp(0.35 * random.nextGaussian());
        float largest = 1e-6f;
        for (float value : x) {
            largest = Math.max(largest, value);
        }
        // A lookup table, because powers are slow and the curve is smooth.
        float[] curve = new float[CURVE + 2];
        for (int i = 0; i < curve.length; i++) {
            curve[i] = (float) Math.pow((double) largest * i / CURVE, power);
        }
        float step = CURVE / largest;
        for (int p = 0; p < x.length; p++) {
            if (x[p] > 0) {
                float at = x[p] * step;
                int below = (int) at;
                x[p] = curve[below] + (at - below) * (curve[below + 1] - curve[below]);
            }
        }
    }

    /** Multiplies by a quadratic surface. */
    private void unevenIllumination() {
        double height = 0.3 * random.nextDouble();
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
                x[i * side + j] += (float) (height * (surface / largest + 1));
            }
        }
    }

    /**
     * Adds blurred debris next to the nuclei.
     *
     * @param smallRange ratio of the brightest to the dimmest debris that is not much larger than the plates of a dividing
     *     cell
     */
    private void blobs(double smallRange) {
        int count = 1 + random.nextInt(3);
        for (int b = 0; b < count; b++) {
            int at = random.nextInt(x.length);
            for (int attempt = 0; attempt < 8 && labels[at] != 0; attempt++) {
                at = random.nextInt(x.length);
            }
            double sigma = 3 + 15 * random.nextDouble();
            double range = sigma > SMALL_DEBRIS ? BRIGHTEST_DEBRIS / DIMMEST_DEBRIS : smallRange;
            double height = DIMMEST_DEBRIS * Math.exp(Math.log(range) * random.nextDouble());
            int reach = (int) Math.ceil(3 * sigma);
            int y = at / side;
            int z = at % side;
            for (int i = Math.max(0, y - reach); i <= Math.min(side - 1, y + reach); i++) {
                for (int j = Math.max(0, z - reach); j <= Math.min(side - 1, z + reach); j++) {
                    double d = (i - y) * (double) (i - y) + (j - z) * (double) (j - z);
                    x[i * side + j] += (float) (height * Math.exp(-d / (2 * sigma * sigma)));
                }
            }
        }
    }

    private void dim() {
        float gain = (float) (0.08 * Math.exp(Math.log(20) * random.nextDouble()));
        for (int p = 0; p < x.length; p++) {
            x[p] *= gain;
        }
    }

    private void noise() {
        float constant = (float) (0.06 * random.nextDouble());
        float photons = (float) (0.1 * random.nextDouble());
        for (int p = 0; p < x.length; p++) {
            float sigma = constant + photons * (float) Math.sqrt(Math.max(0, x[p]));
            x[p] += sigma * (float) random.nextGaussian();
        }
    }

    private void gainAndOffset() {
        float gain = (float) Math.exp(0.25 * random.nextGaussian());
        float offset = (float) (0.04 * random.nextGaussian());
        for (int p = 0; p < x.length; p++) {
            x[p] = gain * x[p] + offset;
        }
    }
}
