package org.cellineage.illumination;

import java.io.Serializable;
import java.util.Optional;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/**
 * How unevenly a channel is lit and seen over the field of view. An image is corrected by subtracting what the camera
 * shows in the dark and dividing by the gain, whose mean is 1; so intensities keep their scale, and the same cell has the
 * same intensity wherever it lies.
 */
public final class FlatField implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Pixels with less gain than this see nothing that could be corrected. */
    private static final double LEAST_GAIN = 0.05;

    private static final double MOST_BLIND = 0.05;

    private final int width;
    private final int height;
    /** Row-major, NaN where the field is too dark to be corrected. */
    private final float[] gain;
    /** Row-major; empty if nothing is subtracted. */
    private final float[] dark;

    private FlatField(int width, int height, float[] gain, float[] dark) {
        this.width = width;
        this.height = height;
        this.gain = gain;
        this.dark = dark;
    }

    /**
     * Creates the correction that an image of an evenly bright field calls for.
     *
     * @param flat of any scale
     * @param dark what the camera shows without light, if it is to be subtracted
     * @param where the image comes from, for messages
     * @throws BadInputException if sizes differ, or the image is no brighter than the dark, or much of it is black
     */
    public static FlatField of(Plane flat, Optional<Plane> dark, String where) {
        dark.ifPresent(plane -> requireSize(flat, plane, where));
        float[] light = flat.toFloats();
        float[] black = dark.map(Plane::toFloats).orElseGet(() -> new float[0]);
        double sum = 0;
        int count = 0;
        for (int p = 0; p < light.length; p++) {
            light[p] -= black.length == 0 ? 0 : black[p];
            if (Float.isFinite(light[p])) {
                sum += light[p];
                count++;
            }
        }
        double mean = sum / count;
        if (!(mean > 0)) {
            throw new BadInputException(
                    where,
                    "The flat field is not brighter than the dark image, or than 0.",
                    "Give an image of an empty, evenly lit field, or make one with 'cellineage flatfield'.");
        }
        int blind = 0;
        for (int p = 0; p < light.length; p++) {
            light[p] = (float) (light[p] / mean);
            if (!(light[p] >= LEAST_GAIN)) {
                light[p] = Float.NaN;
                blind++;
            }
        }
        if (blind > MOST_BLIND * light.length) {
            throw new BadInputException(
                    where,
                    Math.round(100.0 * blind / light.length)
                            + " % of the flat field is darker than a twentieth of its mean.",
                    "Give an image of an empty, evenly lit field, or make one with 'cellineage flatfield'.");
        }
        return new FlatField(flat.width(), flat.height(), light, black);
    }

    private static void requireSize(Plane flat, Plane dark, String where) {
        if (dark.width() != flat.width() || dark.height() != flat.height()) {
            throw new BadInputException(
                    where,
                    "The flat field has " + flat.width() + " x " + flat.height() + " pixels, but the dark image has "
                            + dark.width() + " x " + dark.height() + ".",
                    "Give images of the same camera at the same binning.");
        }
    }

    /** Number of columns in pixels. */
    public int width() {
        return width;
    }

    /** Number of rows in pixels. */
    public int height() {
        return height;
    }

    /** The gain of a pixel; NaN where it is too dark to be corrected. */
    public float gain(int y, int x) {
        return gain[y * width + x];
    }

    /** What is subtracted from a pixel. */
    public float dark(int y, int x) {
        return dark.length == 0 ? 0 : dark[y * width + x];
    }

    /**
     * Returns an image of the channel as an evenly lit field would have shown it, as floats. Pixels that are too dark to be
     * corrected are NaN, and so not measured.
     *
     * @throws IllegalArgumentException if it has another size
     */
    public Plane correct(Plane plane) {
        if (plane.width() != width || plane.height() != height) {
            throw new IllegalArgumentException("a plane of " + plane.width() + " x " + plane.height()
                    + " pixels does not match a flat field of " + width + " x " + height);
        }
        float[] values = plane.toFloats();
        for (int p = 0; p < values.length; p++) {
            values[p] = (dark.length == 0 ? values[p] : values[p] - dark[p]) / gain[p];
        }
        return Plane.of(width, height, values);
    }
}
