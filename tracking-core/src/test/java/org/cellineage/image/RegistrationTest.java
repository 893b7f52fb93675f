package org.cellineage.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.SplittableRandom;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shift between two channels that show the same in different grey values is the one by which one of them was moved. */
class RegistrationTest {

    private static final int WIDTH = 150;
    private static final int HEIGHT = 120;

    /** Discs at positions that the seed determines, moved, bright or dark, on a slope, with noise. */
    private static float[] discs(long seed, double down, double right, double brightness, double noise) {
        SplittableRandom places = new SplittableRandom(seed);
        SplittableRandom grain = new SplittableRandom(seed + Math.round(1e3 * brightness) + 7);
        float[] image = new float[WIDTH * HEIGHT];
        for (int i = 0; i < 14; i++) {
            double cy = down + HEIGHT * places.nextDouble();
            double cx = right + WIDTH * places.nextDouble();
            double radius = 5 + 5 * places.nextDouble();
            for (int p = 0; p < image.length; p++) {
                double away = Math.hypot(p / WIDTH - cy, p % WIDTH - cx);
                image[p] += (float) (brightness / (1 + Math.exp(2 * (away - radius))));
            }
        }
        for (int p = 0; p < image.length; p++) {
            image[p] += (float) (0.2 * (p % WIDTH) / WIDTH + noise * grain.nextGaussian());
        }
        return image;
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, -11", "-19, 4", "1, 1", "23, 25"})
    void theShiftIsFoundWhateverTheContrast(int down, int right) {
        Registration registration = new Registration(WIDTH, HEIGHT, 30);
        for (int frame = 0; frame < 4; frame++) {
            registration.add(discs(frame, 0, 0, 300, 12), discs(frame, down, right, -2, 0.1));
        }
        Registration.Shift shift = registration.shift();
        assertThat(shift.isFound()).as(shift.toString()).isTrue();
        assertThat(shift.rowsPx()).isEqualTo(down);
        assertThat(shift.columnsPx()).isEqualTo(right);
    }

    @Test
    void imagesOfDifferentThingsHaveNone() {
        Registration registration = new Registration(WIDTH, HEIGHT, 30);
        for (int frame = 0; frame < 4; frame++) {
            registration.add(discs(frame, 0, 0, 1, 0.1), discs(frame + 50, 0, 0, -1, 0.1));
        }
        assertThat(registration.shift().isFound()).isFalse();
        assertThat(registration.shift().rowsPx()).isZero();
        assertThat(registration.shift().columnsPx()).isZero();
        assertThat(new Registration(WIDTH, HEIGHT, 30).shift().isFound()).isFalse();
    }

    @Test
    void theTransformIsThatOfItsDefinition() {
        SplittableRandom random = new SplittableRandom(3);
        int width = 8;
        int height = 4;
        double[] real = random.doubles(width * height, -1, 1).toArray();
        double[] imaginary = random.doubles(width * height, -1, 1).toArray();
        double[] re = real.clone();
        double[] im = imaginary.clone();
        Fourier fourier = new Fourier(width, height);
        fourier.forward(re, im);
        for (int k = 0; k < width * height; k++) {
            double sumRe = 0;
            double sumIm = 0;
            for (int p = 0; p < width * height; p++) {
                double angle = -2
                        * Math.PI
                        * ((double) (k / width) * (p / width) / height + (double) (k % width) * (p % width) / width);
                sumRe += real[p] * Math.cos(angle) - imaginary[p] * Math.sin(angle);
                sumIm += real[p] * Math.sin(angle) + imaginary[p] * Math.cos(angle);
            }
            assertThat(re[k]).isCloseTo(sumRe, within(1e-12));
            assertThat(im[k]).isCloseTo(sumIm, within(1e-12));
        }
        fourier.inverse(re, im);
        assertThat(re).containsExactly(real, within(1e-12));
        assertThat(im).containsExactly(imaginary, within(1e-12));
    }

    /** Bright field in focus, and DNA of the same adherent cells; out of focus, no shift is believed. */
    @Test
    void realBrightFieldInFocusIsRegisteredWithDna() throws IOException {
        String folder = SharedData.require("paired/sephace-set1").toString();
        Plane dna = plane(folder + "/fl.tif");
        Plane focused = plane(folder + "/init_Point0001_empty-Time3s-Z1351.60.tif");
        Registration registration = new Registration(dna.width(), dna.height(), 40);
        registration.add(focused.toFloats(), moved(dna, 13, -22));
        assertThat(registration.shift().isFound()).isTrue();
        assertThat(registration.shift().rowsPx()).isBetween(11, 15);
        assertThat(registration.shift().columnsPx()).isBetween(-24, -20);
        Registration defocused = new Registration(dna.width(), dna.height(), 40);
        defocused.add(
                plane(folder + "/init_Point0001_empty-Time4s-Z1376.80.tif").toFloats(), dna.toFloats());
        assertThat(defocused.shift().isFound()).isFalse();
    }

    private static Plane plane(String file) throws IOException {
        try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage())) {
            return reader.read(PlaneRef.tiff(file, 0));
        }
    }

    private static float[] moved(Plane plane, int down, int right) {
        float[] values = plane.toFloats();
        float[] moved = new float[values.length];
        for (int p = 0; p < moved.length; p++) {
            int y = Math.max(0, Math.min(plane.height() - 1, p / plane.width() - down));
            int x = Math.max(0, Math.min(plane.width() - 1, p % plane.width() - right));
            moved[p] = values[y * plane.width() + x];
        }
        return moved;
    }
}
