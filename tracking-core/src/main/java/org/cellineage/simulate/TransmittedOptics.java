package org.cellineage.simulate;

import java.util.SplittableRandom;
import org.cellineage.image.GaussianFilter;

/**
 * Images of a phase object, such as an unstained cell, in transmitted light.
 *
 * <p>Phase contrast: with the amplitude t that the ring passes and the phase ψ, the intensity is t² + 2 (1 − cos ψ) ∓ 2 t
 * sin ψ (Zernike 1942). Thin parts are therefore dark (positive contrast) and thick ones, such as rounded cells, bright.
 * The ring also passes light that the object deflects little, so ψ is the phase minus part of its local mean, which is
 * what makes halos and shading-off (after Yin et al. 2012). Bright field: the intensity follows the curvature of the
 * phase times the distance from the focus (transport of intensity, Teague 1983).
 *
 * <p>Each instance is another microscope: strength and width of the halo, sign, focus and background vary at random.
 */
final class TransmittedOptics {

    /** How the light is used. */
    enum Kind {
        PHASE,
        BRIGHTFIELD
    }

    private static final double NEGATIVE_SHARE = 0.15;

    private final Kind kind;
    private final int width;
    private final int height;
    private final double ring;
    private final double sign;
    private final double haloShare;
    private final double haloPx;
    private final double defocus;
    private final double absorption;
    private final float[] dirt;

    /**
     * Sets up a microscope.
     *
     * @param objectPx typical width of the objects, which the halo's width follows
     */
    TransmittedOptics(Kind kind, int width, int height, double objectPx, SplittableRandom random) {
        this.kind = kind;
        this.width = width;
        this.height = height;
        this.ring = 0.8 + 0.7 * random.nextDouble();
        this.sign = random.nextDouble() < NEGATIVE_SHARE ? -1 : 1;
        this.haloShare = 0.7 + 0.3 * random.nextDouble();
        this.haloPx = objectPx * (0.06 + 0.3 * random.nextDouble());
        this.defocus = (random.nextBoolean() ? 1 : -1) * (1.5 + 4.5 * random.nextDouble());
        this.absorption = 0.15 * random.nextDouble();
        this.dirt = dirt(random);
    }

    /** Unevenness of the glass and the medium. */
    private float[] dirt(SplittableRandom random) {
        float[] fine = new float[width * height];
        float[] coarse = new float[width * height];
        for (int p = 0; p < fine.length; p++) {
            fine[p] = (float) random.nextGaussian();
            coarse[p] = (float) random.nextGaussian();
        }
        double fineSigma = 0.8 + random.nextDouble();
        double coarseSigma = 4 + 10 * random.nextDouble();
        fine = GaussianFilter.smooth(fine, width, height, fineSigma);
        coarse = GaussianFilter.smooth(coarse, width, height, coarseSigma);
        double fineGain = 2 * Math.sqrt(Math.PI) * fineSigma * 0.02 * random.nextDouble();
        double coarseGain = 2 * Math.sqrt(Math.PI) * coarseSigma * 0.03 * random.nextDouble();
        for (int p = 0; p < fine.length; p++) {
            fine[p] = (float) (fineGain * fine[p] + coarseGain * coarse[p]);
        }
        int specks = (int) (fine.length * 4e-5 * random.nextDouble());
        for (int s = 0; s < specks; s++) {
            speck(fine, random.nextInt(fine.length), 1 + 2.5 * random.nextDouble(), 2 * random.nextDouble() - 0.6);
        }
        return fine;
    }

    private void speck(float[] into, int at, double radius, double phase) {
        int reach = (int) Math.ceil(2.5 * radius);
        int cy = at / width;
        int cx = at % width;
        for (int y = Math.max(0, cy - reach); y <= Math.min(height - 1, cy + reach); y++) {
            for (int x = Math.max(0, cx - reach); x <= Math.min(width - 1, cx + reach); x++) {
                double r2 = ((y - cy) * (double) (y - cy) + (x - cx) * (double) (x - cx)) / (radius * radius);
                into[y * width + x] += (float) (phase * Math.exp(-r2));
            }
        }
    }

    /**
     * The image of a phase object as a share of the background.
     *
     * @param phase in radians, row-major
     */
    float[] image(float[] phase) {
        float[] whole = new float[phase.length];
        for (int p = 0; p < whole.length; p++) {
            whole[p] = phase[p] + dirt[p];
        }
        return kind == Kind.PHASE ? phaseContrast(whole) : brightField(whole);
    }

    private float[] phaseContrast(float[] phase) {
        float[] mean = GaussianFilter.smooth(phase, width, height, haloPx);
        float[] image = new float[phase.length];
        for (int p = 0; p < image.length; p++) {
            double psi = phase[p] - haloShare * mean[p];
            double intensity = ring * ring + 2 * (1 - Math.cos(psi)) - sign * 2 * ring * Math.sin(psi);
            image[p] = (float) (intensity / (ring * ring));
        }
        return image;
    }

    private float[] brightField(float[] phase) {
        float[] soft = GaussianFilter.smooth(phase, width, height, 1.2);
        float[] image = new float[phase.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int p = y * width + x;
                double curvature = soft[y * width + Math.max(0, x - 1)]
                        + soft[y * width + Math.min(width - 1, x + 1)]
                        + soft[Math.max(0, y - 1) * width + x]
                        + soft[Math.min(height - 1, y + 1) * width + x]
                        - 4 * soft[p];
                double passed = 1 - defocus * curvature - absorption * Math.min(1, Math.abs(phase[p]));
                image[p] = (float) Math.max(0.05, Math.min(3, passed));
            }
        }
        return image;
    }
}
