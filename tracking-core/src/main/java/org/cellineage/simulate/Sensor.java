package org.cellineage.simulate;

import java.util.SplittableRandom;
import org.cellineage.image.GaussianFilter;
import org.cellineage.image.Plane;

/** Turns a scene into a 16-bit image: illumination, blur of the optics, shot noise and noise of the camera. */
final class Sensor {

    private final SimulationOptions options;
    private final SplittableRandom random;
    private final float[] light;

    Sensor(SimulationOptions options, SplittableRandom random) {
        this.options = options;
        this.random = random;
        this.light = light();
    }

    /** Uneven illumination, brightest near the centre. */
    private float[] light() {
        int width = options.widthPx();
        int height = options.heightPx();
        double cy = height * (0.4 + 0.2 * random.nextDouble());
        double cx = width * (0.4 + 0.2 * random.nextDouble());
        double corner = (double) height * height / 4 + (double) width * width / 4;
        float[] out = new float[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double r = ((y - cy) * (y - cy) + (x - cx) * (x - cx)) / corner;
                out[y * width + x] = (float) Math.max(0.05, 1 - options.vignetting() * r);
            }
        }
        return out;
    }

    /** Share of the intensity that is left in a frame after bleaching. */
    double bleached(int frame) {
        return Math.pow(1 - options.bleachingShare(), frame);
    }

    /** An image of something that emits light on top of the background. */
    Plane ofEmission(float[] scene, double level) {
        float[] sharp = new float[scene.length];
        for (int p = 0; p < sharp.length; p++) {
            sharp[p] = (float) level * scene[p];
        }
        float[] image = blurred(sharp);
        double half = options.backgroundLevel() / 2;
        for (int p = 0; p < image.length; p++) {
            image[p] = (float) (light[p] * (half + image[p]) + half);
        }
        return sampled(image);
    }

    /** An image of something that light passes through, given as a share of the background. */
    Plane ofTransmission(float[] scene) {
        float[] image = blurred(scene);
        for (int p = 0; p < image.length; p++) {
            image[p] = (float) (light[p] * options.backgroundLevel() * image[p]);
        }
        return sampled(image);
    }

    private float[] blurred(float[] sharp) {
        return GaussianFilter.smooth(sharp, options.widthPx(), options.heightPx(), options.blurPx());
    }

    private Plane sampled(float[] image) {
        short[] samples = new short[image.length];
        double gain = options.greyLevelsPerPhoton();
        double read = options.readNoise() * options.readNoise();
        for (int p = 0; p < samples.length; p++) {
            double mean = image[p];
            double noise = Math.sqrt(gain * Math.max(0, mean) + read) * random.nextGaussian();
            samples[p] = (short) Math.max(0, Math.min(65_535, Math.round(mean + noise)));
        }
        return Plane.of(options.widthPx(), options.heightPx(), samples);
    }
}
